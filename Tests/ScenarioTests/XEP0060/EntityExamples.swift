import Testing

/// XEP-0060, section 5: Entity Use Cases.
@Suite("XEP-0060, 5 Entity Use Cases", .serialized)
struct EntityExamples {
  static let features = Example(
    7, "Entity Queries Pubsub Service Regarding Supported Features",
    """
    <iq type='get'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='feature1'>
      <query xmlns='http://jabber.org/protocol/disco#info'/>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .sends(features),
      .answers(
        Example(
          8, "Pubsub Service Returns Set of Supported Features",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='feature1'>
            <query xmlns='http://jabber.org/protocol/disco#info'>
              <identity category='pubsub' type='service'/>
              <feature var='http://jabber.org/protocol/pubsub'/>
            </query>
          </iq>
          """))),

    Scenario(
      .created("Romeoance", ["title": "Letters to my Beloved"]),
      .created("Julliennui", ["title": "A Rose by Another Name"]),
      .sends(
        Example(
          9, "Entity requests node discovery",
          """
          <iq type='get'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='disco1'>
            <query xmlns='http://jabber.org/protocol/disco#items'/>
          </iq>
          """)),
      .answers(
        Example(
          10, "Service responds with nodes",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='disco1'>
            <query xmlns='http://jabber.org/protocol/disco#items'>
              <item node='Romeoance'
                    name='Letters to my Beloved'
                    jid='pubsub.shakespeare.lit'/>
              <item node='Julliennui'
                    name='A Rose by Another Name'
                    jid='pubsub.shakespeare.lit'/>
            </query>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(
        Example(
          11, "Entity queries leaf node for information",
          """
          <iq type='get'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='info1'>
            <query xmlns='http://jabber.org/protocol/disco#info'
                   node='princely_musings'/>
          </iq>
          """)),
      .answers(
        Example(
          12, "Service responds with identity of pubsub/leaf",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='info1'>
            <query xmlns='http://jabber.org/protocol/disco#info'
                   node='princely_musings'>
              ...
              <identity category='pubsub' type='leaf'/>
              ...
            </query>
          </iq>
          """))),

    Scenario(
      .created(
        [
          "title": "Princely Musings (Atom)", "type": "urn:example:e2ee:bundle",
          "description": "Updates for Hamlet&apos;s Princely Musings weblog.", "language": "en",
          "contact": "bard@shakespeare.lit", "max_items": "120",
        ]),
      .subscribed(.francisco, .bernardo),
      .affiliated(.horatio, "publisher"),
      .sends(
        Example(
          13, "Entity queries a node for information",
          """
          <iq type='get'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='meta1'>
            <query xmlns='http://jabber.org/protocol/disco#info'
                   node='princely_musings'/>
          </iq>
          """)),
      .answers(
        Example(
          14, "Service responds with information and metadata",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='meta1'>
            <query xmlns='http://jabber.org/protocol/disco#info'
                   node='princely_musings'>
              <identity category='pubsub' type='leaf'/>
              <feature var='http://jabber.org/protocol/pubsub'/>
              <x xmlns='jabber:x:data' type='result'>
                <field var='FORM_TYPE' type='hidden'>
                  <value>http://jabber.org/protocol/pubsub#meta-data</value>
                </field>
                <field var='pubsub#type' label='Payload semantic type information' type='text-single'>
                  <value>urn:example:e2ee:bundle</value>
                </field>
                <field var='pubsub#creator' label='Node creator' type='jid-single'>
                  <value>hamlet@denmark.lit</value>
                </field>
                <field var='pubsub#creation_date' label='Creation date' type='text-single'>
                  <value>2003-07-29T22:56:10Z</value>
                </field>
                <field var='pubsub#title' label='A short name for the node' type='text-single'>
                  <value>Princely Musings (Atom)</value>
                </field>
                <field var='pubsub#description' label='A description of the node' type='text-single'>
                  <value>Updates for Hamlet&apos;s Princely Musings weblog.</value>
                </field>
                <field var='pubsub#language' label='Default language' type='list-single'>
                  <value>en</value>
                </field>
                <field var='pubsub#contact' label='People to contact with questions' type='jid-multi'>
                  <value>bard@shakespeare.lit</value>
                </field>
                <field var='pubsub#access_model' label='Access model' type='list-single'>
                  <value>open</value>
                </field>
                <field var='pubsub#publish_model' label='Publish model' type='list-single'>
                  <value>publishers</value>
                </field>
                <field var='pubsub#max_items' label='Max # of items to persist. `max` for no specific limit other than a server imposed maximum.' type='text-single'>
                  <value>120</value>
                </field>
                <field var='pubsub#owner' label='Node owners' type='jid-multi'>
                  <value>hamlet@denmark.lit</value>
                </field>
                <field var='pubsub#publisher' label='Publishers to this node' type='jid-multi'>
                  <value>hamlet@denmark.lit</value>
                </field>
                <field var='pubsub#num_subscribers' label='Number of subscribers to this node' type='text-single'>
                  <value>1066</value>
                </field>
              </x>
            </query>
          </iq>
          """
        )
        .with("1066", "2")
        .with(
          publishers("hamlet"), publishers("horatio"),
          because: "An owner's affiliation is not that of a publisher (section 16.4.3)."
        ))),

    Scenario(
      .created(),
      .blogged(),
      .exchanges(
        Example(
          15, "Entity requests all of the items for a node",
          """
          <iq type='get'
              from='francisco@denmark.lit/barracks'
              to='pubsub.shakespeare.lit'
              id='items1'>
            <query xmlns='http://jabber.org/protocol/disco#items'
                   node='princely_musings'/>
          </iq>

          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <query xmlns='http://jabber.org/protocol/disco#items'
                   node='princely_musings'>
              <item jid='pubsub.shakespeare.lit' name='368866411b877c30064a5f62b917cffe'/>
              <item jid='pubsub.shakespeare.lit' name='3300659945416e274474e469a1f0154c'/>
              <item jid='pubsub.shakespeare.lit' name='4e30f35051b7b8b42abe083742187228'/>
              <item jid='pubsub.shakespeare.lit' name='ae890ac52d0df67ed7cfdf51b644e901'/>
            </query>
          </iq>
          """))),
  ]

  private static func publishers(_ name: String) -> String {
    """
          <field var='pubsub#publisher' label='Publishers to this node' type='jid-multi'>
            <value>\(name)@denmark.lit</value>
    """
  }

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
