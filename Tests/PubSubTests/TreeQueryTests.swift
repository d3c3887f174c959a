import Testing
import XML
import XMPP

@testable import PubSub

/// XEP-0499.
@Suite struct TreeQueryTests {
  private func query(_ fields: String, type: String = Namespace.pubsubDiscovery) throws -> Element {
    try example(
      """
      <query xmlns='http://jabber.org/protocol/disco#items' node='urn:xmpp:microblog:0'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'><value>\(type)</value></field>
          \(fields)
        </x>
      </query>
      """)
  }

  /// The example of section 3.1.
  @Test func wire() throws {
    let query = try query(
      """
      <field var='type'><value>nodes</value></field>
      <field var='linked_nodes'><value>true</value></field>
      <field var='depth'><value>1</value></field>
      """)
    let tree = TreeQuery(wantsItems: false, wantsNodes: true, wantsLinked: true, depth: 1)
    #expect(try TreeQuery(in: query) == tree)
  }

  @Test(arguments: [
    TreeQuery(), TreeQuery(wantsItems: false), TreeQuery(wantsNodes: false),
    TreeQuery(wantsLinked: true, wantsMetaData: true, depth: 7), TreeQuery(depth: -1),
  ])
  func roundTrips(tree: TreeQuery) throws {
    var query = Element("query", Namespace.discoItems)
    query.append(tree.form.element)
    #expect(try TreeQuery(in: query) == tree)
  }

  /// What is not said: items and nodes, no linked ones, no level below.
  @Test(arguments: [
    "", "<field var='type'/>", "<field var='depth'><value/></field>", "<field var='odd'/>",
  ])
  func defaults(fields: String) throws {
    #expect(try TreeQuery(in: query(fields)) == TreeQuery())
    #expect(
      TreeQuery()
        == TreeQuery(
          wantsItems: true, wantsNodes: true, wantsLinked: false, wantsMetaData: false, depth: 0))
  }

  @Test(arguments: [
    ("items", true, false), ("nodes", false, true), ("nodes</value><value>items", true, true),
  ])
  func types(values: String, items: Bool, nodes: Bool) throws {
    let tree = try #require(
      try TreeQuery(in: query("<field var='type'><value>\(values)</value></field>")))
    #expect(tree.wantsItems == items)
    #expect(tree.wantsNodes == nodes)
  }

  /// Another form, or none, asks for nothing of that.
  @Test func none() throws {
    #expect(try TreeQuery(in: query("", type: "urn:odd")) == nil)
    #expect(try TreeQuery(in: example("<query xmlns='\(Namespace.discoItems)'/>")) == nil)
    #expect(
      try TreeQuery(
        in: example(
          "<query xmlns='\(Namespace.discoItems)'><x xmlns='jabber:x:data' type='submit'/></query>")
      )
        == nil)
  }

  @Test(arguments: [
    "<field var='type'><value>leaves</value></field>",
    "<field var='type'><value>items</value><value/></field>",
    "<field var='linked_nodes'><value>perhaps</value></field>",
    "<field var='full_metadata'><value>2</value></field>",
    "<field var='depth'><value>all</value></field>",
    "<field var='depth'><value>1.5</value></field>",
    "<field var='depth'><value>1</value></field><field var='depth'><value>2</value></field>",
    "<field var='linked_nodes'><value>1</value><value>0</value></field>",
  ])
  func malformed(fields: String) throws {
    let query = try query(fields)
    #expect(refusal { try TreeQuery(in: query) } == badRequest)
  }

  @Test(arguments: ["form", "result", "cancel"]) func otherKinds(kind: String) throws {
    let text = try query("").markup.replacing("type='submit'", with: "type='\(kind)'")
    let query = try example(text)
    #expect(refusal { try TreeQuery(in: query) } == badRequest)
  }
}
