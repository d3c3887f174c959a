import Testing

/// XEP-0060, section 8.8: Manage Subscriptions.
@Suite("XEP-0060, 8.8 Manage Subscriptions", .serialized)
struct ManageSubscriptionsExamples {
  static let list = Example(
    184, "Owner requests all subscriptions",
    """
    <iq type='get'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='subman1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <subscriptions node='princely_musings'/>
      </pubsub>
    </iq>
    """)

  static let change = Example(
    189, "Owner modifies subscriptions",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='subman2'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <subscriptions node='princely_musings'>
          <subscription jid='bard@shakespeare.lit' subscription='subscribed'/>
        </subscriptions>
      </pubsub>
    </iq>
    """)

  static let changes = Example(
    194, "Owner sets subscription for multiple entities",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='subman3'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <subscriptions node='princely_musings'>
          <subscription jid='polonius@denmark.lit' subscription='none'/>
          <subscription jid='bard@shakespeare.lit' subscription='subscribed'/>
        </subscriptions>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created(["access_model": "authorize"]),
      .affiliated(.polonius, "member"),
      .affiliated(.bernardo, "member"),
      .subscribed(.hamlet, .polonius),
      .subscribedTwice(.bernardo),
      // A request that waits is not in the list.
      .subscribed(.horatio),
      .sends(list),
      .answers(
        Example(
          185, "Service returns list of subscriptions",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='subman1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <subscriptions node='princely_musings'>
                <subscription jid='hamlet@denmark.lit' subscription='subscribed'/>
                <subscription jid='polonius@denmark.lit' subscription='unconfigured'/>
                <subscription jid='bernardo@denmark.lit' subscription='subscribed' subid='123-abc'/>
                <subscription jid='bernardo@denmark.lit' subscription='subscribed' subid='004-yyy'/>
              </subscriptions>
            </pubsub>
          </iq>
          """
        ).with(
          "unconfigured", "subscribed", because: "No subscription here needs to be configured."))),

    Scenario(
      .created(by: .bard),
      .sends(list),
      .answers(
        Example(
          187, "Entity is not an owner",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='subman1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(list),
      .answers(
        Example(
          188, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='subman1'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(change),
      .answers(success),
      .isTrue("the bard is subscribed") { play in
        try await play.subscription(of: .bard) == "subscribed"
      }),

    Scenario(
      .created(by: .bard),
      .sends(change),
      .answers(
        Example(
          192, "Entity is not an owner",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='subman1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(change),
      .answers(
        Example(
          193, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='subman2'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribed(.polonius),
      .sends(
        changes.with(
          "subscription='none'", "subscription='pending'",
          because: "An owner may end any subscription here, but not make it wait.")),
      .answers(
        Example(
          195, "Service responds with an error",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='subman3'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <subscriptions node='princely_musings'>
                <subscription jid='polonius@denmark.lit' subscription='subscribed'/>
              </subscriptions>
            </pubsub>
            <error type='modify'>
              <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """)),
      .isTrue("the rest was done") { play in
        try await play.subscription(of: .bard) == "subscribed"
      }),

    Scenario(
      .created(),
      .subscribed(.polonius),
      .sends(changes),
      .answers(success.with("subman2", "subman3")),
      .tells(told),
      .isTrue("Polonius is not in the list") { play in
        try await play.lists("subscriptions") == ["bard@shakespeare.lit"]
      }),

    Scenario(
      // Section 8.8.3: "the service MUST remove that entity from the subscriptions list".
      .created(),
      .subscribedTwice(.polonius),
      .sends(changes),
      .answers(success),
      .isTrue("Polonius is not in the list") { play in
        try await play.lists("subscriptions") == ["bard@shakespeare.lit"]
      }),
  ]

  static let success = Example(
    190, "Service responds with success",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        id='subman2'/>
    """)

  static let told = Example(
    196, "Service sends notification of subscription change",
    """
    <message from='pubsub.shakespeare.lit' to='polonius@denmark.lit'>
      <event xmlns='http://jabber.org/protocol/pubsub#event'>
        <subscription node='princely_musings' jid='polonius@denmark.lit' subscription='none'/>
      </event>
    </message>
    """)

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
