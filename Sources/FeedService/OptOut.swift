import PubSub
import Store
import XMPP

/// Whoever writes elsewhere decides whether that is found here.
extension Context {
  func optOut(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    let account = iq.from.bare
    guard let form = command.form else {
      return .read { snapshot in
        let isFound = try !snapshot.hasOptedOut(account)
        return Reply(asking(command, OptOutForm.form(isFound: isFound)).element)
      }
    }
    let request = try OptOutRequest(form)
    try charge(iq)
    return .write { tx in
      if request.isFound { try tx.optIn(account, .now) } else { try tx.optOut(account, .now) }
      let note =
        request.isFound
        ? "What you write elsewhere may be found here."
        : "What you wrote elsewhere is not found here any more, and will not be. What you publish on this service itself "
          + "stays: retract it where you like."
      return Reply(answer(command, .completed, note: note).element)
    }
  }
}
