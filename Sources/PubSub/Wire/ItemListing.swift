package import XMPP

extension DiscoItems {
  /// The items of a node of another service, which have a name and no node (XEP-0060, section 5.5).
  package var itemIDs: [ItemID] {
    let ids = items.lazy.compactMap { item in
      item.node == nil ? item.name.flatMap { try? ItemID($0) } : nil
    }
    return Array(ids.prefix(AnswerLimit.entries))
  }
}
