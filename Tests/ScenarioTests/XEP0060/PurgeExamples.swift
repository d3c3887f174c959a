import Testing

/// XEP-0060, section 8.5: Purge All Node Items.
@Suite("XEP-0060, 8.5 Purge All Node Items", .serialized)
struct PurgeExamples {
  static let request = Example(
    163, "Owner purges all items from a node",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='purge1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <purge node='princely_musings'/>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created(["send_last_published_item": "never"]),
      .blogged(),
      .subscribed(.francisco, .bernardo),
      .sends(request),
      .answers(
        Example(
          164, "Service replies with success",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              id='purge1'/>
          """)),
      // However many items there were.
      .tells(
        Example(
          165, "Subscribers are notified of node purge",
          """
          <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit' id='foo'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <purge node='princely_musings'/>
            </event>
          </message>

          <message from='pubsub.shakespeare.lit' to='bernardo@denmark.lit' id='bar'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <purge node='princely_musings'/>
            </event>
          </message>
          """)),
      .saysNothing(to: .francisco),
      .saysNothing(to: .bernardo)),

    Scenario(
      .created(by: .bard),
      .sends(request),
      .answers(
        Example(
          167, "Entity is not an owner",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='purge1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(["persist_items": "0"]),
      .sends(request),
      .answers(
        Example(
          168, "Node is not configured for persistent items",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='purge1'>
            <error type='cancel'>
              <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <unsupported xmlns='http://jabber.org/protocol/pubsub#errors'
                           feature='persistent-items'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(request),
      .answers(
        Example(
          169, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='purge1'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
