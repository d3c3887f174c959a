import Foundation
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

@Suite(.timeLimit(.minutes(1))) struct RoutesTests {
  private static let owner = Namespace.pubsubOwner

  /// One good request for each route.
  static let requests: [(kind: IQ.Kind, text: String)] = [
    (.get, "<query xmlns='\(Namespace.discoInfo)'/>"),
    (.get, "<query xmlns='\(Namespace.discoInfo)' node='blog'/>"),
    (.get, "<query xmlns='\(Namespace.discoItems)'/>"),
    (.get, "<query xmlns='\(Namespace.discoItems)' node='blog'/>"),
    (.get, "<ping xmlns='urn:xmpp:ping'/>"), (.get, "<query xmlns='jabber:iq:version'/>"),
    (.get, pubsub("<subscriptions/>")), (.get, pubsub("<affiliations/>")),
    (.get, pubsub("<items node='blog'/>")), (.set, pubsub("<create node='new'/>")),
    (.set, pubsub("<create/>")), (.set, pubsub(publish("blog", "a", entry("A")))),
    (
      .set,
      "<report xmlns='\(Namespace.reporting)' reason='urn:xmpp:reporting:spam'>"
        + "<reference xmlns='\(Namespace.reference)' uri='xmpp:\(Desk.address)?;node=blog;item=a'/>"
        + "</report>"
    ),
    (.set, pubsub("<retract node='blog'><item id='a'/></retract>")),
    (.set, pubsub("<subscribe node='blog' jid='romeo@verona.lit'/>")),
    (.get, pubsub("<options node='blog' jid='romeo@verona.lit'/>")),
    (
      .set,
      pubsub(
        "<options node='blog' jid='romeo@verona.lit'>"
          + "\(submit(["digest": "1"], type: "subscribe_options"))</options>")
    ),
    (.get, pubsub("<default/>")), (.get, pubsub("<default node='blog'/>")),
    (.set, pubsub("<unsubscribe node='blog' jid='romeo@verona.lit'/>")),
    (.get, "<time xmlns='urn:xmpp:time'/>"),
    (
      .set,
      "<command xmlns='\(Namespace.commands)' node='\(Namespace.pubsub)#get-pending'/>"
    ),
    (.get, "<query xmlns='\(Namespace.mam)'/>"),
    (.set, "<query xmlns='\(Namespace.mam)' node='blog'/>"),
    (.get, "<metadata xmlns='\(Namespace.mam)' node='blog'/>"),
    (.get, "<pubsub xmlns='\(owner)'><configure node='blog'/></pubsub>"),
    (.set, "<pubsub xmlns='\(owner)'><configure node='blog'>\(submit([:]))</configure></pubsub>"),
    (.get, "<pubsub xmlns='\(owner)'><default/></pubsub>"),
    (.get, "<pubsub xmlns='\(owner)'><subscriptions node='blog'/></pubsub>"),
    (.set, "<pubsub xmlns='\(owner)'><subscriptions node='blog'/></pubsub>"),
    (.get, "<pubsub xmlns='\(owner)'><affiliations node='blog'/></pubsub>"),
    (.set, "<pubsub xmlns='\(owner)'><affiliations node='blog'/></pubsub>"),
    (.set, "<pubsub xmlns='\(owner)'><purge node='blog'/></pubsub>"),
    (.set, "<pubsub xmlns='\(owner)'><delete node='blog'/></pubsub>"),
  ]

  @Test func everyRouteAnswers() async throws {
    let desk = try await Desk()
    try await desk.create("blog")
    for (kind, text) in Self.requests {
      let outcome = try await desk.ask(kind, "romeo", text)
      #expect(outcome == "ok" || outcome.hasPrefix("<"), "\(text): \(outcome)")
    }
    try await desk.store.close()
  }

  /// What a request is refused with; each is answered once.
  @Test(arguments: [
    (IQ.Kind.get, "<query xmlns='urn:nobody'/>", "cancel: service-unavailable"),
    (.set, "<query xmlns='\(Namespace.discoInfo)'/>", "cancel: service-unavailable"),
    (.get, "<vCard xmlns='vcard-temp'/>", "cancel: service-unavailable"),
    (.get, pubsub(""), "modify: bad-request"), (.set, pubsub("text"), "modify: bad-request"),
    (.get, pubsub("<nothing/>"), "cancel: feature-not-implemented"),
    (.get, pubsub("<publish node='a'/>"), "cancel: feature-not-implemented"),
    (.get, pubsub("<options node='a' jid='b@c'/>"), "cancel: item-not-found"),
    (.get, pubsub("<default node='a'/>"), "cancel: item-not-found"),
    (
      .set, pubsub("<collection node='a'/>"),
      "cancel: unsupported=collections feature-not-implemented"
    ),
    (.get, pubsub("<items/>"), "modify: nodeid-required bad-request"),
    (.get, pubsub("<items node='none'/>"), "cancel: item-not-found"),
    (.get, pubsub("<subscriptions node='none'/>"), "cancel: item-not-found"),
    (.get, pubsub("<affiliations node='none'/>"), "cancel: item-not-found"),
    (.set, pubsub("<create node=''/>"), "modify: nodeid-required bad-request"),
    (.set, pubsub("<publish xmlns='urn:other' node='a'/>"), "cancel: feature-not-implemented"),
    (.get, "<query xmlns='\(Namespace.discoInfo)' node='none'/>", "cancel: item-not-found"),
    (.get, "<query xmlns='\(Namespace.discoItems)' node='none'/>", "cancel: item-not-found"),
    (.get, "", "modify: bad-request"),
    (.get, "<ping xmlns='urn:xmpp:ping'/><ping xmlns='urn:xmpp:ping'/>", "modify: bad-request"),
  ])
  func refused(kind: IQ.Kind, text: String, expected: String) async throws {
    let desk = try await Desk()
    #expect(try await desk.ask(kind, "romeo", text) == expected)
    try await desk.store.close()
  }

  /// Stanzas that nobody may answer, among two that are.
  @Test func notAnswered() async throws {
    let desk = try await Desk()
    let people = "from='romeo@verona.lit/a' to='\(Desk.address)'"
    let ping = "<ping xmlns='urn:xmpp:ping'/>"
    try desk.receive("<iq type='get' id='first' \(people)>\(ping)</iq>")
    try desk.receive("<iq type='result' id='x' \(people)/>")
    try desk.receive("<iq type='result' id='x' \(people)>\(pubsub("<create/>"))</iq>")
    try desk.receive("<iq type='error' id='x' \(people)><error type='cancel'/></iq>")
    try desk.receive("<message \(people)><body>Hail</body></message>")
    try desk.receive("<presence \(people)/>")
    try desk.receive("<iq type='get' id='x' to='\(Desk.address)'>\(ping)</iq>")
    try desk.receive("<iq type='get' id='last' \(people)>\(ping)</iq>")
    #expect(desk.answers.all.map { $0["id"] } == ["first", "last"])
    try await desk.store.close()
  }

  @Test(arguments: [
    (
      "<iq type='odd' id='x' from='a@b' to='social.verona.lit'><ping xmlns='urn:xmpp:ping'/></iq>",
      "modify: bad-request"
    ),
    (
      "<iq type='get' from='a@b' to='social.verona.lit'><ping xmlns='urn:xmpp:ping'/></iq>",
      "modify: bad-request"
    ),
    (
      "<iq type='get' id='x' from='@' to='social.verona.lit'><ping xmlns='urn:xmpp:ping'/></iq>",
      "modify: jid-malformed"
    ),
    (
      "<iq type='get' id='x' from='a@b' to='who@social.verona.lit'><p xmlns='urn:xmpp:ping'/></iq>",
      "cancel: item-not-found"
    ),
    (
      "<iq type='get' id='x' from='a@b' to='social.verona.lit/r'><p xmlns='urn:xmpp:ping'/></iq>",
      "cancel: item-not-found"
    ),
  ])
  func malformed(text: String, expected: String) async throws {
    let desk = try await Desk()
    try desk.receive(text)
    #expect(desk.answers.all.map(outcome) == [expected])
    try await desk.store.close()
  }

  /// When more writes wait than the store takes on, the rest is told so at once.
  @Test func busy() async throws {
    var limits = StoreLimits()
    limits.waitingWrites = 2
    let desk = try await Desk(limits: limits)
    let (entered, opened) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    desk.store.submit { _ in
      entered.signal()
      #expect(opened.wait(timeout: .now() + 10) == .success)
    } completion: { _ in
    }
    #expect(entered.wait(timeout: .now() + 10) == .success)
    for _ in 0..<4 { try desk.send(.set, "romeo", pubsub("<create/>")) }
    #expect(
      desk.answers.all.map(outcome)
        == Array(repeating: "wait: resource-constraint", count: 2))
    opened.signal()
    let all = try await desk.answers.first(4)
    #expect(all.dropFirst(2).allSatisfy { $0["type"] == "result" })
    try await desk.store.close()
  }

  /// So many reads may be under way, in all and of one account; the rest is refused at once.
  @Test(arguments: ["juliet", "romeo"])
  func tooManyReads(last: String) async throws {
    var limits = StoreLimits()
    limits.readers = 1
    var feedLimits = FeedServiceLimits()
    (feedLimits.runningReads, feedLimits.waitingReads) = (2, last == "romeo" ? 100 : 3)
    feedLimits.requestsPerAccount = 5
    let desk = try await Desk(limits: limits, feedLimits: feedLimits)
    try await desk.create("blog")
    let (entered, opened) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    desk.store.submitRead { _ in
      entered.signal()
      #expect(opened.wait(timeout: .now() + 10) == .success)
    } completion: { _ in
    }
    #expect(entered.wait(timeout: .now() + 10) == .success)
    let before = desk.answers.all.count
    for _ in 0..<5 {
      try desk.send(.get, "romeo", pubsub("<items node='blog'/>"))
    }
    #expect(desk.answers.all.count == before)
    try desk.send(.get, last, pubsub("<items node='blog'/>"))
    #expect(desk.answers.all.dropFirst(before).map(outcome) == ["wait: resource-constraint"])
    opened.signal()
    let all = try await desk.answers.first(before + 6)
    #expect(all.dropFirst(before + 1).allSatisfy { $0["type"] == "result" })
    try await desk.store.close()
  }

  /// Strangers learn nothing of our own trouble.
  @Test func afterTheStoreIsClosed() async throws {
    let desk = try await Desk()
    try await desk.create("blog")
    try await desk.store.close()
    #expect(try await desk.set("romeo", "<create/>") == "wait: resource-constraint")
    let read = try await desk.get("romeo", "<items node='blog'/>")
    #expect(read == "cancel: internal-server-error" || read == "wait: resource-constraint")
  }
}
