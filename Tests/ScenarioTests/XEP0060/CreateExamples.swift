import Testing

/// XEP-0060, section 8.1: Create a Node.
@Suite("XEP-0060, 8.1 Create a Node", .serialized)
struct CreateExamples {
  static let request = Example(
    125, "Request to create a node",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='create1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <create node='princely_musings'/>
      </pubsub>
    </iq>
    """)

  static let whitelisted = Example(
    134, "Entity requests leaf node with non-default access model",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='create2'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <create node='princely_musings'/>
          <configure>
            <x xmlns='jabber:x:data' type='submit'>
              <field var='FORM_TYPE' type='hidden'>
                <value>http://jabber.org/protocol/pubsub#node_config</value>
              </field>
              <field var='pubsub#access_model'><value>whitelist</value></field>
            </x>
          </configure>
        </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .sends(request),
      .answers(
        Example(
          128, "Requesting entity is prohibited from creating nodes",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='create1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))
    )
    .whereNobodyCreates(),

    Scenario(
      .created(by: .bard),
      .sends(request),
      .answers(
        Example(
          129, "NodeID already exists",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='create1'>
            <error type='cancel'>
              <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(
        Example(
          131, "Entity requests an instant node",
          """
          <iq type='set'
              from='hamlet@denmark.lit/elsinore'
              to='pubsub.shakespeare.lit'
              id='create2'>
              <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                <create/>
              </pubsub>
          </iq>
          """)),
      .answers(
        Example(
          132, "Service replies with success and generated NodeID",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='create2'>
              <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                <create node='25e3d37dabbab9541f7523321421edc5bfeb2dae'/>
              </pubsub>
          </iq>
          """),
        choosing: "25e3d37dabbab9541f7523321421edc5bfeb2dae")),

    Scenario(
      .sends(
        Example(
          133, "Entity requests leaf node with (default) open access model",
          """
          <iq type='set'
              from='hamlet@denmark.lit/elsinore'
              to='pubsub.shakespeare.lit'
              id='create1'>
              <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                <create node='princely_musings'/>
              </pubsub>
          </iq>
          """)),
      .answers(success),
      .isConfigured(["access_model": "open"])),

    Scenario(
      .sends(whitelisted),
      .answers(success),
      .isConfigured(["access_model": "whitelist"])),

    Scenario(
      // The server does not let the service see rosters.
      .sends(whitelisted.with("whitelist", "presence")),
      .answers(
        Example(
          136, "Service does not support specified access model",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='create2'>
            <error type='modify'>
              <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <unsupported-access-model xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(
        whitelisted.with("pubsub#access_model", "pubsub#node_type")
          .with("whitelist", "collection")),
      .isRefused("unsupported", "feature-not-implemented")),

    Scenario(
      .sends(
        Example(
          137, "Entity requests a new node with non-default configuration.",
          """
          <iq type='set'
              from='hamlet@denmark.lit/elsinore'
              to='pubsub.shakespeare.lit'
              id='create1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <create node='princely_musings'/>
              <configure>
                <x xmlns='jabber:x:data' type='submit'>
                  <field var='FORM_TYPE' type='hidden'>
                    <value>http://jabber.org/protocol/pubsub#node_config</value>
                  </field>
                  <field var='pubsub#title'><value>Princely Musings (Atom)</value></field>
                  <field var='pubsub#deliver_notifications'><value>1</value></field>
                  <field var='pubsub#deliver_payloads'><value>1</value></field>
                  <field var='pubsub#persist_items'><value>1</value></field>
                  <field var='pubsub#max_items'><value>10</value></field>
                  <field var='pubsub#item_expire'><value>604800</value></field>
                  <field var='pubsub#access_model'><value>open</value></field>
                  <field var='pubsub#publish_model'><value>publishers</value></field>
                  <field var='pubsub#purge_offline'><value>0</value></field>
                  <field var='pubsub#send_last_published_item'><value>never</value></field>
                  <field var='pubsub#presence_based_delivery'><value>false</value></field>
                  <field var='pubsub#notification_type'><value>headline</value></field>
                  <field var='pubsub#notify_config'><value>0</value></field>
                  <field var='pubsub#notify_delete'><value>0</value></field>
                  <field var='pubsub#notify_retract'><value>0</value></field>
                  <field var='pubsub#notify_sub'><value>0</value></field>
                  <field var='pubsub#max_payload_size'><value>1028</value></field>
                  <field var='pubsub#type'><value>urn:example:e2ee:bundle</value></field>
                  <field var='pubsub#body_xslt'>
                    <value>http://jabxslt.jabberstudio.org/atom_body.xslt</value>
                  </field>
                </x>
              </configure>
            </pubsub>
          </iq>
          """)),
      .answers(
        Example(
          138, "Service replies with success",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='create1'/>
          """)),
      .isConfigured([
        "title": "Princely Musings (Atom)", "max_items": "10", "item_expire": "604800",
        "send_last_published_item": "never", "notify_delete": "0", "max_payload_size": "1028",
        "type": "urn:example:e2ee:bundle",
      ])),
  ]

  static let success = Example(
    135, "Service informs requesting entity of success",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        to='hamlet@denmark.lit/elsinore'
        id='create1'/>
    """)

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
