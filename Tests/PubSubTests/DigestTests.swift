import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct DigestTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func event(_ inner: String) -> [UInt8] {
    Array("<event xmlns='\(Namespace.pubsubEvent)'>\(inner)</event>".utf8)
  }

  private func items(_ node: String, _ inner: String) -> [UInt8] {
    event("<items node='\(node)'>\(inner)</items>")
  }

  private func digest(_ bodies: [[UInt8]]) throws -> Event? {
    Digest.event(bodies, try cast.node(), to: JID(cast.juliet))
  }

  /// One message, with each item as it was last, for one who may still read then.
  @Test func together() throws {
    let digest = try #require(
      try digest([
        items("blog", "<item id='1' publisher='romeo@verona.lit'><a xmlns='b'>one</a></item>"),
        items("blog", "<item id='2'><a xmlns='b'>two</a></item>"),
        items("blog", "<item id='1'><a xmlns='b'>corrected</a></item>"),
        items("blog", "<retract id='2'/>"), items("blog", "<item id='3'/>"),
      ]))
    #expect(digest.audience == .reader(JID(cast.juliet)))
    #expect(digest.matter == .item)
    #expect(digest.type == .headline)
    #expect(
      digest.content.map(\.markup) == [
        """
        <event xmlns='\(Namespace.pubsubEvent)'><items node='blog'>\
        <item id='1'><a xmlns='b'>corrected</a></item><retract id='2'/><item id='3'/>\
        </items></event>
        """
      ])
  }

  /// Whoever is subscribed to nodes below gets a list for each node.
  @Test func severalNodes() throws {
    let digest = try #require(
      try digest([
        items("blog", "<item id='1'/>"), items("comments", "<item id='1'/>"),
        items("blog", "<item id='2'/>"),
      ]))
    #expect(
      try digest.body.comparable
        == example(
          """
          <event xmlns='\(Namespace.pubsubEvent)'>
            <items node='blog'><item id='1'/><item id='2'/></items>
            <items node='comments'><item id='1'/></items>
          </event>
          """))
  }

  /// An item that comes back after it was retracted.
  @Test func comesBack() throws {
    let digest = try digest([
      items("blog", "<item id='1'/>"), items("blog", "<retract id='1'/>"),
      items("blog", "<item id='1' publisher='romeo@verona.lit'/>"),
    ])
    #expect(
      try digest?.body.comparable
        == example(
          """
          <event xmlns='\(Namespace.pubsubEvent)'>
            <items node='blog'><item id='1' publisher='romeo@verona.lit'/></items>
          </event>
          """))
  }

  @Test func notificationType() throws {
    let node = try cast.node { $0.notificationType = .normal }
    let digest = Digest.event([items("blog", "<item id='1'/>")], node, to: JID(cast.juliet))
    #expect(digest?.type == .normal)
  }

  /// Notifications without items (section 4.3) come to one.
  @Test func withoutItems() throws {
    let digest = try digest([items("blog", ""), items("blog", "")])
    #expect(
      try digest?.body.comparable
        == example("<event xmlns='\(Namespace.pubsubEvent)'><items node='blog'/></event>"))
  }

  /// What is no list of items, or nothing at all.
  @Test func nothing() throws {
    #expect(try digest([]) == nil)
    #expect(try digest([event("<purge node='blog'/>"), Array("<".utf8)]) == nil)
  }
}
