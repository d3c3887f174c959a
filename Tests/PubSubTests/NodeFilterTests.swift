import Testing
import XML
import XMPP

@testable import PubSub

/// XEP-0462.
@Suite struct NodeFilterTests {
  private func query(_ fields: String, type: String? = Namespace.pubsubFilter) throws -> Element {
    let type = type.map { "<field var='FORM_TYPE' type='hidden'><value>\($0)</value></field>" }
    return try example(
      """
      <query xmlns='http://jabber.org/protocol/disco#items'>
        <filter xmlns='urn:xmpp:pubsub-filter:0'>
          <x xmlns='jabber:x:data' type='submit'>\(type ?? "")\(fields)</x>
        </filter>
      </query>
      """)
  }

  /// The example of section 3.2: an empty type stands for none.
  @Test func wire() throws {
    let query = try query(
      """
      <field type='list-multi' var='included-types'>
        <value>urn:xmpp:microblog:0</value>
        <value/>
      </field>
      """)
    let filter = NodeFilter(included: ["urn:xmpp:microblog:0", ""])
    #expect(try NodeFilter(in: query) == filter)
    var again = Element("query", Namespace.discoItems)
    again.append(filter.element)
    #expect(try NodeFilter(in: again) == filter)
  }

  @Test func excluded() throws {
    let query = try query(
      "<field type='list-multi' var='excluded-types'><value>urn:odd</value></field>")
    let filter = NodeFilter(excluded: ["urn:odd"])
    #expect(try NodeFilter(in: query) == filter)
    #expect(filter.element.comparable == query.first("filter", Namespace.pubsubFilter)?.comparable)
  }

  @Test func none() throws {
    #expect(try NodeFilter(in: example("<query xmlns='\(Namespace.discoItems)'/>")) == nil)
    // One that leaves everything in; without FORM_TYPE it is taken for what it stands in.
    #expect(try NodeFilter(in: query("")) == NodeFilter())
    #expect(try NodeFilter(in: query("", type: nil)) == NodeFilter())
    #expect(try NodeFilter(in: query("<field var='included-types'/>")) == NodeFilter(included: []))
  }

  @Test(arguments: [
    (
      """
      <field var='included-types'><value>a</value></field>
      <field var='excluded-types'><value>b</value></field>
      """, badRequest
    ),
    ("<field var='included-types'/><field var='excluded-types'/>", badRequest),
    (
      "<field var='included-types'/><field var='included-types'/>",
      "modify: invalid-options bad-request"
    ),
    ("<field var='included-types'>\(values(32))</field>", "accepted"),
    ("<field var='included-types'>\(values(33))</field>", "modify: policy-violation"),
    ("<field var='excluded-types'>\(values(33))</field>", "modify: policy-violation"),
  ])
  func refused(fields: String, expected: String) throws {
    let query = try query(fields)
    #expect(refusal { try NodeFilter(in: query) } == expected)
  }

  @Test(arguments: ["form", "result", "cancel"]) func otherKinds(kind: String) throws {
    let text = try query("").markup.replacing("type='submit'", with: "type='\(kind)'")
    let query = try example(text)
    #expect(refusal { try NodeFilter(in: query) } == badRequest)
  }

  private static func values(_ count: Int) -> String {
    (1...count).map { "<value>\($0)</value>" }.joined()
  }

  @Test func otherForms() throws {
    let other = try query("", type: "urn:odd")
    #expect(refusal { try NodeFilter(in: other) } == badRequest)
    let empty = try example(
      "<query xmlns='\(Namespace.discoItems)'><filter xmlns='\(Namespace.pubsubFilter)'/></query>")
    #expect(refusal { try NodeFilter(in: empty) } == badRequest)
  }
}
