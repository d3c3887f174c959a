import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct AffiliationsTests {
  /// Section 5.7.
  @Test(arguments: [nil, "node6"])
  func request(node: String?) throws {
    let attribute = node.map { " node='\($0)'" } ?? ""
    let text = "<pubsub xmlns='\(Namespace.pubsub)'><affiliations\(attribute)/></pubsub>"
    let request = AffiliationsRequest(node: try node.map { try NodeID($0) })
    #expect(try AffiliationsRequest(example(text)) == request)
    #expect(try request.element.comparable == example(text))
    #expect(try request.reply([]).comparable == example(text))
  }

  @Test func reply() throws {
    let text = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <affiliations>
          <affiliation node='node1' affiliation='owner'/>
          <affiliation node='node2' affiliation='publisher'/>
          <affiliation node='node5' affiliation='outcast'/>
        </affiliations>
      </pubsub>
      """
    let list = try [
      AffiliationEntry(node: NodeID("node1"), affiliation: .owner),
      AffiliationEntry(node: NodeID("node2"), affiliation: .publisher),
      AffiliationEntry(node: NodeID("node5"), affiliation: .outcast),
    ]
    #expect(try AffiliationsRequest(node: nil).reply(list).comparable == example(text))
  }

  @Test(arguments: [
    ("", badRequest), ("<affiliations node=''/>", nodeIDRequired),
    ("<affiliations node='\(longName)'/>", nameTooLong),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try AffiliationsRequest(element) } == expected)
  }
}
