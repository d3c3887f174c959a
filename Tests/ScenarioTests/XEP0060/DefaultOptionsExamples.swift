import Testing

/// XEP-0060, section 6.4: Request Default Subscription Configuration Options.
@Suite("XEP-0060, 6.4 Request Default Subscription Configuration Options", .serialized)
struct DefaultOptionsExamples {
  static let defaults = Example(
    71, "Service responds with default subscription configuration options",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        to='francisco@denmark.lit/barracks'
        id='def1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <default node='princely_musings'>
          <x xmlns='jabber:x:data' type='result'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
            </field>
            <field var='pubsub#deliver'><value>1</value></field>
            <field var='pubsub#digest'><value>0</value></field>
            <field var='pubsub#include_body'><value>false</value></field>
            <field var='pubsub#show-values'>
              <value>chat</value>
              <value>online</value>
              <value>away</value>
            </field>
          </x>
        </default>
      </pubsub>
    </iq>
    """
  ).withoutValues(because: "The defaults are the service's own.")

  static let scenarios = [
    Scenario(
      .created(),
      .sends(
        Example(
          69, "Entity requests default subscription configuration options",
          """
          <iq type='get'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='def1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <default node='princely_musings'/>
            </pubsub>
          </iq>
          """)),
      .answers(defaults)),

    Scenario(
      .sends(
        Example(
          70, "Entity requests default subscription configuration options",
          """
          <iq type='get'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='def2'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <default/>
            </pubsub>
          </iq>
          """)),
      .answers(defaults.with("<default node='princely_musings'>", "<default>"))),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
