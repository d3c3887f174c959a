import Testing

/// XEP-0060, section 6.1: Subscribe to a Node. Its errors are in `SubscribeErrorExamples.swift`.
@Suite("XEP-0060, 6.1 Subscribe to a Node", .serialized)
struct SubscribeExamples {
  static let request = Example(
    28, "Entity subscribes to a node",
    """
    <iq type='set'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='sub1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <subscribe
            node='princely_musings'
            jid='francisco@denmark.lit'/>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created(),
      .sends(request),
      .answers(
        Example(
          29, "Service replies with success",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <subscription
                  node='princely_musings'
                  jid='francisco@denmark.lit'
                  subid='ba49252aaa4f5d320c24d3766f0bdcade78c78d3'
                  subscription='subscribed'/>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(["access_model": "authorize"]),
      .sends(request),
      .answers(
        Example(
          42, "Service replies with pending",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <subscription
                  node='princely_musings'
                  jid='francisco@denmark.lit'
                  subscription='pending'/>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(request),
      .answers(
        Example(
          45,
          "Service replies with success and indicates that subscription options are supported but not required",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='sub1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <subscription
                  node='princely_musings'
                  jid='francisco@denmark.lit'
                  subscription='unconfigured'>
                <subscribe-options/>
              </subscription>
            </pubsub>
          </iq>
          """
        ).with(
          "unconfigured", "subscribed",
          because: "The subscription takes effect immediately, as the section says."))),

    Scenario(
      .created(),
      .blogged(),
      .sends(request),
      .tells(
        Example(
          46, "Service sends last published item",
          """
          <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'>
                  \(Blog.soliloquy)
                </item>
              </items>
            </event>
            <delay xmlns='urn:xmpp:delay' stamp='2003-12-13T23:58:37Z'/>
          </message>
          """))),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
