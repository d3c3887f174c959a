import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct PubSubConditionTests {
  /// As the schema of `pubsub#errors` spells them (section 17.2), with `node-full` of section 7.1.3.4 and
  /// `invalid-option` of XEP-0496.
  @Test(arguments: [
    (PubSubCondition.closedNode, "closed-node"), (.invalidJID, "invalid-jid"),
    (.invalidOption, "invalid-option"), (.invalidOptions, "invalid-options"),
    (.invalidPayload, "invalid-payload"), (.invalidSubscriptionID, "invalid-subid"),
    (.itemForbidden, "item-forbidden"), (.itemRequired, "item-required"),
    (.jidRequired, "jid-required"), (.maxItemsExceeded, "max-items-exceeded"),
    (.maxNodesExceeded, "max-nodes-exceeded"), (.nodeFull, "node-full"),
    (.nodeIDRequired, "nodeid-required"), (.notInRosterGroup, "not-in-roster-group"),
    (.notSubscribed, "not-subscribed"), (.payloadRequired, "payload-required"),
    (.payloadTooBig, "payload-too-big"), (.pendingSubscription, "pending-subscription"),
    (.preconditionNotMet, "precondition-not-met"),
    (.presenceSubscriptionRequired, "presence-subscription-required"),
    (.subscriptionIDRequired, "subid-required"),
    (.tooManySubscriptions, "too-many-subscriptions"),
    (.unsupportedAccessModel, "unsupported-access-model"),
  ])
  func names(condition: PubSubCondition, name: String) {
    #expect(condition.element == Element(name, Namespace.pubsubErrors))
  }

  /// The condition of pubsub comes first, a text last: clients exist that look at the first child alone.
  @Test func order() throws {
    let error = StanzaError.pubsub(
      .featureNotImplemented, .unsupported("purge-nodes"), "Not here.", kind: .cancel)
    #expect(
      try error.element.comparable
        == example(
          """
          <error xmlns='\(Namespace.component)' type='cancel'>
            <unsupported xmlns='http://jabber.org/protocol/pubsub#errors' feature='purge-nodes'/>
            <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Not here.</text>
          </error>
          """))
  }
}
