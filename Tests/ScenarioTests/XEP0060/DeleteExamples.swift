import Testing

/// XEP-0060, section 8.4: Delete a Node.
@Suite("XEP-0060, 8.4 Delete a Node", .serialized)
struct DeleteExamples {
  static let request = Example(
    157, "Owner deletes a node",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='delete1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <delete node='princely_musings'/>
      </pubsub>
    </iq>
    """)

  static let redirecting = Example(
    158, "Owner deletes a node with redirection",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='delete1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <delete node='princely_musings'>
          <redirect uri='xmpp:hamlet@denmark.lit?;node=blog'/>
        </delete>
      </pubsub>
    </iq>
    """)

  static let success = Example(
    159, "Service replies with success",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        id='delete1'/>
    """)

  static let scenarios = [
    Scenario(
      .created(),
      .sends(request),
      .answers(success)),

    Scenario(
      .created(),
      .subscribed(.francisco, .bernardo),
      .sends(redirecting),
      .answers(success),
      .tells(told)),

    Scenario(
      // Those too who wait for an owner.
      .created(["access_model": "authorize"]),
      .subscribed(.francisco, .bernardo),
      .sends(redirecting),
      .answers(success),
      .tells(told)),

    Scenario(
      .created(by: .bard),
      .sends(request),
      .answers(
        Example(
          161, "Entity is not an owner",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='delete1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(request),
      .answers(
        Example(
          162, "Owner attempts to delete a non-existent node",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='delete1'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),
  ]

  static let told = Example(
    160, "Subscribers are notified of node deletion",
    """
    <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit' id='foo'>
      <event xmlns='http://jabber.org/protocol/pubsub#event'>
        <delete node='princely_musings'>
          <redirect uri='xmpp:hamlet@denmark.lit?;node=blog'/>
        </delete>
      </event>
    </message>

    <message from='pubsub.shakespeare.lit' to='bernardo@denmark.lit' id='bar'>
      <event xmlns='http://jabber.org/protocol/pubsub#event'>
        <delete node='princely_musings'>
          <redirect uri='xmpp:hamlet@denmark.lit?;node=blog'/>
        </delete>
      </event>
    </message>
    """)

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
