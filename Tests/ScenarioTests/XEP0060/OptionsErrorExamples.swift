import Testing

/// XEP-0060, section 6.3.4: why the options of a subscription are not shown.
@Suite("XEP-0060, 6.3.4 Configure Subscription Options: Error Cases", .serialized)
struct OptionsErrorExamples {
  static let request = OptionsExamples.request

  static let scenarios = [
    Scenario(
      .created(),
      .subscribed(.bernardo),
      .sends(request.with("jid='francisco@denmark.lit'", "jid='bernardo@denmark.lit'")),
      .answers(
        Example(
          57,
          "Requesting entity does not have sufficient privileges to modify subscription options",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(request),
      .answers(
        Example(
          58, "No such subscriber",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='options1'>
            <error type='modify'>
              <unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribed(.francisco),
      .sends(request.with(" jid='francisco@denmark.lit'", "")),
      .answers(
        Example(
          59, "Subscriber JID not specified",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='options1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <jid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribedTwice(.francisco),
      .sends(request),
      .answers(
        Example(
          60, "SubID required",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <subid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
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
          61, "Invalid subscription identifier",
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

    Scenario(
      .sends(request),
      .answers(
        Example(
          63, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='options1'>
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
