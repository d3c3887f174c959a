import Testing

/// XEP-0060, section 7.2: Delete an Item from a Node.
@Suite("XEP-0060, 7.2 Delete an Item from a Node", .serialized)
struct RetractExamples {
  static let request = Example(
    115, "Entity deletes an item from a node",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='retract1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <retract node='princely_musings'>
          <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
        </retract>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created(["notify_retract": "0"]),
      .published(),
      .subscribed(.francisco),
      .tellsOfItems(1),
      .sends(request),
      .answers(
        Example(
          116, "Service replies with success",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='retract1'/>
          """)),
      .saysNothing(to: .francisco)),

    Scenario(
      .created(["notify_retract": "0", "send_last_published_item": "never"]),
      .published(),
      .subscribed(.francisco, .bernardo),
      .sends(request.with("<retract ", "<retract notify='true' ")),
      .tells(
        Example(
          117, "Subscribers are notified of deletion",
          """
          <message from='pubsub.shakespeare.lit' to='francisco@denmark.lit' id='foo'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <retract id='ae890ac52d0df67ed7cfdf51b644e901'/>
              </items>
            </event>
          </message>

          <message from='pubsub.shakespeare.lit' to='bernardo@denmark.lit' id='bar'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <retract id='ae890ac52d0df67ed7cfdf51b644e901'/>
              </items>
            </event>
          </message>
          """))),

    Scenario(
      .created(["send_last_published_item": "never"]),
      .published(),
      .subscribedTwice(.bernardo),
      .sends(request),
      .tells(
        Example(
          118, "Subscriber receives notated event notification",
          """
          <message from='pubsub.shakespeare.lit' to='bernardo@denmark.lit' id='bar'>
            <event xmlns='http://jabber.org/protocol/pubsub#event'>
              <items node='princely_musings'>
                <retract id='ae890ac52d0df67ed7cfdf51b644e901'/>
              </items>
            </event>
            <headers xmlns='http://jabber.org/protocol/shim'>
              <header name='SubID'>123-abc</header>
              <header name='SubID'>004-yyy</header>
            </headers>
          </message>
          """))),

    Scenario(
      .created(by: .bard),
      .affiliated(.hamlet, "publisher", by: .bard),
      .published(by: .bard),
      .sends(request),
      .answers(
        Example(
          119, "Requesting entity does not have sufficient privileges",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='retract1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(request),
      .answers(missing)),

    Scenario(
      .created(),
      .sends(request),
      .answers(missing)),

    Scenario(
      .created(),
      .published(),
      .sends(request.with(" node='princely_musings'", "")),
      .answers(
        Example(
          121, "Request does not specify a node",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='retract1'>
            <error type='modify'>
              <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <nodeid-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .published(),
      .sends(request.with("<item id='ae890ac52d0df67ed7cfdf51b644e901'/>", "")),
      .answers(noItem)),

    Scenario(
      .created(),
      .published(),
      .sends(request.with(" id='ae890ac52d0df67ed7cfdf51b644e901'", "")),
      .answers(noItem)),

    Scenario(
      .created(["persist_items": "0"]),
      .sends(request),
      .answers(
        Example(
          123, "Node does not support persistent items",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='retract1'>
            <error type='cancel'>
              <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <unsupported xmlns='http://jabber.org/protocol/pubsub#errors'
                           feature='persistent-items'/>
            </error>
          </iq>
          """))),
  ]

  static let missing = Example(
    120, "Non-existent node or item",
    """
    <iq type='error'
        from='pubsub.shakespeare.lit'
        to='hamlet@denmark.lit/elsinore'
        id='retract1'>
      <error type='cancel'>
        <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
      </error>
    </iq>
    """)

  static let noItem = Example(
    122, "Request does not specify an item",
    """
    <iq type='error'
        from='pubsub.shakespeare.lit'
        to='hamlet@denmark.lit/elsinore'
        id='retract1'>
      <error type='modify'>
        <bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
        <item-required xmlns='http://jabber.org/protocol/pubsub#errors'/>
      </error>
    </iq>
    """)

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
