import Testing

/// XEP-0060, sections 5.6 and 5.7: what somebody is to the nodes of a service.
@Suite("XEP-0060, 5.6 Retrieve Subscriptions, 5.7 Retrieve Affiliations", .serialized)
struct OwnListExamples {
  static let subscriptions = Example(
    16, "Entity requests all current subscriptions",
    """
    <iq type='get'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='subscriptions1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <subscriptions/>
      </pubsub>
    </iq>
    """)
  static let affiliations = Example(
    22, "Entity requests all current affiliations",
    """
    <iq type='get'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='affil1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <affiliations/>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created("node1"), .created("node2"), .created("node5"), .created("node6"),
      .subscribed(.francisco, to: "node1"),
      .subscribed(.francisco, to: "node2"),
      .subscribed(.francisco, to: "node5"),
      .subscribedTwice(.francisco, to: "node6"),
      // Of others nothing is said.
      .subscribed(.bernardo, to: "node1"),
      .sends(subscriptions),
      .answers(
        Example(
          17, "Service returns all current subscriptions",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit'
              id='subscriptions1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <subscriptions>
                <subscription node='node1' jid='francisco@denmark.lit' subscription='subscribed'/>
                <subscription node='node2' jid='francisco@denmark.lit' subscription='subscribed'/>
                <subscription node='node5' jid='francisco@denmark.lit' subscription='unconfigured'/>
                <subscription node='node6' jid='francisco@denmark.lit' subscription='subscribed' subid='123-abc'/>
                <subscription node='node6' jid='francisco@denmark.lit' subscription='subscribed' subid='004-yyy'/>
              </subscriptions>
            </pubsub>
          </iq>
          """
        ).with(
          "unconfigured", "subscribed", because: "No subscription here needs to be configured."))),

    Scenario(
      .created(),
      .sends(subscriptions),
      .answers(
        Example(
          18, "No subscriptions",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='subscriptions1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <subscriptions/>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(),
      .created("node6"),
      .subscribed(.francisco),
      .subscribedTwice(.francisco, to: "node6"),
      .sends(
        Example(
          20, "Entity requests current subscriptions from a specific node",
          """
          <iq type='get'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='subscriptions2'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <subscriptions node='princely_musings'/>
            </pubsub>
          </iq>
          """
        ).with("princely_musings", "node6", because: "The answer is about node6.")),
      .answers(
        Example(
          21, "Service returns all current subscriptions to a specific node",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit'
              id='subscriptions2'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <subscriptions node='node6'>
                <subscription node='node6' jid='francisco@denmark.lit' subscription='subscribed' subid='123-abc'/>
                <subscription node='node6' jid='francisco@denmark.lit' subscription='subscribed' subid='004-yyy'/>
              </subscriptions>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created("node1", by: .francisco),
      .created("node2"), .affiliated(.francisco, "publisher", to: "node2"),
      .created("node5"), .affiliated(.francisco, "outcast", to: "node5"),
      .created("node6", by: .francisco),
      .created("node7"),
      .sends(affiliations),
      .answers(
        Example(
          23, "Service replies with all current affiliations",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit'
              id='affil1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <affiliations>
                <affiliation node='node1' affiliation='owner'/>
                <affiliation node='node2' affiliation='publisher'/>
                <affiliation node='node5' affiliation='outcast'/>
                <affiliation node='node6' affiliation='owner'/>
              </affiliations>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(affiliations),
      .answers(
        Example(
          24, "No affiliations",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='affil1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <affiliations/>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created("node1", by: .francisco),
      .created("node6", by: .francisco),
      .sends(
        Example(
          26, "Entity requests affiliation at a specific node",
          """
          <iq type='get'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='affil2'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <affiliations node='node6'/>
            </pubsub>
          </iq>
          """)),
      .answers(
        Example(
          27, "Service replies with current affiliation",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit'
              id='affil2'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <affiliations>
                <affiliation node='node6' affiliation='owner'/>
              </affiliations>
            </pubsub>
          </iq>
          """))),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
