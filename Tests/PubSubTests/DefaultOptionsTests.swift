import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct DefaultOptionsTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Section 6.4.1: of one node, or of all.
  @Test(arguments: [nil, "princely_musings"])
  func wire(node: String?) throws {
    let attribute = node.map { " node='\($0)'" } ?? ""
    let text = try pubsub("<default\(attribute)/>")
    let request = DefaultOptionsRequest(node: try node.map { try NodeID($0) })
    #expect(try DefaultOptionsRequest(text) == request)
    #expect(request.element.comparable == text.comparable)
    // Section 6.4.2.
    let answer = try #require(request.reply.first("default", Namespace.pubsub))
    #expect(answer["node"] == node)
    let form = try #require(try DataForm(in: answer))
    #expect(form == SubscriptionForm.result(SubscriptionOptions()))
  }

  @Test(arguments: [
    ("", badRequest), ("<default node=''/>", nodeIDRequired),
    ("<default node='\(longName)'/>", nameTooLong),
    ("<default xmlns='\(Namespace.pubsubOwner)'/>", badRequest),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try DefaultOptionsRequest(element) } == expected)
  }

  @Test(arguments: [
    (AccessModel.open, Affiliation.none, "accepted"), (.open, .outcast, forbidden),
    (.presence, .none, presenceRequired), (.roster, .none, notInGroup),
    (.authorize, .none, "accepted"), (.whitelist, .none, closed),
    (.whitelist, .member, "accepted"),
  ])
  func whoMay(access: AccessModel, affiliation: Affiliation, expected: String) throws {
    let node = try cast.node { $0.accessModel = access }
    let actor = cast.actor(affiliation)
    let request = DefaultOptionsRequest(node: node.id)
    #expect(refusal { try DefaultOptions.read(request, node, by: actor) } == expected)
    #expect(refusal { try DefaultOptions.read(request, nil, by: actor) } == noNode)
    #expect(
      refusal { try DefaultOptions.read(DefaultOptionsRequest(node: nil), nil, by: actor) }
        == "accepted")
  }
}
