package import XML

/// The roster, somebody's list of contacts (RFC 6121, section 2.1), as far as it says who may see
/// what: names and requests under way are left out.
/// ```xml
/// <query xmlns='jabber:iq:roster' ver='ver7'>
///   <item jid='nurse@example.com' subscription='both'><group>Servants</group></item>
/// </query>
/// ```
package struct Roster: Hashable, Sendable {
  package static let name = QName("query", Namespace.roster)

  package struct Item: Hashable, Sendable {
    package var jid: BareJID
    package var subscription: Subscription
    package var groups: [String]

    package init(_ jid: BareJID, _ subscription: Subscription = .none, groups: [String] = []) {
      self.jid = jid
      self.subscription = subscription
      self.groups = groups
    }
  }

  /// Who sees whose presence (section 2.1.2.5): with `from` the contact sees the owner's. `remove`
  /// is for changes alone.
  package enum Subscription: String, Sendable, CaseIterable { case none, to, from, both, remove }

  package var version: String?
  package var items: [Item]

  package init(version: String? = nil, items: [Item] = []) {
    self.version = version
    self.items = items
  }

  /// What asks for it: the empty query, with the version that is known (section 2.6).
  package static func request(version: String? = nil) -> Element {
    Element("query", Namespace.roster, ["ver": version])
  }
}

extension Roster {
  /// Reads a result or a push. Items without a valid bare address are left out, and all after the
  /// first `limit`; no subscription, or an unknown one, is `none`.
  package init(_ element: Element, limit: Int) throws(StanzaError) {
    try element.expect("query", Namespace.roster)
    self.init(version: element["ver"])
    for child in element.all("item", Namespace.roster).prefix(limit) {
      guard let text = child["jid"], let jid = try? BareJID(text) else { continue }
      items.append(
        Item(
          jid, child["subscription"].flatMap(Subscription.init) ?? .none,
          groups: child.all("group", Namespace.roster).map(\.text)))
    }
  }

  package var element: Element {
    var query = Roster.request(version: version)
    for item in items {
      query.append(
        Element(
          "item", Namespace.roster,
          ["jid": item.jid.description, "subscription": item.subscription.rawValue],
          item.groups.map { Element("group", Namespace.roster, text: $0) }))
    }
    return query
  }
}
