import Testing
import XML

@testable import XMPP

@Suite struct StanzaErrorTests {
  /// RFC 6120, section 8.3, and the errors of XEP-0060.
  @Test(arguments: [
    (
      """
      <error type='cancel'><closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
      <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>
      """,
      StanzaError(
        .notAllowed, application: Element("closed-node", Namespace.pubsubErrors))
    ),
    (
      """
      <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
      <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Some text.</text></error>
      """,
      StanzaError(.badRequest, "Some text.")
    ),
    (
      "<error type='wait'><policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
      StanzaError(.policyViolation, kind: .wait)
    ),
    (
      """
      <error type='cancel'>
      <gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:romeo@afterlife.example.net</gone>
      </error>
      """,
      StanzaError(.gone, address: "xmpp:romeo@afterlife.example.net")
    ),
  ])
  func roundTrip(text: String, error: StanzaError) throws {
    let element = try example(text, in: Namespace.component)
    #expect(StanzaError(element) == error)
    #expect(error.element.comparable == element)
  }

  @Test(arguments: StanzaError.Condition.allCases)
  func conditions(condition: StanzaError.Condition) {
    let error = StanzaError(condition, "Why.")
    #expect(StanzaError(error.element) == error)
  }

  /// RFC 6120, section 8.3.3: the types that it gives.
  @Test(
    arguments: [
      (.auth, [.forbidden, .notAuthorized, .registrationRequired, .subscriptionRequired]),
      (.modify, [.badRequest, .jidMalformed, .notAcceptable, .policyViolation, .redirect]),
      (
        .wait,
        [.recipientUnavailable, .remoteServerTimeout, .resourceConstraint, .unexpectedRequest]
      ),
      (
        .cancel,
        [
          .conflict, .featureNotImplemented, .gone, .internalServerError, .itemNotFound,
          .notAllowed,
          .remoteServerNotFound, .serviceUnavailable, .undefinedCondition,
        ]
      ),
    ] as [(StanzaError.Kind, [StanzaError.Condition])])
  func types(kind: StanzaError.Kind, conditions: [StanzaError.Condition]) {
    for condition in conditions { #expect(condition.kind == kind) }
  }

  @Test(arguments: [
    ("<error/>", StanzaError(.undefinedCondition)),
    (
      "<error type='odd'><x/></error>",
      StanzaError(.undefinedCondition, application: Element("x", Namespace.component))
    ),
    (
      "<error type='wait'><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Why</text></error>",
      StanzaError(.undefinedCondition, "Why", kind: .wait)
    ),
    (
      "<error><no-such xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>",
      StanzaError(.undefinedCondition)
    ),
    (
      "<error><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>text</forbidden></error>",
      StanzaError(.forbidden)
    ),
    (
      """
      <error><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>No</text>
      <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='de'>Nein</text>
      <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
      <gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:a@b</gone></error>
      """,
      StanzaError(.conflict, "No")
    ),
    // As XEP-0060, section 6.1.3.11, lays it out.
    (
      """
      <error type='modify'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>
        xmpp:pubsub.shakespeare.lit?;node=some-other-node
      </gone></error>
      """,
      StanzaError(
        .gone, kind: .modify, address: "xmpp:pubsub.shakespeare.lit?;node=some-other-node")
    ),
  ])
  func lenient(text: String, error: StanzaError) throws {
    #expect(StanzaError(try example(text, in: Namespace.component)) == error)
  }
}
