import Testing
import XMPP

/// XEP-0060, section 7.1.3: why an item is not published.
@Suite("XEP-0060, 7.1.3 Publish an Item to a Node: Error Cases", .serialized)
struct PublishErrorExamples {
  static let request = PublishExamples.request

  static let scenarios = [
    Scenario(
      .created(by: .bard),
      .sends(request),
      .answers(
        Example(
          105, "Entity does not have sufficient privileges to publish to node",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='publish1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      // Else the service would make one (section 7.1.4).
      .sends(request),
      .answers(
        Example(
          107, "Entity attempts to publish to a non-existent node",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='publish1'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))
    )
    .whereNobodyCreates(),

    Scenario(
      .created(["max_items": "1", "publish_node_full": "reject"]),
      .published(),
      .sends(request),
      .answers(
        Example(
          108, "Entity attempts to publish to a node with max_items reached",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='publish1'>
            <error type='cancel'>
              <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <node-full xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(["max_payload_size": "100"]),
      .sends(request),
      .answers(
        Example(
          109, "Entity attempts to publish very large payload",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='publish1'>
            <error type='modify'>
              <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <payload-too-big xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(request.with("</entry>", "</entry><mood xmlns='http://jabber.org/protocol/mood'/>")),
      .answers(invalidPayload)),

    // Of the types that a node can have, this one says what the payloads are; most others name a profile.
    Scenario(
      .created(["type": Namespace.atom]),
      .sends(
        request.with("<entry xmlns='\(Namespace.atom)'>", "<entry xmlns='urn:example:e2ee:bundle'>")
      ),
      .answers(invalidPayload)),

    Scenario(
      .created(),
      .sends(noItem),
      .answers(
        Example(
          111, "Publisher attempts to publish to persistent node with no item",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='publish1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <item-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(noPayload),
      .answers(
        Example(
          112, "Publisher attempts to publish to payload node with no payload",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='publish1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <payload-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(["persist_items": "0", "deliver_payloads": "0"]),
      .sends(request),
      .answers(
        Example(
          113, "Publisher attempts to publish to transient notification node with item",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='publish1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <item-forbidden xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),
  ]

  static let invalidPayload = Example(
    110,
    "Entity attempts to publish item with multiple payload elements or namespace does not match",
    """
    <iq type='error'
        from='pubsub.shakespeare.lit'
        to='hamlet@denmark.lit/elsinore'
        id='publish1'>
      <error type='modify'>
        <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        <invalid-payload xmlns='http://jabber.org/protocol/pubsub#errors'/>
      </error>
    </iq>
    """)

  static let noItem = request.with(
    """
          <item id='bnd81g37d61f49fgn581'>
            \(Blog.soliloquy)
          </item>
    """, "")
  static let noPayload = request.with(Blog.soliloquy, "")

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
