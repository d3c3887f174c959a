import Testing

/// XEP-0060, section 6.5: Retrieve Items from a Node. More is in `ItemsByNameExamples.swift` and
/// `ItemsErrorExamples.swift`.
@Suite("XEP-0060, 6.5 Retrieve Items from a Node", .serialized)
struct ItemsExamples {
  static let request = Example(
    74, "Subscriber requests all items",
    """
    <iq type='get'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='items1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <items node='princely_musings'/>
      </pubsub>
    </iq>
    """)

  static let recent = Example(
    80, "Subscriber requests two most recent items",
    """
    <iq type='get'
        from='francisco@denmark.lit/barracks'
        to='pubsub.shakespeare.lit'
        id='items2'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <items node='princely_musings' max_items='2'/>
      </pubsub>
    </iq>
    """)

  static let last = Example(
    77, "Service returns last published item",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        to='francisco@denmark.lit/barracks'
        id='items1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <items node='princely_musings'>
          <item id='ae890ac52d0df67ed7cfdf51b644e901'>
            \(Blog.soliloquy)
          </item>
        </items>
      </pubsub>
    </iq>
    """)

  static let page = Example(
    76, "Service returns some items via result set management",
    """
    <iq type='result'
        from='pubsub.shakespeare.lit'
        to='francisco@denmark.lit/barracks'
        id='items1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>
        <items node='princely_musings'>
          <item id='368866411b877c30064a5f62b917cffe'>
            \(Blog.uses)
          </item>
          <item id='3300659945416e274474e469a1f0154c'>
            \(Blog.ghostly)
          </item>
          <item id='4e30f35051b7b8b42abe083742187228'>
            \(Blog.alone)
          </item>
        </items>
        <set xmlns='http://jabber.org/protocol/rsm'>
          <first index='0'>368866411b877c30064a5f62b917cffe</first>
          <last>4e30f35051b7b8b42abe083742187228</last>
          <count>19</count>
        </set>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created(),
      .blogged(),
      .sends(request),
      .answers(
        Example(
          75, "Service returns all items",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='princely_musings'>
                <item id='368866411b877c30064a5f62b917cffe'>
                  \(Blog.uses)
                </item>
                <item id='3300659945416e274474e469a1f0154c'>
                  \(Blog.ghostly)
                </item>
                <item id='4e30f35051b7b8b42abe083742187228'>
                  \(Blog.alone)
                </item>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'>
                  \(Blog.soliloquy)
                </item>
              </items>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(),
      .blogged(),
      .publishedMore(15),
      .sends(
        request.with(
          "<items node='princely_musings'/>",
          """
          <items node='princely_musings'/>
          <set xmlns='http://jabber.org/protocol/rsm'><max>3</max></set>
          """)),
      .answers(page)),

    Scenario(
      // Nobody has asked for a page, but the service has more than it tells at a time: it tells the newest.
      .created(),
      .publishedMore(16),
      .published(Blog.usesID, Blog.uses),
      .published(Blog.ghostlyID, Blog.ghostly),
      .published(Blog.aloneID, Blog.alone),
      .sends(request),
      .answers(
        page.with(
          " index='0'", "",
          because: "They are not the first of all, and the index need not be told."))
    ).answering(atMost: 3),

    Scenario(
      // The node keeps the last item alone.
      .created(["max_items": "1"]),
      .blogged(),
      .sends(request),
      .answers(last)),

    Scenario(
      .created(),
      .blogged(),
      .sends(recent),
      .answers(
        Example(
          81, "Service returns two most recent items",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items2'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='princely_musings'>
                <item id='4e30f35051b7b8b42abe083742187228'>
                  \(Blog.alone)
                </item>
                <item id='ae890ac52d0df67ed7cfdf51b644e901'>
                  \(Blog.soliloquy)
                </item>
              </items>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(recent),
      .answers(
        Example(
          82, "Service returns no items if it has none",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='francisco@denmark.lit/barracks'
              id='items2'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <items node='princely_musings'/>
            </pubsub>
          </iq>
          """))),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
