import Testing

/// XEP-0060, section 7.1.2: what subscribers are told of a new item.
@Suite("XEP-0060, 7.1.2 Publish an Item to a Node: Notifications", .serialized)
struct PublishNotificationExamples {
  static let scenarios = [
    Scenario(
      .created(),
      .subscribed(.francisco, .bernardo, .horatio, .bard),
      .sends(PublishExamples.nameless),
      .tells(
        Example(
          100, "Subscribers receive event notifications with payloads",
          """
          <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit' id='foo'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'>
                  \(Blog.soliloquy)
                </item>
              </items>
            </event>
          </message>

          <message from='pubsub.shakespeare.lit' to='bernardo@denmark.lit' id='bar'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'>
                  \(Blog.soliloquy)
                </item>
              </items>
            </event>
          </message>

          <message from='pubsub.shakespeare.lit' to='horatio@denmark.lit' id='baz'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'>
                  \(Blog.soliloquy)
                </item>
              </items>
            </event>
          </message>

          <message from='pubsub.shakespeare.lit' to='bard@shakespeare.lit' id='fez'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'>
                  \(Blog.soliloquy)
                </item>
              </items>
            </event>
          </message>
          """),
        choosing: Blog.soliloquyID)),

    Scenario(
      .created(["deliver_payloads": "0"]),
      .subscribed(.francisco, .bernardo, .horatio, .bard),
      .sends(PublishExamples.nameless),
      .tells(
        Example(
          101, "Subscribers receive event notifications only",
          """
          <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit' id='foo'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
              </items>
            </event>
          </message>

          <message from='pubsub.shakespeare.lit' to='bernardo@denmark.lit' id='bar'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
              </items>
            </event>
          </message>

          <message from='pubsub.shakespeare.lit' to='horatio@denmark.lit' id='baz'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
              </items>
            </event>
          </message>

          <message from='pubsub.shakespeare.lit' to='bard@shakespeare.lit' id='fez'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
              </items>
            </event>
          </message>
          """),
        choosing: Blog.soliloquyID)),

    Scenario(
      .created(),
      .subscribed(.francisco),
      .blogged(),
      .tellsOfItems(3),
      .tells(
        Example(
          102, "Service Notifies Subscribers",
          """
          <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit' id='foo'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'
                      publisher='hamlet@denmark.lit'>
                  [ ... ENTRY ... ]
                </item>
              </items>
            </event>
          </message>
          """)),
      .sends(ItemsExamples.request),
      .answers(
        Example(
          103, "Service returns items",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'
                      publisher='hamlet@denmark.lit'>
                  [ ... ENTRY ... ]
                </item>
                  [ ... MORE ITEMS ... ]
              </items>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(["deliver_payloads": "0"]),
      .subscribedTwice(.francisco),
      .published(),
      .tells(
        Example(
          104, "Subscriber receives notated event notification",
          """
          <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit' id='foo'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
              </items>
            </event>
            <headers xmlns='http://jabber.org/protocol/shim'>
              <header name='SubID'>123-abc</header>
              <header name='SubID'>004-yyy</header>
            </headers>
          </message>
          """))),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
