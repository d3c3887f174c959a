import Testing

/// XEP-0060, section 6.5.9: why items are not shown.
@Suite("XEP-0060, 6.5.9 Retrieve Items from a Node: Error Cases", .serialized)
struct ItemsErrorExamples {
  static let request = ItemsExamples.request

  static let scenarios = [
    Scenario(
      .created(),
      .subscribedTwice(.francisco),
      .sends(request),
      .answers(
        Example(
          84, "Entity did not specify SubID",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <subid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribed(.francisco),
      .sends(request.with("node='princely_musings'", "node='princely_musings' subid='none'")),
      .answers(
        Example(
          85, "Entity specified invalid SubID",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <error type='modify'>
              <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <invalid-subid xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(["access_model": "authorize"]),
      .sends(request),
      .answers(notSubscribed)),

    Scenario(
      .created(["access_model": "authorize"]),
      // A request that waits is no subscription.
      .subscribed(.francisco),
      .sends(request),
      .answers(notSubscribed)),

    Scenario(
      .created(["persist_items": "0"]),
      .sends(request),
      .answers(
        Example(
          87, "Persistent items not supported",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <error type='cancel'>
              <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <unsupported xmlns='http://jabber.org/protocol/pubsub#errors'
                           feature='persistent-items'/>
            </error>
          </iq>
          """))),

    Scenario(
      .rosters([.hamlet: "<item jid='francisco@denmark.lit' subscription='none'/>"]),
      .created(["access_model": "presence"]),
      .sends(request),
      .answers(
        Example(
          89, "Entity is not authorized to retrieve items (presence subscription required)",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <error type='auth'>
              <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <presence-subscription-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .rosters([
        .hamlet: """
        <item jid='francisco@denmark.lit' subscription='both'><group>soldiers</group></item>
        """
      ]),
      .created(["access_model": "roster", "roster_groups_allowed": "courtiers"]),
      .sends(request),
      .answers(
        Example(
          90, "Entity is not authorized to retrieve items (not in roster group)",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <error type='auth'>
              <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <not-in-roster-group xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(["access_model": "whitelist"]),
      .sends(request),
      .answers(
        Example(
          91, "Node has whitelist access model",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <error type='cancel'>
              <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .affiliated(.francisco, "outcast"),
      .sends(request),
      .answers(
        Example(
          93, "Requesting entity is blocked",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(request),
      .answers(
        Example(
          94, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),
  ]

  static let notSubscribed = Example(
    86, "Entity is not subscribed",
    """
    <iq type='error'
        from='pubsub.shakespeare.lit'
        to='francisco@denmark.lit/barracks'
        id='items1'>
      <error type='auth'>
        <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        <not-subscribed xmlns='http://jabber.org/protocol/pubsub#errors'/>
      </error>
    </iq>
    """)

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
