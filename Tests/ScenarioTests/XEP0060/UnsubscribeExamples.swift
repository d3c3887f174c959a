import Testing

/// XEP-0060, section 6.2: Unsubscribe from a Node.
@Suite("XEP-0060, 6.2 Unsubscribe from a Node", .serialized)
struct UnsubscribeExamples {
  static let request = Example(
    47, "Entity unsubscribes from a node",
    """
    <iq type='set'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='unsub1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <unsubscribe
            node='princely_musings'
            jid='francisco@denmark.lit'/>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created(),
      .subscribed(.francisco),
      .sends(request),
      .answers(
        Example(
          48, "Service replies with success",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='unsub1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <subscription
                  node='princely_musings'
                  jid='francisco@denmark.lit'
                  subscription='none'
                  subid='ba49252aaa4f5d320c24d3766f0bdcade78c78d3'/>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribedTwice(.francisco),
      .sends(request),
      .answers(
        Example(
          49, "Entity did not specify SubID",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='unsub1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <subid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribed(.bernardo),
      .sends(request),
      .answers(
        Example(
          50, "Requesting entity is not a subscriber",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='unsub1'>
            <error type='cancel'>
              <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribed(.bernardo),
      .sends(request.with("jid='francisco@denmark.lit'", "jid='bernardo@denmark.lit'")),
      .answers(
        Example(
          51, "Requesting entity is prohibited from unsubscribing entity",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='unsub1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(request),
      .answers(
        Example(
          52, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='unsub1'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribed(.francisco),
      .sends(
        request.with("jid='francisco@denmark.lit'", "jid='francisco@denmark.lit' subid='none'")),
      .answers(
        Example(
          53, "Invalid subscription identifier",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='unsub1'>
            <error type='modify'>
              <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <invalid-subid xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
