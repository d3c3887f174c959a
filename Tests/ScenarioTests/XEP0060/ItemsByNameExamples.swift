import Testing

/// XEP-0060, sections 6.5.6 and 6.5.8: items by their ids.
@Suite("XEP-0060, 6.5 Retrieve Items from a Node by ItemID", .serialized)
struct ItemsByNameExamples {
  static let particular = Example(
    83, "Subscriber requests a particular item",
    """
    <iq type='get'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='items3'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <items node='princely_musings'>
          <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
        </items>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created(),
      .blogged(),
      .sends(
        Example(
          78, "Subscriber requests specific items by ItemID",
          """
          <iq type='get'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='items3'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='princely_musings'>
                <item id='368866411b877c30064a5f62b917cffe'/>
                <item id='4e30f35051b7b8b42abe083742187228'/>
              </items>
            </pubsub>
          </iq>
          """)),
      .answers(
        Example(
          79, "Service sends requested item(s)",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              id='items3'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='princely_musings'>
                <item id='368866411b877c30064a5f62b917cffe'>
                  \(Blog.uses)
                </item>
                <item id='4e30f35051b7b8b42abe083742187228'>
                  \(Blog.alone)
                </item>
              </items>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(),
      .blogged(),
      .sends(particular),
      // "That specific item", of which no example is shown.
      .answers(ItemsExamples.last)),

    Scenario(
      .created(),
      .published("another"),
      .sends(particular),
      .answers(
        Example(
          95, "No such item(s)",
          """
          <iq from='pubsub.shakespeare.lit'
              id='items1'
              to='francisco@denmark.lit/barracks'
              type='result'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='princely_musings'/>
            </pubsub>
          </iq>
          """))),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
