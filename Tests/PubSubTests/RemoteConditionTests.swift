import Testing
import XML
import XMPP

@testable import PubSub

/// What services answer to somebody who follows their nodes.
@Suite struct RemoteConditionTests {
  private static let moved = "xmpp:pubsub.shakespeare.lit?;node=some-other-node"

  /// An `<error/>` of a type, `condition` as RFC 6120 names it, perhaps with text; then those of XEP-0060.
  private func read(_ kind: String, _ conditions: String) throws -> RemoteCondition {
    var children: [String] = []
    for condition in conditions.split(separator: " ") {
      let parts = condition.split(separator: "=", maxSplits: 1)
      let name = String(parts[0])
      if StanzaError.Condition(rawValue: name) != nil || name == "payment-required" {
        let text = parts.count == 2 ? "\n  \(parts[1])\n" : ""
        children.append("<\(name) xmlns='\(Namespace.stanzaErrors)'>\(text)</\(name)>")
      } else {
        let feature = parts.count == 2 ? " feature='\(parts[1])'" : ""
        children.append("<\(name) xmlns='\(Namespace.pubsubErrors)'\(feature)/>")
      }
    }
    let text = "<text xmlns='\(Namespace.stanzaErrors)'>Why.</text>"
    func condition(_ children: [String]) throws -> RemoteCondition {
      let error = "<error xmlns='\(Namespace.component)' type='\(kind)' code='400'>"
      return RemoteCondition(
        StanzaError(
          try Element(parsing: Array((error + children.joined() + "</error>").utf8))))
    }
    // Servers differ in the order, and in whether they say something.
    let first = try condition(children)
    for other in [Array(children.reversed()), children + [text], [text] + children] {
      #expect(try condition(other) == first)
    }
    return first
  }

  /// The errors of sections 5.6.2, 6.1.3, 6.2.3 and 6.5.9, all of them.
  @Test(
    arguments: [
      (
        "cancel", "feature-not-implemented unsupported=retrieve-subscriptions",
        .unsupported("retrieve-subscriptions")
      ),
      ("modify", "bad-request invalid-jid", .other),
      ("auth", "not-authorized presence-subscription-required", .needsPresence),
      ("auth", "not-authorized not-in-roster-group", .closed),
      ("cancel", "not-allowed closed-node", .closed),
      ("auth", "payment-required", .closed),
      ("cancel", "forbidden", .closed),
      ("auth", "not-authorized pending-subscription", .closed),
      ("auth", "forbidden", .closed),
      ("wait", "policy-violation too-many-subscriptions", .busy),
      ("cancel", "feature-not-implemented unsupported=subscribe", .unsupported("subscribe")),
      ("modify", "gone=\(moved)", .gone(to: moved)),
      ("cancel", "item-not-found", .notThere),
      ("modify", "not-acceptable configuration-required", .other),
      ("modify", "bad-request subid-required", .other),
      ("cancel", "unexpected-request not-subscribed", .notSubscribed),
      ("modify", "not-acceptable invalid-subid", .other),
      ("auth", "not-authorized not-subscribed", .closed),
      (
        "cancel", "feature-not-implemented unsupported=retrieve-items",
        .unsupported("retrieve-items")
      ),
    ] as [(String, String, RemoteCondition)])
  func examples(kind: String, conditions: String, meaning: RemoteCondition) throws {
    #expect(try read(kind, conditions) == meaning)
  }

  /// As servers give them: Prosody 0.12, whose nodes say no more than forbidden whatever their access
  /// model, and ejabberd 23.01.
  @Test(
    arguments: [
      // No such account, no such domain, no answer of one.
      ("cancel", "service-unavailable", .unreachable),
      ("cancel", "remote-server-not-found", .unconnected),
      ("wait", "remote-server-timeout", .unconnected),
      ("wait", "recipient-unavailable", .unreachable),
      ("modify", "unexpected-request not-subscribed", .notSubscribed),
      ("wait", "unexpected-request not-subscribed", .notSubscribed),
      ("cancel", "feature-not-implemented persistent-items", .unsupported(nil)),
      ("cancel", "feature-not-implemented", .unsupported(nil)),
      ("auth", "not-authorized", .closed), ("cancel", "not-allowed", .closed),
      ("auth", "forbidden closed-node", .closed),
      ("auth", "registration-required", .closed),
      ("auth", "subscription-required", .needsPresence),
      ("wait", "internal-server-error", .busy), ("cancel", "internal-server-error", .busy),
      ("wait", "resource-constraint", .busy), ("modify", "policy-violation", .tooMuch),
      ("wait", "undefined-condition", .busy), ("cancel", "undefined-condition", .other),
      ("modify", "bad-request", .other), ("modify", "jid-malformed", .other),
      ("cancel", "conflict", .other), ("modify", "redirect=\(moved)", .gone(to: moved)),
    ] as [(String, String, RemoteCondition)])
  func servers(kind: String, conditions: String, meaning: RemoteCondition) throws {
    #expect(try read(kind, conditions) == meaning)
  }

  /// An address that is none, and a feature without a name.
  @Test(
    arguments: [
      ("modify", "gone", .gone(to: nil)), ("modify", "gone=elsewhere", .gone(to: nil)),
      ("modify", "gone=a:" + String(repeating: "b", count: 2047), .gone(to: nil)),
      ("cancel", "feature-not-implemented unsupported", .unsupported(nil)),
      ("cancel", "later", .other), ("auth", "later", .closed), ("odd", "later", .other),
      ("cancel", "", .other),
    ] as [(String, String, RemoteCondition)])
  func hostile(kind: String, conditions: String, meaning: RemoteCondition) throws {
    #expect(try read(kind, conditions) == meaning)
  }

  /// What this service gives is understood.
  @Test(arguments: PubSubCondition.plain + [.unsupported("collections"), .unsupported("")])
  func conditions(condition: PubSubCondition) {
    #expect(PubSubCondition(condition.element) == condition)
    #expect(PubSubCondition(Element(condition.element.name.name, Namespace.pubsub)) == nil)
  }

  @Test func ours() {
    #expect(RemoteCondition(.noSuchNode) == .notThere)
    #expect(RemoteCondition(.collections) == .unsupported("collections"))
    #expect(RemoteCondition(.blockedDomain) == .closed)
    #expect(PubSubCondition(Element("later", Namespace.pubsubErrors)) == nil)
  }
}
