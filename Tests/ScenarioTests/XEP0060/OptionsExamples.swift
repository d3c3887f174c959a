import Testing
import XMPP

/// XEP-0060, section 6.3: Configure Subscription Options. Its errors are in `OptionsErrorExamples.swift`.
@Suite("XEP-0060, 6.3 Configure Subscription Options", .serialized)
struct OptionsExamples {
  static let request = Example(
    55, "Subscriber requests subscription options form",
    """
    <iq type='get'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='options1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <options node='princely_musings' jid='francisco@denmark.lit'/>
      </pubsub>
    </iq>
    """)

  static let submission = Example(
    64, "Subscriber submits completed options form",
    """
    <iq type='set'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='options2'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <options node='princely_musings' jid='francisco@denmark.lit'>
          <x xmlns='jabber:x:data' type='submit'>
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
        </options>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .sends(EntityExamples.features),
      .answers(
        Example(
          54, "Pubsub service indicates support for subscription options",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='feature1'>
            <query xmlns='http://jabber.org/protocol/disco#info'>
              ...
              <feature var='http://jabber.org/protocol/pubsub#subscription-options'/>
              ...
            </query>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribed(.francisco),
      .options(["show-values": ["chat", "online"]], of: .francisco),
      .sends(request),
      .answers(
        Example(
          56, "Service responds with the options form",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='options1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <options node='princely_musings' jid='francisco@denmark.lit'>
                <x xmlns='jabber:x:data' type='form'>
                  <field var='FORM_TYPE' type='hidden'>
                    <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
                  </field>
                  <field var='pubsub#deliver' type='boolean'
                         label='Enable delivery?'>
                    <value>1</value>
                  </field>
                  <field var='pubsub#digest' type='boolean'
                         label='Receive digest notifications (approx. one per day)?'>
                    <value>0</value>
                  </field>
                  <field var='pubsub#include_body' type='boolean'
                         label='Receive message body in addition to payload?'>
                    <value>false</value>
                  </field>
                  <field
                      var='pubsub#show-values'
                      type='list-multi'
                      label='Select the presence types which are
                             allowed to receive event notifications'>
                    <option label='Want to Chat'><value>chat</value></option>
                    <option label='Available'><value>online</value></option>
                    <option label='Away'><value>away</value></option>
                    <option label='Extended Away'><value>xa</value></option>
                    <option label='Do Not Disturb'><value>dnd</value></option>
                    <value>chat</value>
                    <value>online</value>
                  </field>
                </x>
              </options>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(),
      .subscribed(.francisco),
      .sends(submission),
      .answers(
        Example(
          65, "Service responds with success",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='options2'/>
          """)),
      .isTrue("the options are as they were sent") { play in
        let form = try await play.options(of: .francisco)
        return Set(form.values(of: "pubsub#show-values") ?? []) == ["chat", "online", "away"]
      }),

    Scenario(
      .created(),
      .subscribed(.francisco),
      .sends(submission.with("<value>away</value>", "<value>melancholic</value>")),
      .answers(
        Example(
          66, "Service responds with Bad Request for invalid options",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='options2'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <invalid-options xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(
        Example(
          67, "Entity subscribes to node and sets configuration options",
          """
          <iq type='set'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='sub1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <subscribe node='princely_musings' jid='francisco@denmark.lit'/>
              <options>
                <x xmlns='jabber:x:data' type='submit'>
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
              </options>
            </pubsub>
          </iq>
          """)),
      .answers(
        Example(
          68, "Service replies with success (including configuration options)",
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
              <options>
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
              </options>
            </pubsub>
          </iq>
          """))),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
