import Testing

/// XEP-0060, section 8.6: Manage Subscription Requests.
@Suite("XEP-0060, 8.6 Manage Subscription Requests", .serialized)
struct AuthorizeExamples {
  static let question = Example(
    170, "Service sends authorization request to node owner",
    """
    <message to='hamlet@denmark.lit' from='pubsub.shakespeare.lit' id='approve1'>
      <x xmlns='jabber:x:data' type='form'>
        <title>PubSub subscriber request</title>
        <instructions>
          To approve this entity&apos;s subscription request,
          click the OK button. To deny the request, click the
          cancel button.
        </instructions>
        <field var='FORM_TYPE' type='hidden'>
          <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
        </field>
        <field var='pubsub#subid' type='hidden'><value>123-abc</value></field>
        <field var='pubsub#node' type='text-single' label='Node ID'>
          <value>princely_musings</value>
        </field>
        <field var='pubsub#subscriber_jid' type='jid-single' label='Subscriber Address'>
          <value>horatio@denmark.lit</value>
        </field>
        <field var='pubsub#allow' type='boolean'
               label='Allow this JID to subscribe to this pubsub node?'>
          <value>false</value>
        </field>
      </x>
    </message>
    """)

  static let scenarios = [
    Scenario(
      .created(["access_model": "authorize"]),
      .subscribed(.horatio),
      .tells(question),
      .sends(approval),
      .tells(approved)),

    Scenario(
      .created(["access_model": "authorize"]),
      .subscribed(.horatio),
      .tells(question),
      .sends(
        Example(
          173, "Owner denies subscription request",
          """
          <message from='hamlet@denmark.lit/elsinore' to='pubsub.shakespeare.lit' id='approve1'>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
              </field>
              <field var='pubsub#subid'>
                <value>123-abc</value>
              </field>
              <field var='pubsub#node'>
                <value>princely_musings</value>
              </field>
              <field var='pubsub#subscriber_jid'>
                <value>horatio@denmark.lit</value>
              </field>
              <field var='pubsub#allow'>
                  <value>false</value>
              </field>
            </x>
          </message>
          """)),
      .tells(
        Example(
          174, "Subscription cancellation / denial notification",
          """
          <message
              from='pubsub.shakespeare.lit'
              to='horatio@denmark.lit'
              id='unsubnotify1'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <subscription node='princely_musings' jid='horatio@denmark.lit' subscription='none'/>
            </event>
          </message>
          """)),
      .isTrue("Horatio is not subscribed") { play in
        try await play.subscription(of: .horatio) == nil
      }),

    Scenario(
      .created(["access_model": "authorize"]),
      .subscribed(.horatio),
      .tells(question),
      .sends(
        Example(
          175, "Owner cancels form submission",
          """
          <message from='hamlet@denmark.lit/elsinore' to='pubsub.shakespeare.lit' id='approve1'>
            <x xmlns='jabber:x:data' type='cancel'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
              </field>
            </x>
          </message>
          """)),
      .sends(SubscribeExamples.request.with("francisco@denmark.lit", "horatio@denmark.lit")),
      .answers(SubscribeErrorExamples.pending),
      // Nothing has been said to Horatio meanwhile.
      .sends(approval),
      .tells(approved)),
  ]

  static let approval = Example(
    171, "Owner approves subscription request",
    """
    <message from='hamlet@denmark.lit/elsinore' to='pubsub.shakespeare.lit' id='approve1'>
      <x xmlns='jabber:x:data' type='submit'>
        <field var='FORM_TYPE' type='hidden'>
          <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
        </field>
        <field var='pubsub#subid'>
          <value>123-abc</value>
        </field>
        <field var='pubsub#node'>
          <value>princely_musings</value>
        </field>
        <field var='pubsub#subscriber_jid'>
          <value>horatio@denmark.lit</value>
        </field>
        <field var='pubsub#allow'>
          <value>true</value>
        </field>
      </x>
    </message>
    """)
  static let approved = Example(
    172, "Subscription approval notification",
    """
    <message
        from='pubsub.shakespeare.lit'
        to='horatio@denmark.lit'
        id='approvalnotify1'>
      <event xmlns='http://jabber.org/protocol/pubsub#event'>
        <subscription node='princely_musings' jid='horatio@denmark.lit' subscription='subscribed'/>
      </event>
    </message>
    """)

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
