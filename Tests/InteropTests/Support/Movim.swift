import TestSupport
import Testing
import XML
import XMPP

/// Somebody with Movim: sends what it sends, prefixes and all, through slixmpp.
struct Movim: Sendable {
  let client: PythonClient
  static let service = "social.localhost"

  init(_ client: PythonClient) async throws {
    self.client = client
    try await client.does("overhear")
  }

  var jid: String { client.jid }

  /// Sends a request; the answer, which may be an error.
  ///
  /// - Parameter number: its id; nil: a new one.
  @discardableResult
  func asks(_ kind: IQ.Kind, _ payload: String, as number: String? = nil) async throws -> Element {
    var request = ["kind": kind.rawValue, "payload": payload]
    request["number"] = number
    let line = try await client.does("asks", request)
    return try Element(parsing: Array(try #require(line.answers?.first).utf8))
  }

  @discardableResult
  func gets(_ children: String) async throws -> Element {
    try await asks(.get, "<pubsub xmlns='\(Namespace.pubsub)'>\(children)</pubsub>")
  }

  @discardableResult
  func sets(_ children: String, as number: String? = nil) async throws -> Element {
    try await asks(
      .set, "<pubsub xmlns='\(Namespace.pubsub)'>\(children)</pubsub>", as: number)
  }

  @discardableResult
  func owns(_ kind: IQ.Kind, _ children: String, as number: String? = nil) async throws -> Element {
    try await asks(
      kind, "<pubsub xmlns='\(Namespace.pubsubOwner)'>\(children)</pubsub>", as: number)
  }

  /// Asks and expects that it is done.
  func does(_ answer: Element, _ location: SourceLocation = #_sourceLocation) {
    #expect(answer["type"] == "result", "\(answer)", sourceLocation: location)
  }

  // MARK: What it publishes

  /// The entry's prefix is declared on `<pubsub/>`, outside of the item.
  @discardableResult
  func publishes(_ id: String, to node: String, _ entry: String, _ options: String = "")
    async throws -> Element
  {
    try await asks(
      .set,
      """
      <pubsub xmlns='\(Namespace.pubsub)' xmlns:default='\(Namespace.atom)'><publish node='\(node)'>\
      <item id='\(id)'>\(entry)</item></publish>\(options)</pubsub>
      """)
  }

  /// Preconditions that go with each post.
  static let options = publishOptions([
    ("persist_items", "true"), ("max_items", "max"), ("itemreply", "publisher"),
    ("notify_sub", "true"),
  ])

  static func publishOptions(_ fields: [(String, String)]) -> String {
    "<publish-options>\(form("publish-options", fields))</publish-options>"
  }

  /// - Parameter updated: with `published` the same, an edit.
  func post(_ id: String, in node: String, _ title: String, _ more: String = "", updated: Int = 1)
    -> String
  {
    """
    <default:entry><default:title>\(title)</default:title><default:id>\(id)</default:id>\
    <default:published>2025-05-08T18:30:01Z</default:published>\
    <default:updated>2025-05-08T18:30:0\(updated)Z</default:updated>\
    <default:author><default:name>\(jid.prefix { $0 != "@" })</default:name>\
    <default:uri>xmpp:\(jid)</default:uri></default:author>\(more)\
    <default:link rel='alternate' href='xmpp:\(Self.service)?;node=\(node);item=\(id)'/>\
    <default:link rel='replies' title='comments' \
    href='xmpp:\(Self.service)?;node=\(Self.comments(id))'/></default:entry>
    """
  }

  static func comments(_ post: String) -> String { "urn:xmpp:microblog:0:comments/\(post)" }

  /// - Parameter kind: what follows `pubsub#` in the form's type; nil: the form has none.
  static func form(_ kind: String?, _ fields: [(String, String)]) -> String {
    let type = kind.map {
      "<field var='FORM_TYPE' type='hidden'><value>\(Namespace.pubsub)#\($0)</value></field>"
    }
    let values = fields.map { "<field var='pubsub#\($0)'><value>\($1)</value></field>" }
    return "<x xmlns='jabber:x:data' type='submit'>\(type ?? "")\(values.joined())</x>"
  }

  @discardableResult
  func creates(_ node: String, _ fields: [(String, String)], _ kind: String? = "node_config")
    async throws -> Element
  {
    try await sets(
      "<create node='\(node)'/><configure>\(Self.form(kind, fields))</configure>")
  }

  @discardableResult
  func retracts(_ id: String, from node: String) async throws -> Element {
    try await sets("<retract node='\(node)' notify='true'><item id='\(id)'/></retract>")
  }

  // MARK: What it reads

  /// A page: the ids, what stands around them, each item by its id.
  func page(of node: String, _ request: String) async throws -> (
    ids: [String], set: ResultSet.Response?, items: Element
  ) {
    let answer = try await gets(request)
    does(answer)
    let pubsub = try #require(answer.first("pubsub", Namespace.pubsub))
    let items = try #require(pubsub.first("items", Namespace.pubsub))
    #expect(items["node"] == node)
    // Movim reads the set before the items.
    if pubsub.first("set", Namespace.resultSets) != nil {
      #expect(pubsub.elements.first { _ in true }?.name.name == "set")
    }
    let all = items.all("item", Namespace.pubsub)
    for item in all { #expect(item["publisher"] != nil) }
    return (all.compactMap { $0["id"] }, try ResultSet.Response(in: pubsub), items)
  }

  func form(of node: String) async throws -> DataForm {
    let answer = try await owns(.get, "<configure node='\(node)'/>")
    return try DataForm(try #require(answer.descendant("x")))
  }

  /// The next notification of such a change; of an item it is the item or its `retract`.
  @discardableResult
  func hears(_ name: String, where fits: (Element) -> Bool = { _ in true }) async throws -> Element
  {
    let line = try await client.line("a notification with \(name)") { line in
      guard let found = Self.change(in: line) else { return false }
      return found.name.name == name && fits(found)
    }
    return try #require(Self.change(in: line))
  }

  /// All that was told of an item, in its order.
  func heard(of item: String) -> [Element] {
    client.lines.compactMap(Self.change).filter { $0["id"] == item }
  }

  /// The `<event/>` of every notification so far.
  var events: [Element] { client.lines.compactMap(Self.event) }

  private static func event(in line: PythonClient.Line) -> Element? {
    guard line.event == "notification", let text = line.payload else { return nil }
    return try? Element(parsing: Array(text.utf8)).first("event", Namespace.pubsubEvent)
  }

  /// What changed: the first child is all that Movim reads.
  private static func change(in line: PythonClient.Line) -> Element? {
    let change = event(in: line)?.elements.first { _ in true }
    guard let change, change.name.name == "items" else { return change }
    var item = change.elements.first { _ in true }
    item?["node"] = change["node"]
    return item
  }

  /// What the server delivered so far, as it stood in the stream.
  var stream: String {
    get async throws { try await client.does("heard").payload ?? "" }
  }
}

extension Element {
  /// The first element of that name, however deep.
  func descendant(_ name: String) -> Element? {
    for child in elements {
      if child.name.name == name { return child }
      if let found = child.descendant(name) { return found }
    }
    return nil
  }

  /// The names of an error's children, in their order; without its text, if that is the last.
  var errorConditions: [String] {
    var names = elements.first { $0.name.name == "error" }?.elements.map(\.name.name) ?? []
    if names.last == "text" { names.removeLast() }
    return names
  }
}
