import PubSub
import Store
import XMPP

/// Those who moderate a node remove everything that somebody has published there; `SubscriptionKeeper` does it, portion
/// by portion.
extension Context {
  func removeAll(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    guard let form = command.form else {
      return .answer(asking(command, ModerationForm.removeAllForm).element)
    }
    let request = try RemoveAllRequest(form)
    try charge(iq)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      var decision = try RemoveAll.decide(request.account, from: node?.facts, by: actor)
      if request.isBan, let node {
        decision.add(
          try Moderate.ban(
            request.account, node.facts, by: actor,
            try named([request.account], node, tx.snapshot, known), known.policy))
      }
      try tx.apply(decision, in: service, now: now, known)
      return Reply(
        answer(
          command, .completed, note: "What they have published here goes, little by little."
        ).element)
    }
  }
}
