import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// Whole stories, as texts in and texts out.
@Suite(.timeLimit(.minutes(1))) struct ConversationTests {
  @Test func aCommunity() async throws {
    let desk = try await Desk()
    // Romeo creates a community and gives it a title.
    try await desk.create("gardens", ["title": "Gardens", "max_items": "max"])
    #expect(
      try await desk.setOwned(
        "romeo", "<configure node='gardens'>\(submit(["title": "Gardens of Verona"]))</configure>")
        == "ok")
    let form = try await desk.getOwned("romeo", "<configure node='gardens'/>")
    #expect(form.contains("<value>Gardens of Verona</value>"))
    #expect(try await desk.getOwned("juliet", "<configure node='gardens'/>") == "auth: forbidden")

    // Juliet follows it; Romeo is told.
    let subscription =
      "<subscription node='gardens' jid='juliet@verona.lit' subscription='subscribed'/>"
    #expect(
      try await desk.set("juliet", "<subscribe node='gardens' jid='juliet@verona.lit'/>")
        == pubsub(
          subscription.replacing("/>", with: "><subscribe-options/></subscription>")))
    #expect(try await desk.events() == [event(subscription)])

    // Romeo publishes, edits, retracts.
    #expect(
      try await desk.set("romeo", publish("gardens", "rose", entry("A rose")))
        == pubsub("<publish node='gardens'><item id='rose'/></publish>"))
    try await desk.set("romeo", publish("gardens", "rose", entry("By any other name")))
    #expect(
      try await desk.set("juliet", publish("gardens", "rose", entry("Mine")))
        == "auth: forbidden")
    let items = try await desk.get("juliet", "<items node='gardens'/>")
    #expect(
      items.hasSuffix(
        "<items node='gardens'><item id='rose' publisher='romeo@verona.lit'>"
          + "\(entry("By any other name"))</item></items></pubsub>"))
    #expect(
      try await desk.set("romeo", "<retract node='gardens'><item id='rose'/></retract>") == "ok")
    let head = "<items node='gardens'><item id='rose' publisher='romeo@verona.lit'>"
    #expect(
      try await desk.events().dropFirst() == [
        event(head + entry("A rose") + "</item></items>"),
        event(head + entry("By any other name") + "</item></items>"),
        event("<items node='gardens'><retract id='rose'/></items>"),
      ])

    // What each is and has.
    #expect(
      try await desk.get("juliet", "<subscriptions/>")
        == pubsub("<subscriptions>\(subscription)</subscriptions>"))
    #expect(
      try await desk.get("romeo", "<affiliations/>")
        == pubsub(
          "<affiliations><affiliation node='gardens' affiliation='owner'/></affiliations>"))
    #expect(
      try await desk.getOwned("romeo", "<subscriptions node='gardens'/>")
        == "<pubsub xmlns='\(Namespace.pubsubOwner)'><subscriptions node='gardens'>"
        + "<subscription jid='juliet@verona.lit' subscription='subscribed'/>"
        + "</subscriptions></pubsub>")
    #expect(
      try await desk.set("juliet", "<unsubscribe node='gardens' jid='juliet@verona.lit'/>")
        == pubsub(subscription.replacing("subscribed", with: "none")))
    #expect(
      try await desk.set("juliet", "<unsubscribe node='gardens' jid='juliet@verona.lit'/>")
        == "cancel: not-subscribed unexpected-request")

    // The end.
    #expect(try await desk.setOwned("juliet", "<delete node='gardens'/>") == "auth: forbidden")
    #expect(try await desk.setOwned("romeo", "<delete node='gardens'/>") == "ok")
    #expect(try await desk.get("juliet", "<items node='gardens'/>") == "cancel: item-not-found")
    try await desk.store.close()
  }

  @Test func aPrivateCircle() async throws {
    let desk = try await Desk()
    try await desk.create("circle", ["access_model": "whitelist"])
    let subscribe = "<subscribe node='circle' jid='juliet@verona.lit/phone'/>"
    let closed = "cancel: closed-node not-allowed"
    #expect(try await desk.set("juliet", subscribe) == closed)
    #expect(try await desk.get("juliet", "<items node='circle'/>") == closed)
    func affiliate(_ affiliation: String) -> String {
      "<affiliations node='circle'><affiliation jid='juliet@verona.lit'"
        + " affiliation='\(affiliation)'/></affiliations>"
    }
    #expect(try await desk.setOwned("romeo", affiliate("member")) == "ok")
    #expect(try await desk.set("juliet", subscribe).contains("'subscribed'"))
    #expect(try await desk.get("juliet", "<items node='circle'/>").contains("<items"))
    // Shown out: the subscription goes, and she is told.
    #expect(try await desk.setOwned("romeo", affiliate("outcast")) == "ok")
    #expect(
      try await desk.events().last
        == event(
          "<subscription node='circle' jid='juliet@verona.lit/phone' subscription='none'/>"))
    #expect(try await desk.get("juliet", "<subscriptions/>") == pubsub("<subscriptions/>"))
    #expect(try await desk.set("juliet", subscribe) == "auth: forbidden")
    #expect(
      try await desk.setOwned(
        "romeo",
        "<affiliations node='circle'><affiliation jid='romeo@verona.lit' affiliation='none'/>"
          + "</affiliations>") == "modify: not-acceptable")
    try await desk.store.close()
  }

  /// A publish makes its node; the preconditions are its configuration.
  @Test func autoCreate() async throws {
    let desk = try await Desk()
    let options =
      "<publish-options>\(submit(["access_model": "whitelist"], type: "publish-options"))"
      + "</publish-options>"
    let request = publish("notes", "a", entry("A")) + options
    #expect(
      try await desk.set("romeo", request)
        == pubsub("<publish node='notes'><item id='a'/></publish>"))
    #expect(try await desk.set("romeo", request).hasPrefix("<pubsub"))
    #expect(
      try await desk.get("juliet", "<items node='notes'/>") == "cancel: closed-node not-allowed")
    let other = options.replacing("whitelist", with: "open")
    #expect(
      try await desk.set("romeo", publish("notes", "b", entry("B")) + other)
        == "cancel: precondition-not-met conflict")
    #expect(
      try await desk.set("hamlet@denmark.lit/castle", publish("new", "a", entry("A")))
        == "cancel: item-not-found")
    #expect(
      try await desk.set("hamlet@denmark.lit/castle", "<create node='new'/>")
        == "auth: forbidden")
    try await desk.store.close()
  }

  /// Several people try out the same name at the same moment; all is answered.
  @Test func probes() async throws {
    let desk = try await Desk()
    for who in ["romeo", "juliet", "tybalt"] {
      try desk.send(.set, who, pubsub("<create node='test_node'/>"))
      try desk.send(
        .set, who, pubsub(publish("test_node", "test_post", "<entry xmlns='\(Namespace.atom)'/>")))
      try desk.send(.set, who, pubsub("<retract node='test_node'><item id='test_post'/></retract>"))
      try desk.send(
        .set, who, "<pubsub xmlns='\(Namespace.pubsubOwner)'><delete node='test_node'/></pubsub>")
    }
    let answers = try await desk.answers.first(12)
    #expect(answers.count == 12)
    #expect(answers.allSatisfy { $0["type"] == "result" })
    #expect(Set(answers.map { $0["id"] }).count == 12)
    try await desk.store.close()
  }

  /// An empty entry is stored, and nobody is told.
  @Test func probeItems() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["notify_sub": "false"])
    try await desk.set("juliet", "<subscribe node='blog' jid='juliet@verona.lit'/>")
    let probe = "<entry xmlns='\(Namespace.atom)'/>"
    try await desk.set("romeo", publish("blog", "test_post", probe))
    #expect(try await desk.events() == [])
    #expect(try await desk.get("romeo", "<items node='blog'/>").contains("test_post"))
    #expect(try await desk.store.frontPage(posts: 9, communities: 1, .whole).posts.isEmpty)
    try await desk.store.close()
  }

  @Test func withoutPayloads() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["deliver_payloads": "false", "notify_sub": "0"])
    try await desk.set("juliet", "<subscribe node='blog' jid='juliet@verona.lit'/>")
    try await desk.set("romeo", publish("blog", "a", entry("A")))
    #expect(
      try await desk.events() == [
        event("<items node='blog'><item id='a' publisher='romeo@verona.lit'/></items>")
      ])
    #expect(try await desk.get("juliet", "<items node='blog'/>").contains(entry("A")))
    try await desk.store.close()
  }

  @Test func lastItemOnSubscribing() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["send_last_published_item": "on_sub", "notify_sub": "0"])
    try await desk.set("romeo", publish("blog", "a", entry("A")))
    try await desk.set("romeo", publish("blog", "b", entry("B")))
    try await desk.set("juliet", "<subscribe node='blog' jid='juliet@verona.lit'/>")
    #expect(
      try await desk.events() == [
        event(
          "<items node='blog'><item id='b' publisher='romeo@verona.lit'>\(entry("B"))</item>"
            + "</items>"
        ) + "<delay/>"
      ])
    try await desk.store.close()
  }
}
