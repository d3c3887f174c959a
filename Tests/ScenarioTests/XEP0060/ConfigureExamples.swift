import Testing

/// XEP-0060, sections 8.2.4 and 8.2.5: an owner configures a node.
@Suite("XEP-0060, 8.2 Configure a Node: Form Submission", .serialized)
struct ConfigureExamples {
  static let submission = Example(
    146, "Owner submits node configuration form",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='config2'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <configure node='princely_musings'>
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
            <field var='pubsub#access_model'><value>roster</value></field>
            <field var='pubsub#roster_groups_allowed'>
              <value>friends</value>
              <value>servants</value>
              <value>courtiers</value>
            </field>
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
    """)

  static let success = Example(
    148, "Service replies with success",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        to='hamlet@denmark.lit/elsinore'
        id='config2'/>
    """)

  static let scenarios = [
    Scenario(
      .rosters(),
      .created(),
      .sends(submission),
      .answers(success),
      .isConfigured([
        "title": "Princely Musings (Atom)", "access_model": "roster", "notify_retract": "0",
        "max_payload_size": "1028",
      ])),

    Scenario(
      .created(["title": "As before"]),
      .sends(
        Example(
          147, "Owner cancels configuration process",
          """
          <iq type='set'
              from='hamlet@denmark.lit/elsinore'
              to='pubsub.shakespeare.lit'
              id='config2'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <configure node='princely_musings'>
                <x xmlns='jabber:x:data' type='cancel'/>
              </configure>
            </pubsub>
          </iq>
          """)),
      .answers(success),
      .isConfigured(["title": "As before"])),

    Scenario(
      // The server does not let the service see rosters.
      .created(),
      .sends(submission),
      .answers(
        Example(
          149, "Configuration change cannot be processed",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='config2'>
            <error type='modify'>
              <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """
        ).with(
          "<error type='modify'>",
          """
          <error type='modify'>
            <unsupported-access-model xmlns='http://jabber.org/protocol/pubsub#errors'/>
          """, because: "The service says more.")),
      .isConfigured(["access_model": "open"])),

    Scenario(
      .created(["deliver_payloads": "0", "notify_config": "1"]),
      .subscribed(.francisco),
      .configured(["title": "Princely Musings"]),
      .tells(
        Example(
          150, "Service sends configuration change notification (event notification only)",
          """
          <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit' id='foo'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <configuration node='princely_musings'/>
            </event>
          </message>
          """))),

    Scenario(
      .created(["notify_config": "1"]),
      .subscribed(.francisco),
      .configured([
        "title": "Princely Musings (Atom)", "notify_delete": "0", "notify_retract": "0",
        "max_items": "10", "item_expire": "604800", "max_payload_size": "9216",
        "send_last_published_item": "never", "type": "urn:example:e2ee:bundle",
      ]),
      .tells(
        Example(
          151, "Service sends configuration change notification (full payload)",
          """
          <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit' id='foo'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <configuration node='princely_musings'>
                <x xmlns='jabber:x:data' type='result'>
                  <field var='FORM_TYPE' type='hidden'>
                    <value>http://jabber.org/protocol/pubsub#node_config</value>
                  </field>
                  <field var='pubsub#title'><value>Princely Musings (Atom)</value></field>
                  <field var='pubsub#deliver_notifications'><value>1</value></field>
                  <field var='pubsub#deliver_payloads'><value>1</value></field>
                  <field var='pubsub#notify_config'><value>0</value></field>
                  <field var='pubsub#notify_delete'><value>0</value></field>
                  <field var='pubsub#notify_retract'><value>0</value></field>
                  <field var='pubsub#notify_sub'><value>0</value></field>
                  <field var='pubsub#persist_items'><value>1</value></field>
                  <field var='pubsub#max_items'><value>10</value></field>
                  <field var='pubsub#item_expire'><value>604800</value></field>
                  <field var='pubsub#subscribe'><value>1</value></field>
                  <field var='pubsub#access_model'><value>open</value></field>
                  <field var='pubsub#publish_model'><value>publishers</value></field>
                  <field var='pubsub#purge_offline'><value>0</value></field>
                  <field var='pubsub#max_payload_size'><value>9216</value></field>
                  <field var='pubsub#send_last_published_item'><value>never</value></field>
                  <field var='pubsub#presence_based_delivery'><value>0</value></field>
                  <field var='pubsub#notification_type'><value>headline</value></field>
                  <field var='pubsub#type'><value>urn:example:e2ee:bundle</value></field>
                  <field var='pubsub#body_xslt'>
                    <value>http://jabxslt.jabberstudio.org/atom_body.xslt</value>
                  </field>
                </x>
              </configuration>
            </event>
          </message>
          """
        )
        .with(
          "<field var='pubsub#notify_config'><value>0</value></field>",
          "<field var='pubsub#notify_config'><value>1</value></field>",
          because: "Else nobody would be told."
        )
        .with(
          """
                  <field var='pubsub#body_xslt'>
                    <value>http://jabxslt.jabberstudio.org/atom_body.xslt</value>
                  </field>
          """, "", because: "The service transforms nothing."))),

    Scenario(
      .created(["notify_config": "0"]),
      .subscribed(.francisco),
      .configured(["title": "Princely Musings"]),
      .saysNothing(to: .francisco)),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
