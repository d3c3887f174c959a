import PubSub
import Social
import Store
import XML
import XMPP

/// Those who moderate a node hide items of it, and show them again.
extension Context {
  func hide(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    guard let form = command.form else {
      return .answer(asking(command, ModerationForm.hideForm).element)
    }
    let request = try ItemChoice(form, of: ModerationForm.hide)
    try charge(iq)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let node = try node(request.node, for: iq, tx.snapshot, known, Hide.authorize)
      let item =
        try tx.snapshot.held([request.item], in: node).first
        ?? tx.snapshot.hidden([request.item], in: node).first
      let decision = try Hide.hide(
        item, node.facts, by: try tx.snapshot.actor(iq.from.bare, of: node, known),
        hidden: try tx.snapshot.countHidden(of: node))
      try tx.apply(decision, in: service, now: now, known)
      return Reply(answer(command, .completed, note: "The post is hidden.").element)
    }
  }

  /// Who names the items at once needs one step.
  func show(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    guard let form = command.form else {
      return .answer(asking(command, ModerationForm.showForm).element)
    }
    let request = try ShowRequest(form)
    guard !request.items.isEmpty else { return hiddenItems(command, request, iq) }
    try charge(iq, request.items.count)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let node = try node(request.node, for: iq, tx.snapshot, known, Hide.authorize)
      let actor = try tx.snapshot.actor(iq.from.bare, of: node, known)
      for id in request.items {
        var hidden = try tx.snapshot.hiddenItem(id, in: node)
        let projections = hidden.flatMap(projections) ?? [:]
        hidden?.item.text = projections[id]?.text
        let decision = try Hide.show(hidden?.item, node.facts, by: actor)
        try carryOut(
          decision, in: request.node, node.facts.configuration, tx, now: now,
          projections: projections, known)
      }
      return Reply(answer(command, .completed, note: "Everybody sees it again.").element)
    }
  }

  /// What Martlet understands of an item that is shown again: the same as before.
  private func projections(_ hidden: HiddenItem) -> [ItemID: Projection]? {
    let item = hidden.item
    guard let bytes = item.payload, let payload = try? Element(parsing: bytes) else { return nil }
    let projection = Projection(
      of: payload, itemID: item.id.name, publisher: hidden.publisher, received: item.published)
    return [item.id: projection]
  }

  private func hiddenItems(_ command: Command, _ request: ShowRequest, _ iq: IQ) -> Work {
    let known = known
    return .read { snapshot in
      let node = try node(request.node, for: iq, snapshot, known, Hide.authorize)
      let items = try snapshot.newestHidden(of: node, limit: Hide.perForm)
      guard !items.isEmpty else {
        return Reply(answer(command, .completed, note: "Nothing is hidden there.").element)
      }
      let form = ModerationForm.showForm(
        request.node,
        items.map { item in
          let publisher = item.publisher.map { " by \($0)" } ?? ""
          return (item.id, "\(item.published.text)\(publisher): \(item.id.name.onOneLine)")
        })
      return Reply(asking(command, form).element)
    }
  }
}
