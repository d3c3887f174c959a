import XMPP

/// The stanzas of loads.
enum Ask {
  static func user(_ number: Int) -> String { "u\(number)@bench.localhost" }

  static func info(_ id: Int) -> String {
    iq(id, "get", "<query xmlns='\(Namespace.discoInfo)'/>", from: reader)
  }

  static func publish(_ id: Int, _ item: String, in node: String, _ entry: String) -> String {
    pubsub(id, "set", "<publish node='\(node)'><item id='\(item)'>\(entry)</item></publish>")
  }

  static func create(_ id: Int, _ node: String) -> String {
    pubsub(id, "set", "<create node='\(node)'/>")
  }

  static func subscribe(_ id: Int, _ user: String, to node: String) -> String {
    pubsub(id, "set", "<subscribe node='\(node)' jid='\(user)'/>", from: user)
  }

  /// By the owner of the node.
  static func subscribe(_ id: Int, _ users: Range<Int>, to node: String) -> String {
    let subscriptions = users.map { "<subscription jid='\(user($0))' subscription='subscribed'/>" }
    return iq(
      id, "set",
      """
      <pubsub xmlns='\(Namespace.pubsubOwner)'><subscriptions node='\(node)'>\(subscriptions.joined())\
      </subscriptions></pubsub>
      """, from: owner)
  }

  /// - Parameters:
  ///   - attributes: more of them.
  ///   - items: which ones.
  ///   - set: a page of them.
  static func items(
    _ id: Int, of node: String, _ attributes: String = "", items: String = "", set: String = ""
  ) -> String {
    pubsub(
      id, "get", "<items node='\(node)'\(attributes)>\(items)</items>\(set)", from: reader)
  }

  /// The first fifty.
  static func nodes(_ id: Int) -> String {
    iq(
      id, "get",
      "<query xmlns='\(Namespace.discoItems)'>\(set("<max>50</max>"))</query>",
      from: reader)
  }

  static func set(_ inner: String) -> String {
    "<set xmlns='http://jabber.org/protocol/rsm'>\(inner)</set>"
  }

  private static let owner = MeasuredProgram.owner + "/bench"
  private static let reader = "reader@bench.localhost/bench"

  private static func pubsub(
    _ id: Int, _ type: String, _ inner: String, from person: String = owner
  ) -> String {
    iq(id, type, "<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>", from: person)
  }

  private static func iq(_ id: Int, _ type: String, _ inner: String, from person: String) -> String
  {
    "<iq type='\(type)' id='\(id)' from='\(person)' to='\(MeasuredProgram.domain)'>\(inner)</iq>"
  }

  // MARK: Entries

  /// An article of 1.2 KB, or a short post, in turn.
  static func entry(_ number: Int) -> String { number % 2 == 0 ? article(number) : post(number) }

  /// 0.4 KB.
  static func post(_ number: Int) -> String {
    entry(
      number,
      "<content>Seen this morning from the roof, number \(number): three swifts, and rain.</content>"
    )
  }

  private static func article(_ number: Int) -> String {
    let paragraphs = (0..<3).map { part in
      """
      <p>Part \(part) of \(number). The boats came in <em>late</em>, and whoever had waited for them at the quay went \
      home wet; <a href='https://harbour.example/\(number)'>the timetable</a> says nothing about that, as always.</p>
      """
    }
    return entry(
      number,
      """
      <category term='harbour'/><category term='weather'/><content type='xhtml'>\
      <div xmlns='http://www.w3.org/1999/xhtml'>\(paragraphs.joined())</div></content>
      """)
  }

  private static func entry(_ number: Int, _ content: String) -> String {
    """
    <entry xmlns='\(Namespace.atom)'><title>Number \(number)</title>\
    <id>urn:uuid:00000000-0000-4000-8000-\(String(1_000_000_000_000 + number).suffix(12))</id>\
    <published>2026-11-01T10:00:00Z</published><updated>2026-11-01T10:00:00Z</updated>\
    <author><name>Owner</name><uri>xmpp:owner@bench.localhost</uri></author>\(content)</entry>
    """
  }
}
