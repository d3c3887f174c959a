import Testing

/// XEP-0060, section 8.7: Process Pending Subscription Requests.
@Suite("XEP-0060, 8.7 Process Pending Subscription Requests", .serialized)
struct PendingExamples {
  static let request = Example(
    176, "Owner requests pending subscription requests",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='pending1'>
      <command xmlns='http://jabber.org/protocol/commands'
               node='http://jabber.org/protocol/pubsub#get-pending'
               action='execute'/>
    </iq>
    """)

  static let ofNode = Example(
    182, "Owner requests all pending subscription requests for a node",
    """
    <iq type='set' to='pubsub.shakespeare.lit' id='pending2'>
      <command xmlns='http://jabber.org/protocol/commands'
               sessionid='pubsub-get-pending:20031021T150901Z-600'
               node='http://jabber.org/protocol/pubsub#get-pending'
               action='execute'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='pubsub#node'>
            <value>princely_musings</value>
          </field>
        </x>
      </command>
    </iq>
    """
  )
  .with("<iq type='set' ", "<iq type='set' from='hamlet@denmark.lit/elsinore' ")

  static let form = Example(
    177, "Service responds with data form to be populated",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        to='hamlet@denmark.lit/elsinore'
        id='pending1'>
      <command xmlns='http://jabber.org/protocol/commands'
               sessionid='pubsub-get-pending:20031021T150901Z-600'
               node='http://jabber.org/protocol/pubsub#get-pending'
               status='executing'
               action='execute'>
        <x xmlns='jabber:x:data' type='form'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_authorization</value>
          </field>
          <field type='list-single' var='pubsub#node'>
            <option><value>princely_musings</value></option>
            <option><value>news_from_elsinore</value></option>
          </field>
        </x>
      </command>
    </iq>
    """
  )
  .with("action='execute'", "", because: "An action is what is asked for (XEP-0050, section 3.4).")

  static let another = AuthorizeExamples.question
    .with("princely_musings", "news_from_elsinore")
    .with("123-abc", "004-yyy")

  static let scenarios = [
    Scenario(
      .created(["access_model": "authorize"]),
      .created("news_from_elsinore", ["access_model": "authorize"]),
      .created("nothing_waits_here", ["access_model": "authorize"]),
      .subscribed(.horatio),
      .tells(AuthorizeExamples.question),
      .subscribed(.horatio, to: "news_from_elsinore"),
      .tells(another),
      .sends(request),
      .answers(form),
      .sends(ofNode),
      .answers(
        Example(
          183, "Service responds with success",
          """
          <iq from='pubsub.shakespeare.lit'
              id='pending2'
              to='hamlet@denmark.lit/elsinore'
              type='result'>
            <command xmlns='http://jabber.org/protocol/commands'
                     sessionid='pubsub-get-pending:20031021T150901Z-600'
                     node='http://jabber.org/protocol/pubsub#get-pending'
                     action='completed'/>
          </iq>
          """
        ).with(
          "action='completed'", "status='completed'", because: "XEP-0050 calls it so."))),

    Scenario(
      // The requests are sent again to the very address that asked.
      .created(["access_model": "authorize"]),
      .subscribed(.horatio),
      .sends(ofNode),
      .tells(
        AuthorizeExamples.question.with("to='hamlet@denmark.lit'", "to='\(Who.hamlet.rawValue)'"))
    ),

    Scenario(
      // Hamlet owns nothing.
      .created(by: .bard),
      .sends(request),
      .answers(
        Example(
          180, "Entity does not have sufficient privileges to approve subscription requests",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='pending1'>
            <error type='cancel'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """
        ).with(
          "type='cancel'", "type='auth'",
          because: "So it is in RFC 6120, section 8.3.3.4, and in all other examples."))),

    Scenario(
      .sends(ofNode),
      .answers(
        Example(
          181, "Service responds with node not found",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='pending1'>
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
