import Testing

/// XEP-0060, sections 8.2.1 and 8.2.2: the form by which a node is configured.
@Suite("XEP-0060, 8.2 Configure a Node: Request", .serialized)
struct ConfigureFormExamples {
  static let request = Example(
    139, "Owner requests configuration form",
    """
    <iq type='get'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='config1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <configure node='princely_musings'/>
      </pubsub>
    </iq>
    """)

  static let form = Example(
    140, "Service responds with configuration form",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        to='hamlet@denmark.lit/elsinore'
        id='config1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <configure node='princely_musings'>
          <x xmlns='jabber:x:data' type='form'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#node_config</value>
            </field>
            <field var='pubsub#title' type='text-single'
                   label='A friendly name for the node'/>
            <field var='pubsub#deliver_notifications' type='boolean'
                   label='Whether to deliver event notifications'>
              <value>true</value>
            </field>
            <field var='pubsub#deliver_payloads' type='boolean'
                   label='Whether to deliver payloads with event notifications'>
              <value>true</value>
            </field>
            <field var='pubsub#notify_config' type='boolean'
                   label='Notify subscribers when the node configuration changes'>
              <value>0</value>
            </field>
            <field var='pubsub#notify_delete' type='boolean'
                   label='Notify subscribers when the node is deleted'>
              <value>false</value>
            </field>
            <field var='pubsub#notify_retract' type='boolean'
                   label='Notify subscribers when items are removed from the node'>
              <value>false</value>
            </field>
            <field var='pubsub#notify_sub' type='boolean'
                   label='Notify owners about new subscribers and unsubscribes'>
              <value>0</value>
            </field>
            <field var='pubsub#persist_items' type='boolean'
                   label='Persist items to storage'>
              <value>1</value>
            </field>
            <field var='pubsub#max_items' type='text-single'
                   label='Max # of items to persist. `max` for no specific limit other than a server imposed maximum.'>
              <value>10</value>
            </field>
            <field var='pubsub#item_expire' type='text-single'
                   label='Time after which to automatically purge items. `max` for no specific limit other than a server imposed maximum.'>
              <value>604800</value>
            </field>
            <field var='pubsub#subscribe' type='boolean'
                   label='Whether to allow subscriptions'>
              <value>1</value>
            </field>
            <field var='pubsub#access_model' type='list-single'
                   label='Specify the subscriber model'>
              <option><value>authorize</value></option>
              <option><value>open</value></option>
              <option><value>presence</value></option>
              <option><value>roster</value></option>
              <option><value>whitelist</value></option>
              <value>open</value>
            </field>
            <field var='pubsub#roster_groups_allowed' type='list-multi'
                   label='Roster groups allowed to subscribe'>
              <option><value>friends</value></option>
              <option><value>courtiers</value></option>
              <option><value>servants</value></option>
              <option><value>enemies</value></option>
            </field>
            <field var='pubsub#publish_model' type='list-single'
                   label='Specify the publisher model'>
              <option><value>publishers</value></option>
              <option><value>subscribers</value></option>
              <option><value>open</value></option>
              <value>publishers</value>
            </field>
            <field var='pubsub#purge_offline' type='boolean'
                   label='Purge all items when the relevant publisher goes offline?'>
              <value>0</value>
            </field>
            <field var='pubsub#max_payload_size' type='text-single'
                   label='Max Payload size in bytes'>
              <value>1028</value>
            </field>
            <field var='pubsub#send_last_published_item' type='list-single'
                   label='When to send the last published item'>
              <option label='Never'><value>never</value></option>
              <option label='When a new subscription is processed'><value>on_sub</value></option>
              <option label='When a new subscription is processed and whenever a subscriber comes online'>
                <value>on_sub_and_presence</value>
              </option>
              <value>never</value>
            </field>
            <field var='pubsub#presence_based_delivery' type='boolean'
                   label='Deliver event notifications only to available users'>
              <value>0</value>
            </field>
            <field var='pubsub#notification_type' type='list-single'
                   label='Specify the delivery style for event notifications'>
              <option><value>normal</value></option>
              <option><value>headline</value></option>
              <value>headline</value>
            </field>
            <field var='pubsub#type' type='text-single'
                   label='Specify the semantic type of payload data to be provided at this node.'>
              <value>urn:example:e2ee:bundle</value>
            </field>
            <field var='pubsub#dataform_xslt' type='text-single'
                   label='Payload XSLT'/>
          </x>
        </configure>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .rosters(),
      .created([
        "max_items": "10", "item_expire": "604800", "max_payload_size": "1028",
        "send_last_published_item": "never", "notify_delete": "0", "notify_retract": "0",
        "type": "urn:example:e2ee:bundle",
      ]),
      .sends(request),
      .answers(
        form
          .with(
            """
                    <field var='pubsub#dataform_xslt' type='text-single'
                           label='Payload XSLT'/>
            """, "", because: "The service transforms nothing."
          )
          .with(
            """
                      <option><value>friends</value></option>
                      <option><value>courtiers</value></option>
                      <option><value>servants</value></option>
                      <option><value>enemies</value></option>
            """, "", because: "The service does not show the groups of Hamlet's roster."))),

    Scenario(
      .created(by: .bard),
      .sends(request),
      .answers(
        Example(
          142, "Requesting entity is prohibited from configuring this node",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='config1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(request.with(" node='princely_musings'", "")),
      .answers(
        Example(
          143, "Request did not specify a node",
          """
          <iq type='error'
              from='hamlet@denmark.lit/elsinore'
              to='pubsub.shakespeare.lit'
              id='config1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(request),
      .answers(
        Example(
          145, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='config1'>
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
