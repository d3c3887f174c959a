import TestSupport
import Testing
import XML
import XMPP

extension Person {
  /// Subscribes with options: names without `pubsub#`, unless they are in braces or begin with `x-`.
  @discardableResult
  func subscribes(
    to node: String, as address: String? = nil, _ options: KeyValuePairs<String, String>
  ) async throws -> Element {
    try await sets(
      """
      <subscribe node='\(node)' jid='\(address ?? bare)'/>\
      <options>\(optionsForm(options))</options>
      """)
  }

  @discardableResult
  func sets(
    _ options: KeyValuePairs<String, String>, of node: String, subscription id: String? = nil
  ) async throws -> Element {
    let subid = id.map { " subid='\($0)'" } ?? ""
    return try await sets(
      "<options node='\(node)' jid='\(bare)'\(subid)>\(optionsForm(options))</options>")
  }

  @discardableResult
  func unsubscribes(from node: String, subscription id: String? = nil) async throws -> Element {
    let subid = id.map { " subid='\($0)'" } ?? ""
    return try await sets("<unsubscribe node='\(node)' jid='\(bare)'\(subid)/>")
  }

  @discardableResult
  func makes(_ person: Person, _ affiliation: String, of node: String) async throws -> Element {
    try await sets(
      """
      <affiliations node='\(node)'>\
      <affiliation jid='\(person.bare)' affiliation='\(affiliation)'/></affiliations>
      """, owner: true)
  }

  /// The ids of a page of items, and its set.
  func reads(_ node: String, _ attributes: String = "", _ more: String = "") async throws -> (
    ids: [String], set: ResultSet.Response?
  ) {
    let answer = try await gets("<items node='\(node)'\(attributes)/>\(more)")
    try #require(answer.isResult(), "\(answer)")
    let pubsub = try #require(answer.first("pubsub", Namespace.pubsub))
    let items = try #require(pubsub.first("items", Namespace.pubsub))
    return (
      items.all("item", Namespace.pubsub).compactMap { $0["id"] },
      try ResultSet.Response(in: pubsub)
    )
  }

  /// The names of the features and the identities of a service or a node.
  func discovers(_ node: String? = nil) async throws -> DiscoInfo {
    let answer = try await link.ask(.get, DiscoInfo.Request(node: node).element, from: jid)
    return try DiscoInfo(try #require(answer.first("query", Namespace.discoInfo)))
  }

  func lists(_ node: String? = nil, _ inner: String = "") async throws -> DiscoItems {
    let name = node.map { " node='\($0)'" } ?? ""
    let query = try Element(
      parsing: Array("<query xmlns='\(Namespace.discoItems)'\(name)>\(inner)</query>".utf8))
    let answer = try await link.ask(.get, query, from: jid)
    return try DiscoItems(try #require(answer.first("query", Namespace.discoItems)))
  }

  /// Why a list is refused.
  func refusal(_ inner: String, of node: String? = nil) async throws -> [String] {
    let name = node.map { " node='\($0)'" } ?? ""
    let query = "<query xmlns='\(Namespace.discoItems)'\(name)>\(inner)</query>"
    return try await link.ask(.get, try Element(parsing: Array(query.utf8)), from: jid)
      .errorConditions
  }

  // MARK: Presence and messages

  /// Presence of some type to the component.
  func sends(_ presence: Presence.Kind = .available, _ inner: String = "") throws {
    let type = presence == .available ? "" : " type='\(presence.rawValue)'"
    let from = presence == .available || presence == .unavailable ? jid : bare
    link.send("<presence from='\(from)' to='\(link.domain)'\(type)>\(inner)</presence>")
  }

  /// Presence comes from the component to this address.
  func gets(_ presence: Presence.Kind, at address: String? = nil) async throws {
    let address = address ?? bare
    let type = presence == .available ? nil : presence.rawValue
    _ = try await link.next {
      $0.name.name == "presence" && $0["to"] == address && $0["type"] == type
    }
  }

  /// The next message to this address, whatever it holds.
  func receives(at address: String? = nil) async throws -> Element {
    try await link.message(to: address ?? bare)
  }

  /// The next notification to this very resource.
  func isToldHere() async throws -> Element {
    try #require(try await receives(at: jid).first("event", Namespace.pubsubEvent))
  }

  /// The next notification is this item, retraction or change and nothing before it.
  func hearsNext(_ id: String, _ comment: Comment? = nil) async throws {
    let event = try await isTold()
    let change = event.elements.first { _ in true }
    let first = change?.elements.first { _ in true }
    #expect((first?["id"] ?? change?.name.name) == id, comment)
  }
}

func optionsForm(_ options: KeyValuePairs<String, String>) -> String {
  let fields = options.map { name, value in
    let name = name.hasPrefix("{") || name.hasPrefix("x-") ? name : "pubsub#\(name)"
    let values = value.split(separator: "|", omittingEmptySubsequences: false).map {
      "<value>\($0)</value>"
    }
    return "<field var='\(name)'>\(values.joined())</field>"
  }
  return """
    <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>\
    <value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>\
    \(fields.joined())</x>
    """
}

/// `<set/>` of XEP-0059.
func resultSet(_ inner: String) -> String { "<set xmlns='\(Namespace.resultSets)'>\(inner)</set>" }

extension Element {
  /// The SubIDs in a message's headers.
  var subscriptionHeaders: [String] { headers("SubID") }

  /// The values of a message's headers of that name (XEP-0131).
  func headers(_ name: String) -> [String] {
    first("headers", Namespace.shim)?.elements.filter { $0["name"] == name }.map(\.text) ?? []
  }
}
