import PubSub
import Social
import Store
import XML
import XMPP

/// What an edited post said before, for its publisher and the owners of the node.
extension Context {
  func history(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    guard let form = command.form else {
      return .answer(asking(command, HistoryForm.form).element)
    }
    let request = try ItemChoice(form, of: HistoryForm.command)
    let known = known
    return .read { snapshot in
      let (node, actor) = try asked(request.node, by: iq.from, snapshot, known)
      let item = try node.flatMap { try snapshot.held([request.item], in: $0).first }
      try History.authorize(item, node?.facts, by: actor)
      let revisions = try node.map { try snapshot.revisions(of: request.item, in: $0) } ?? []
      guard !revisions.isEmpty else {
        return Reply(
          answer(command, .completed, note: "No earlier version of it is kept.").element)
      }
      var answer = answer(command, .completed)
      answer.form = HistoryForm.result(revisions.compactMap { version($0, of: request.item) })
      return Reply(answer.element)
    }
  }

  private func version(_ revision: Revision, of item: ItemID) -> HistoryForm.Version? {
    guard let payload = try? Element(parsing: revision.payload) else { return nil }
    let entry = Entry(
      payload: payload, itemID: item.name, publisher: revision.publisher,
      received: revision.published)
    return HistoryForm.Version(
      time: revision.published, publisher: revision.publisher, title: entry?.title ?? "",
      text: entry?.text ?? "")
  }
}
