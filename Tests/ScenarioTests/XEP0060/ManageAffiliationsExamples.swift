import Testing

/// XEP-0060, section 8.9: Manage Affiliations.
@Suite("XEP-0060, 8.9 Manage Affiliations", .serialized)
struct ManageAffiliationsExamples {
  static let list = Example(
    197, "Owner requests all affiliated entities",
    """
    <iq type='get'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='ent1'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <affiliations node='princely_musings'/>
      </pubsub>
    </iq>
    """)

  static let change = Example(
    202, "Owner modifies affiliation",
    """
    <iq type='set'
        from='hamlet@denmark.lit/elsinore'
        to='pubsub.shakespeare.lit'
        id='ent2'>
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <affiliations node='princely_musings'>
          <affiliation jid='bard@shakespeare.lit' affiliation='publisher'/>
        </affiliations>
      </pubsub>
    </iq>
    """)

  static let scenarios = [
    Scenario(
      .created(),
      .affiliated(.polonius, "outcast"),
      // Those who are nothing are not in the list.
      .affiliated(.bernardo, "member"),
      .affiliated(.bernardo, "none"),
      .sends(list),
      .answers(
        Example(
          198, "Service returns list of affiliated entities",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='ent1'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <affiliations node='princely_musings'>
                <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
                <affiliation jid='polonius@denmark.lit' affiliation='outcast'/>
              </affiliations>
            </pubsub>
          </iq>
          """))),

    Scenario(
      .created(by: .bard),
      .sends(list),
      .answers(
        Example(
          200, "Entity is not an owner",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='ent1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(list),
      .answers(
        Example(
          201, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='ent1'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .sends(change),
      .answers(
        Example(
          203, "Service responds with success",
          """
          <iq type='result'
              from='pubsub.shakespeare.lit'
              id='ent2'/>
          """)),
      .isTrue("the bard may publish") { play in
        try await play.person(.bard).publishes("1", to: musings, Blog.uses).isResult()
      }),

    Scenario(
      .created(),
      .sends(change.with("'publisher'", "'jester'")),
      .answers(
        Example(
          205, "Node or service does not support the requested affiliation",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='ent1'>
            <error type='cancel'>
              <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
              <unsupported xmlns='http://jabber.org/protocol/pubsub#errors'
                           feature='member-affiliation'/>
            </error>
          </iq>
          """
        ).with(
          "member-affiliation", "jester-affiliation",
          because: "The service supports all that the XEP names."))),

    Scenario(
      .created(by: .bard),
      .sends(change),
      .answers(
        Example(
          206, "Entity is not an owner",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='ent1'>
            <error type='auth'>
              <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .sends(change),
      .answers(
        Example(
          207, "Node does not exist",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              id='ent1'>
            <error type='cancel'>
              <item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """))),

    Scenario(
      .created(),
      .affiliated(.polonius, "member"),
      .sends(
        Example(
          208, "Owner sets affiliation for multiple entities",
          """
          <iq type='set'
              from='hamlet@denmark.lit/elsinore'
              to='pubsub.shakespeare.lit'
              id='ent3'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <affiliations node='princely_musings'>
                <affiliation jid='hamlet@denmark.lit' affiliation='none'/>
                <affiliation jid='polonius@denmark.lit' affiliation='none'/>
                <affiliation jid='bard@shakespeare.lit' affiliation='publisher'/>
              </affiliations>
            </pubsub>
          </iq>
          """)),
      .answers(
        Example(
          209, "Service responds with an error",
          """
          <iq type='error'
              from='pubsub.shakespeare.lit'
              to='hamlet@denmark.lit/elsinore'
              id='ent3'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
              <affiliations node='princely_musings'>
                <affiliation jid='hamlet@denmark.lit' affiliation='owner'/>
              </affiliations>
            </pubsub>
            <error type='modify'>
              <not-acceptable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            </error>
          </iq>
          """)),
      // The rest was done.
      .tells(
        Example(
          210, "Service sends notification of affiliation change",
          """
          <message from='pubsub.shakespeare.lit' to='polonius@denmark.lit'>
            <pubsub xmlns='http://jabber.org/protocol/pubsub'>
              <affiliations node='princely_musings'>
                <affilation jid='polonius@denmark.lit' affiliation='none'/>
              </affiliations>
            </pubsub>
          </message>
          """
        ).with("<affilation ", "<affiliation ", because: "A slip of the pen.")),
      .isTrue("Hamlet still owns it, the bard may publish") { play in
        try await play.lists("affiliations") == ["bard@shakespeare.lit", "hamlet@denmark.lit"]
      }),
  ]

  @Test(arguments: scenarios) func isPlayed(_ scenario: Scenario) async throws {
    try await scenario.play()
  }
}
