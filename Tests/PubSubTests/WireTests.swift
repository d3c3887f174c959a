import Testing
import XML
import XMPP

@testable import PubSub

/// A request is for one thing: what else stood in it would be passed over in silence.
@Suite struct WireTests {
  typealias Read = @Sendable (Element) throws -> Void

  static let publishing: [(String, Read)] = [
    ("<publish node='a'/>", { _ = try PublishRequest($0) }),
    ("<retract node='a'><item id='b'/></retract>", { _ = try RetractRequest($0) }),
    ("<items node='a'/>", { _ = try ItemsRequest($0) }),
    ("<subscribe node='a' jid='a@b'/>", { _ = try SubscribeRequest($0) }),
    ("<unsubscribe node='a' jid='a@b'/>", { _ = try UnsubscribeRequest($0) }),
    ("<options node='a' jid='a@b'/>", { _ = try OptionsRequest($0) }),
    ("<default/>", { _ = try DefaultOptionsRequest($0) }),
    ("<subscriptions/>", { _ = try SubscriptionsRequest($0) }),
    ("<affiliations/>", { _ = try AffiliationsRequest($0) }),
    ("<create/>", { _ = try CreateRequest($0) }),
  ]

  static let owning: [(String, Read)] = [
    ("<configure node='a'/>", { _ = try ConfigureRequest($0) }),
    ("<default/>", { try DefaultRequest.check($0) }),
    ("<delete node='a'/>", { _ = try DeleteRequest($0) }),
    ("<purge node='a'/>", { _ = try PurgeRequest($0) }),
    ("<subscriptions node='a'/>", { _ = try NodeSubscriptionsRequest($0) }),
    ("<affiliations node='a'/>", { _ = try NodeAffiliationsRequest($0) }),
  ]

  private func check(_ requests: [(String, Read)], _ make: (String) throws -> Element) throws {
    for (text, read) in requests {
      // What is of other namespaces, or unknown, is left to extensions.
      for more in ["", "<later/>", "<x xmlns='urn:a'/>", "<items xmlns='urn:a'/>"] {
        let element = try make(more + text + more)
        #expect(refusal { try read(element) } == "accepted", "\(text)\(more)")
      }
      for (other, _) in requests {
        let element = try make(text + other)
        #expect(refusal { try read(element) } == badRequest, "\(text)\(other)")
      }
    }
  }

  @Test func ofEverybody() throws { try check(Self.publishing, pubsub) }
  @Test func ofOwners() throws { try check(Self.owning, owner) }

  /// What goes along with a request, once.
  @Test(arguments: [
    ("<publish node='a'/>", "<publish-options><x xmlns='jabber:x:data'/></publish-options>"),
    ("<subscribe node='a' jid='a@b'/>", "<options/>"), ("<create/>", "<configure/>"),
  ])
  func companions(request: String, companion: String) throws {
    for (text, read) in Self.publishing {
      let one = try pubsub(text + companion)
      #expect(refusal { try read(one) } == (text == request ? "accepted" : badRequest), "\(text)")
      let two = try pubsub(text + companion + companion)
      #expect(refusal { try read(two) } == badRequest, "\(text)")
    }
  }

  @Test(arguments: [
    ("<configure node='a'>", "</configure>"),
    ("<configure node='a'><x xmlns='urn:a'/>", "</configure>"),
  ])
  func oneForm(start: String, end: String) throws {
    let form = "<x xmlns='jabber:x:data' type='submit'/>"
    #expect(try ConfigureRequest(owner(start + form + end)).form != nil)
    let two = try owner(start + form + form + end)
    #expect(refusal { try ConfigureRequest(two) } == badRequest)
  }
}
