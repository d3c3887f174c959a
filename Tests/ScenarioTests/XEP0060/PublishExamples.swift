import Testing

/// XEP-0060, section 7.1: Publish an Item to a Node. What subscribers are told is in
/// `PublishNotificationExamples.swift`, the errors are in `PublishErrorExamples.swift`.
@Suite("XEP-0060, 7.1 Publish an Item to a Node", .serialized)
struct PublishExamples {
  static let request = Example(
    96, "Publisher publishes an item with an ItemID",
    """
    <iq type='set'
        from='hamlet@denmark.lit/blogbot'
        to='pubsub.shakespeare.lit'
        id='publish1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <publish node='princely_musings'>
          <item id='bnd81g37d61f49fgn581'>
            \(Blog.soliloquy)
          </item>
        </publish>
      </pubsub>
    </iq>
    """)

  static let nameless = Example(
    97, "Publisher publishes an item without an ItemID",
    """
    <iq type='set'
        from='hamlet@denmark.lit/blogbot'
        to='pubsub.shakespeare.lit'
        id='publish2'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <publish node='princely_musings'>
          <item>
            \(Blog.soliloquy)
          </item>
        </publish>
      </pubsub>
    </iq>
    """)

  static let success = Example(
    98, "Service replies with success",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        to='hamlet@denmark.lit/blogbot'
        id='publish1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <publish node='princely_musings'/>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created(),
      .sends(request),
      .answers(success)),

    Scenario(
      .created(),
      .sends(nameless),
      .answers(
        Example(
          99, "Service replies with success and the ID of the new item",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/blogbot'
              id='publish2'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <publish node='princely_musings'>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'/>
              </publish>
            </pubsub>
          </iq>
          """),
        choosing: Blog.soliloquyID)),

    Scenario(
      // There is no node yet: the options are its configuration.
      .rosters(),
      .sends(withOptions),
      .answers(success),
      .isConfigured(["access_model": "presence"])),

    Scenario(
      .rosters(),
      .created(["access_model": "open"]),
      .sends(withOptions),
      .isRefused("precondition-not-met", "conflict")),
  ]

  static let withOptions = Example(
    114, "Publishing with options",
    """
    <iq type='set'
        from='hamlet@denmark.lit/blogbot'
        to='pubsub.shakespeare.lit'
        id='pub1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <publish node='princely_musings'>
          <item id='ae890ac52d0df67ed7cfdf51b644e901'>
            \(Blog.soliloquy)
          </item>
        </publish>
        <publish-options>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#publish-options</value>
            </field>
            <field var='pubsub#access_model'>
              <value>presence</value>
            </field>
          </x>
        </publish-options>
      </pubsub>
    </iq>
    """)

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
