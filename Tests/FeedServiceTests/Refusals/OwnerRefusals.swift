import Store
import Testing
import XML
import XMPP

/// XEP-0060, sections 8.2, 8.4 and 8.5: why a node is neither configured nor deleted nor purged.
/// For the fields of a configuration see `NodeFormRefusals`.
@Suite(.timeLimit(.minutes(1))) struct OwnerRefusals {
  private static let configuration = form(NodeFormRefusals.type, field("pubsub#title", "T"))

  /// What owners ask for, with its section.
  private static let requests:
    [(section: String, kind: IQ.Kind, make: @Sendable (String) -> String)] = [
      ("8.2.3", .get, { "<configure \($0)/>" }),
      ("8.2.4", .set, { "<configure \($0)>\(configuration)</configure>" }),
      ("8.4.3", .set, { "<delete \($0)/>" }),
      ("8.4.3", .set, { "<delete \($0)><redirect uri='xmpp:a.b'/></delete>" }),
      ("8.5.3", .set, { "<purge \($0)/>" }),
      ("8.8.1.3", .get, { "<subscriptions \($0)/>" }),
      (
        "8.8.2.3", .set,
        {
          "<subscriptions \($0)><subscription jid='a@b.c' subscription='none'/></subscriptions>"
        }
      ),
      ("8.9.1.3", .get, { "<affiliations \($0)/>" }),
      (
        "8.9.2.3", .set,
        { "<affiliations \($0)><affiliation jid='a@b.c' affiliation='member'/></affiliations>" }
      ),
    ]

  /// What is refused alike, whatever an owner asks for.
  private static let common: [(who: String, attributes: String, expected: String)] =
    [
      "juliet", "benvolio", "paris", "mercutio", "tybalt", "rosaline", "peter", World.hamlet,
    ].flatMap { who in
      ["open", "whitelist", "transient", "vault/chest"].map {
        (who, "node='\($0)'", Told.forbidden)
      }
    } + [
      ("romeo", "node='none'", Told.noNode), ("tybalt", "node='none'", Told.noNode),
      (World.hamlet, "node='gone'", Told.noNode), ("romeo", "node='gone'", Told.noNode),
      ("romeo", "node='moved'", Told.moved), ("tybalt", "node='moved'", Told.moved),
      ("romeo", "", Told.nodeIDRequired), ("romeo", "node=''", Told.nodeIDRequired),
      ("escalus", "", Told.nodeIDRequired), ("tybalt", "", Told.nodeIDRequired),
      ("romeo", "node='\(tooLong)'", Told.nameTooLong),
      ("romeo", "Node='open'", Told.nodeIDRequired),
    ]

  @Test func refusedAlike() async throws {
    try await World.play(
      Self.requests.flatMap { section, kind, make -> [Row] in
        let twice = make("node='open'") + make("node='house'")
        let two = make("node='open'") + "<default/>"
        return Self.common.map { who, attributes, expected in
          Row(section, who, kind, owner(make(attributes)), expected)
        } + [
          Row("\(section), twice", "romeo", kind, owner(twice), Told.badRequest),
          Row("\(section), two requests", "romeo", kind, owner(two), Told.badRequest),
        ]
      })
  }

  private static let cases: [Row] = [
    .setOwned("8.2.4, no form", "romeo", "<configure node='open'/>", Told.badRequest),
    .setOwned(
      "8.2.4, another's form", "romeo", "<configure node='open'><x xmlns='urn:a'/></configure>",
      Told.badRequest),
    .setOwned(
      "XEP-0496, 4.2, a circle", "romeo",
      "<configure node='house'>\(form(nil, field(World.parent, "house/room")))</configure>",
      "cancel: invalid-option not-allowed"),
    .setOwned(
      "XEP-0496, 4.2, a circle", "romeo",
      "<configure node='open'>\(form(nil, field(World.link, "shelf")))</configure>",
      "cancel: invalid-option not-allowed"),
    .setOwned(
      "XEP-0496, 4.2, itself", "romeo",
      "<configure node='open'>\(form(nil, field(World.parent, "open")))</configure>",
      "cancel: invalid-option not-allowed"),
    .setOwned(
      "XEP-0496, 4.2, of a linking node", "romeo",
      "<configure node='shelf'>\(form(nil, field(World.parent, "house")))</configure>",
      "cancel: invalid-option not-allowed"),
    .setOwned("8.5.3.3", "romeo", "<purge node='transient'/>", Told.noPersistence),
    .setOwned("8.5.3.3", "escalus", "<purge node='notices'/>", Told.noPersistence),
    .setOwned(
      "8.5, another's element", "romeo", "<purge xmlns='urn:a' node='open'/>", Told.unknown),
    .set("8.4, of everybody", "romeo", "<delete node='open'/>", Told.unknown),
    .set("8.5, of everybody", "romeo", "<purge node='open'/>", Told.unknown),
    .get("8.2, of everybody", "romeo", "<configure node='open'/>", Told.unknown),
    .getOwned("8.4, a get", "romeo", "<delete node='open'/>", Told.unknown),
    .getOwned("8.5, a get", "romeo", "<purge node='open'/>", Told.unknown),
    .setOwned("XEP-0248", "romeo", "<collection/>", Told.noCollections),
    .getOwned("nothing", "romeo", "", Told.badRequest),
    .setOwned("nothing known", "romeo", "<odd/>", Told.unknown),
  ]

  /// What is no address to go to.
  private static let redirects: [Row] = [
    "", "uri=''", "uri='here'", "uri='xmpp:a b'", "uri='xmpp:\(tooLong)\(tooLong)'", "URI='a:b'",
  ].map {
    .setOwned(
      "8.4.1", "romeo", "<delete node='open'><redirect \($0)/></delete>", Told.badRequest)
  }

  private static let precedence: [Row] = [
    .setOwned("missing, no form", "romeo", "<configure node='none'/>", Told.noNode),
    .setOwned("forbidden, no form", "juliet", "<configure node='open'/>", Told.forbidden),
    .setOwned(
      "forbidden, invalid form", "juliet", "<configure node='open'>\(form("odd"))</configure>",
      Told.forbidden),
    .setOwned(
      "forbidden, not offered", "juliet",
      "<configure node='open'>\(form(nil, field("pubsub#access_model", "odd")))</configure>",
      Told.forbidden),
    .setOwned(
      "malformed, forbidden", "juliet", "<delete node='open'><redirect/></delete>",
      Told.badRequest),
    .setOwned(
      "malformed, missing", "juliet", "<delete node='none'><redirect/></delete>", Told.badRequest),
    .setOwned("forbidden, not persistent", "juliet", "<purge node='transient'/>", Told.forbidden),
    .setOwned(
      "not offered, a circle", "romeo",
      "<configure node='house'>"
        + form(nil, field(World.parent, "house/room"), field("pubsub#persist_items", "odd"))
        + "</configure>", Told.notOffered),
  ]

  @Test func refused() async throws {
    try await World.play(Self.cases + Self.redirects + Self.precedence)
  }

  @Test func accepted() async throws {
    let rows: [Row] = [
      .getOwned("8.2.2", "escalus", "<configure node='vault/chest'/>", Told.result),
      .setOwned(
        "8.2.5", "escalus", "<configure node='open'>\(Self.configuration)</configure>", "ok"),
      .setOwned("8.5.2", "romeo", "<purge node='open'/>", "ok"),
      .setOwned(
        "8.5.2, empty", "romeo", "<purge node='open' odd='1'><x xmlns='urn:a'/></purge>", "ok"),
      .setOwned("8.4.2", "escalus", "<delete node='whitelist'/>", "ok"),
      .setOwned("8.4.2, again", "escalus", "<delete node='whitelist'/>", Told.noNode),
      .setOwned(
        "8.4.1", "romeo", "<delete node='house'><redirect uri='https://a.b/'/></delete>", "ok"),
      .setOwned("8.4.1, again", "romeo", "<delete node='house'/>", Told.moved),
    ]
    try await World.play(rows, isChanged: true)
  }

  /// The new address goes with it (RFC 6120, section 8.3.3.5).
  @Test func whereANodeHasMoved() async throws {
    let world = try await World()
    for (kind, request) in [
      (IQ.Kind.get, pubsub("<items node='moved'/>")),
      (.set, pubsub("<subscribe node='moved' jid='juliet@verona.lit'/>")),
      (.get, pubsub("<subscriptions node='moved'/>")),
      (.get, pubsub("<affiliations node='moved'/>")),
      (.set, owner("<delete node='moved'/>")),
      (.get, "<query xmlns='\(Namespace.discoInfo)' node='moved'/>"),
      (.get, "<query xmlns='\(Namespace.discoItems)' node='moved'/>"),
      (.set, "<query xmlns='\(Namespace.mam)' node='moved'/>"),
      (.get, "<metadata xmlns='\(Namespace.mam)' node='moved'/>"),
    ] {
      let answer = try await world.desk.answer(kind, "juliet", request)
      let gone = answer.first("error", Namespace.component)?.first("gone", Namespace.stanzaErrors)
      #expect(gone?.text == "xmpp:elsewhere.lit?;node=n", "\(request)")
    }
    try await world.desk.store.close()
  }
}
