import Testing

/// XEP-0060, section 6.1.3: why a subscription is refused.
@Suite("XEP-0060, 6.1.3 Subscribe to a Node: Error Cases", .serialized)
struct SubscribeErrorExamples {
  static let request = SubscribeExamples.request

  static let scenarios = [
    Scenario(
      .created(),
      .sends(request.with("jid='francisco@denmark.lit'", "jid='bernardo@denmark.lit'")),
      .answers(
        Example(
          30, "JIDs do not match",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <invalid-jid xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .rosters([.hamlet: "<item jid='francisco@denmark.lit' subscription='to'/>"]),
      .created(["access_model": "presence"]),
      .sends(request),
      .answers(
        Example(
          31, "Entity is not authorized to create a subscription (presence subscription required)",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
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
          32, "Entity is not authorized to create a subscription (not in roster group)",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
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
          33, "Node has whitelist access model",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <error type='cancel'>
              <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <closed-node xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(["access_model": "authorize"]),
      .subscribed(.francisco),
      .sends(request),
      .answers(pending)),

    Scenario(
      .created(),
      .affiliated(.francisco, "outcast"),
      .sends(request),
      .answers(
        Example(
          37, "Requesting entity is blocked",
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
      .subscribedManyTimes(.francisco),
      .sends(request),
      .answers(
        Example(
          38, "Requesting entity has exceeded limit on number of subscriptions",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <error type='wait'>
              <policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <too-many-subscriptions xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(["subscribe": "0"]),
      .sends(request),
      .answers(
        Example(
          39, "Subscribing not supported",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <error type='cancel'>
              <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <unsupported xmlns='http://jabber.org/protocol/pubsub#errors'
                           feature='subscribe'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .deleted(redirect: "xmpp:pubsub.shakespeare.lit?;node=some-other-node"),
      .sends(request),
      .answers(
        Example(
          40, "Node has moved",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <error type='modify'>
              <gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>
                xmpp:pubsub.shakespeare.lit?;node=some-other-node
              </gone>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(request),
      .answers(
        Example(
          41, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),
  ]

  static let pending = Example(
    36, "Requesting entity has pending subscription",
    """
    <iq type='error'
        from='pubsub.shakespeare.lit'
        to='francisco@denmark.lit/barracks'
        id='sub1'>
      <error type='auth'>
        <not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        <pending-subscription xmlns='http://jabber.org/protocol/pubsub#errors'/>
      </error>
    </iq>
    """)

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
