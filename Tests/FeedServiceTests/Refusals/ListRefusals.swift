import Testing
import XMPP

/// XEP-0060, sections 5.6 and 5.7, and the owners' lists of sections 8.8.1 and 8.9.1, with their
/// pages (XEP-0059). For who may see the owners' see `OwnerRefusals`.
@Suite(.timeLimit(.minutes(1))) struct ListRefusals {
  private static let own = ["subscriptions", "affiliations"]

  private static let cases: [Row] =
    own.flatMap { list -> [Row] in
      [
        .get("5.6, 5.7, missing", "romeo", "<\(list) node='none'/>", Told.noNode),
        .get("5.6, 5.7, missing", "tybalt", "<\(list) node='gone'/>", Told.noNode),
        .get("6.1.3.11", "romeo", "<\(list) node='moved'/>", Told.moved),
        .get("5.6, 5.7", "romeo", "<\(list) node=''/>", Told.nodeIDRequired),
        .get("5.6, 5.7, a long name", "romeo", "<\(list) node='\(tooLong)'/>", Told.nameTooLong),
        .get("5.6, 5.7, twice", "romeo", "<\(list)/><\(list)/>", Told.badRequest),
        .get("5.6, 5.7, two requests", "romeo", "<\(list)/><items node='open'/>", Told.badRequest),
        .set("5.6, 5.7, a set", "romeo", "<\(list)/>", Told.unknown),
        .get("5.6, 5.7, of others", "romeo", "<\(list) xmlns='urn:a'/>", Told.unknown),
      ]
    } + [
      .get("both", "romeo", "<subscriptions/><affiliations/>", Told.badRequest),
      .getOwned("8.8.1, 8.9.1", "romeo", "<subscriptions/>", Told.nodeIDRequired),
      .getOwned("8.8.1, 8.9.1", "romeo", "<affiliations/>", Told.nodeIDRequired),
    ]

  /// What is wrong with a page, whatever the list.
  private static let sets: [(String, String, String)] = [
    ("2.1", "<max>x</max>", Told.badRequest), ("2.1", "<max>-1</max>", Told.badRequest),
    ("2.1", "<max/>", Told.badRequest), ("2.1", "<max>1.5</max>", Told.badRequest),
    ("2.6", "<max>1</max><index>0</index>", Told.unknown),
    ("2.6", "<index>-1</index>", Told.badRequest),
    ("2.4", "<after>made-up</after>", Told.noPlace),
    ("2.4", "<before>made-up</before>", Told.noPlace),
    ("2.4", "<after>0000000000000</after>", Told.noPlace),
    ("2.4", "<before>\(tooLong)</before>", Told.noPlace),
    ("2.4, of items", "<after>$item</after>", Told.noPlace),
    ("2.4, of items", "<before>$newest</before>", Told.noPlace),
    ("2.4, one of two", "<after>made-up</after><before/>", Told.noPlace),
  ]

  private static let lists: [(IQ.Kind, @Sendable (String) -> String)] = [
    (.get, { pubsub("<subscriptions/>\($0)") }), (.get, { pubsub("<affiliations/>\($0)") }),
    (.get, { pubsub("<subscriptions node='open'/>\($0)") }),
    (.get, { pubsub("<affiliations node='open'/>\($0)") }),
    (.get, { owner("<subscriptions node='open'/>\($0)") }),
    (.get, { owner("<affiliations node='open'/>\($0)") }),
    (.get, { "<query xmlns='\(Namespace.discoItems)'>\($0)</query>" }),
    (.get, { "<query xmlns='\(Namespace.discoItems)' node='open'>\($0)</query>" }),
    (.set, { "<query xmlns='\(Namespace.mam)' node='open'>\($0)</query>" }),
  ]

  private static let pages: [Row] = lists.flatMap { kind, make in
    sets.map { section, set, expected in
      Row("XEP-0059, \(section)", "romeo", kind, make(resultSet(set)), expected)
    }
  }

  /// Places of lists that look just the same.
  private static let elsewhere: [Row] = [
    .getOwned(
      "2.4, of another node", "romeo",
      "<affiliations node='open'/>" + resultSet("<after>$affiliateElsewhere</after>"),
      Told.noPlace),
    .getOwned(
      "2.4, of another node", "romeo",
      "<subscriptions node='open'/>" + resultSet("<before>$subscriberElsewhere</before>"),
      Told.noPlace),
    Row(
      "2.4, of another node", "romeo", .get,
      "<query xmlns='\(Namespace.discoItems)' node='open'>"
        + resultSet("<after>$nameElsewhere</after>") + "</query>", Told.noPlace),
    .get(
      "2.4, of another list", "romeo", "<affiliations/>" + resultSet("<after>$node</after>"),
      Told.noPlace),
    .get(
      "2.4, of another list", "romeo",
      "<affiliations/>" + resultSet("<after>$affiliate</after>"), Told.noPlace),
    .get(
      "2.4, of another list", "rosaline",
      "<subscriptions/>" + resultSet("<after>$affiliation</after>"), Told.noPlace),
  ]

  /// A malformed page is refused before anything is looked up; what a place is depends on the node.
  private static let precedence: [Row] = [
    .get(
      "malformed, missing", "romeo", "<subscriptions node='none'/>" + resultSet("<max>x</max>"),
      Told.badRequest),
    .getOwned(
      "malformed, forbidden", "juliet", "<subscriptions node='open'/>" + resultSet("<max>x</max>"),
      Told.badRequest),
    .getOwned(
      "malformed, moved", "juliet", "<affiliations node='moved'/>" + resultSet("<max>x</max>"),
      Told.badRequest),
    .getOwned(
      "forbidden, not there", "juliet",
      "<affiliations node='open'/>" + resultSet("<after>made-up</after>"), Told.forbidden),
    .getOwned(
      "no node, malformed", "juliet", "<affiliations/>" + resultSet("<max>x</max>"),
      Told.nodeIDRequired),
  ]

  @Test func refused() async throws {
    try await World.play(Self.cases + Self.pages + Self.elsewhere + Self.precedence)
  }

  @Test func accepted() async throws {
    let none = resultSet("<count>0</count>")
    let pages = Self.lists.flatMap { kind, make in
      [
        "", "<max>0</max>", "<before/>", "<after/>", "<max> 1 </max>",
        "<max>99999999999999999999</max>", "<odd/>", "<max>2</max><max>x</max>",
      ].map { Row("XEP-0059", "romeo", kind, make(resultSet($0)), Told.result) }
    }
    try await World.play(
      pages + [
        .get("5.6", World.hamlet, "<subscriptions/>", pubsub("<subscriptions/>")),
        .get("5.6", World.hamlet, "<affiliations/>", pubsub("<affiliations/>")),
        .get(
          "5.6", "juliet", "<subscriptions/>" + resultSet(""), pubsub("<subscriptions/>\(none)")),
        .get(
          "5.6, of a node", "juliet", "<subscriptions node='open'/>",
          pubsub("<subscriptions node='open'/>")),
        .get(
          "5.7, of a node", "tybalt", "<affiliations node='whitelist'/>",
          pubsub(
            "<affiliations node='whitelist'>"
              + "<affiliation node='whitelist' affiliation='outcast'/></affiliations>")),
        .get(
          "XEP-0059, 2.4", "romeo", "<affiliations/>" + resultSet("<after>$affiliation</after>"),
          Told.result),
        .getOwned(
          "8.8.1", "romeo",
          "<subscriptions node='open'/>" + resultSet("<after>$subscriber</after>"), Told.result),
        Row(
          "5.5", "romeo", .get,
          "<query xmlns='\(Namespace.discoItems)' node='open'>"
            + resultSet("<after>$name</after>") + "</query>", Told.result),
        .getOwned(
          "8.9.1", "romeo",
          "<affiliations node='open'/>" + resultSet("<before>$affiliate</before>"),
          Told.result),
      ])
  }
}
