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
          <affiliation node='node6' affiliation='owner'/>
        </affiliations>
      </pubsub>
      """
    let list = try [
      AffiliationEntry(node: NodeID("node1"), affiliation: .owner),
      AffiliationEntry(node: NodeID("node2"), affiliation: .publisher),
      AffiliationEntry(node: NodeID("node5"), affiliation: .outcast),
      AffiliationEntry(node: NodeID("node6"), affiliation: .owner),
    ]
    #expect(try AffiliationsRequest(node: nil).reply(list).comparable == example(text))
  }

  /// A page (XEP-0059) is asked for and told beside the list.
  @Test func pages() throws {
    let set = "<set xmlns='\(Namespace.resultSets)'><max>10</max><after>x</after></set>"
    let request = AffiliationsRequest(node: nil, page: ResultSet.Request(max: 10, after: "x"))
    #expect(try AffiliationsRequest(pubsub("<affiliations/>" + set)) == request)
    #expect(try request.element.comparable == pubsub("<affiliations/>" + set).comparable)
    let response = ResultSet.Response(first: "a", last: "b", count: 7)
    let reply = request.reply([], response)
    #expect(try ResultSet.Response(in: reply) == response)
  }

  @Test(arguments: [
    ("", badRequest), ("<affiliations node=''/>", nodeIDRequired),
    ("<affiliations node='\(longName)'/>", nameTooLong),
    ("<affiliations/><set xmlns='\(Namespace.resultSets)'><max>x</max></set>", badRequest),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try AffiliationsRequest(element) } == expected)
  }

  /// Section 4.1.
  @Test func words() {
    #expect(
      Affiliation.allCases.map(\.rawValue)
        == ["owner", "publisher", "publish-only", "member", "none", "outcast"])
  }
}
