import Testing

/// XEP-0060, section 8.3: Request Default Node Configuration Options.
@Suite("XEP-0060, 8.3 Request Default Node Configuration Options", .serialized)
struct DefaultConfigurationExamples {
  static let scenarios = [
    Scenario(
      .rosters(),
      .sends(
        Example(
          152, "Entity requests default node configuration options",
          """
          <iq type='get'
              from='hamlet@denmark.lit/elsinore'
              to='pubsub.shakespeare.lit'
              id='def1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <default/>
            </pubsub>
          </iq>
          """)),
      .answers(
        Example(
          154, "Service responds with default node configuration options",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='def1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <default>
                <x xmlns='jabber:x:data' type='form'>
                  <field var='FORM_TYPE' type='hidden'>
                    <value>http://jabber.org/protocol/pubsub#node_config</value>
                  </field>
                  <field var='pubsub#title' type='text-single'
                         label='A friendly name for the node'/>
                  <field var='pubsub#deliver_notifications' type='boolean'
                         label='Deliver event notifications'>
                    <value>true</value>
                  </field>
                  <field var='pubsub#deliver_payloads' type='boolean'
                       label='Deliver payloads with event notifications'>
                    <value>1</value>
                  </field>
                  <field var='pubsub#description' type='text-single'
                       label='A description of the node'/>
                  <field var='pubsub#notify_config' type='boolean'
                         label='Notify subscribers when the node configuration changes'>
                    <value>0</value>
                  </field>
                  <field var='pubsub#notify_delete' type='boolean'
                         label='Notify subscribers when the node is deleted'>
                    <value>0</value>
                  </field>
                  <field var='pubsub#notify_retract' type='boolean'
                         label='Notify subscribers when items are removed from the node'>
                    <value>0</value>
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
                         label='Max payload size in bytes'>
                    <value>9216</value>
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
                         label='Deliver notifications only to available users'>
                    <value>0</value>
                  </field>
                  <field var='pubsub#notification_type' type='list-single'
                         label='Specify the delivery style for notifications'>
                    <option><value>normal</value></option>
                    <option><value>headline</value></option>
                    <value>headline</value>
                  </field>
                </x>
              </default>
            </pubsub>
          </iq>
          """
        )
        .withoutValues(because: "The defaults are the service's own.")
        .with(
          """
                    <option><value>friends</value></option>
                    <option><value>courtiers</value></option>
                    <option><value>servants</value></option>
                    <option><value>enemies</value></option>
          """, "", because: "The service does not show the groups of Hamlet's roster."))),

    Scenario(
      .sends(
        Example(
          153, "Entity requests default node configuration options",
          """
          <iq type='get'
              from='hamlet@denmark.lit/elsinore'
              to='pubsub.shakespeare.lit'
              id='def1collection'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <default type='collection'/>
            </pubsub>
          </iq>
          """)),
      // There are no collections; what is said is what XEP-0248 says of their creation.
      .isRefused("unsupported", "feature-not-implemented")),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
