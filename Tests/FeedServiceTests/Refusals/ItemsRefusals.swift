import Testing
import XMPP

/// XEP-0060, section 6.5.9: why items are not shown; XEP-0413 and XEP-0059 for orders and pages of
/// them.
@Suite(.timeLimit(.minutes(1))) struct ItemsRefusals {
  private static func items(_ node: String, _ attributes: String = "", _ inner: String = "")
    -> String
  {
    "<items node='\(node)' \(attributes)>\(inner)</items>"
  }

  private static func order(_ attributes: String) -> String {
    "<order xmlns='\(Namespace.orderBy)' \(attributes)/>"
  }

  static let access: [Row] = [
    ("6.5.9.3", "juliet", "authorize", Told.notSubscribed),
    ("6.5.9.3, a request waits", "nurse", "authorize", Told.notSubscribed),
    ("6.5.9.6", "juliet", "presence", Told.presenceRequired),
    ("6.5.9.6", World.hamlet, "presence", Told.presenceRequired),
    ("6.5.9.7", "juliet", "roster", Told.notInGroup),
    ("6.5.9.7, a contact", "balthasar", "roster", Told.notInGroup),
    ("6.5.9.8", "juliet", "whitelist", Told.closed),
    ("6.5.9.8, a contact", "peter", "whitelist", Told.closed),
    ("6.5.9.8, above", "juliet", "vault/chest", Told.closed),
    ("6.5.9.11", "juliet", "none", Told.noNode),
    ("6.5.9.11", "tybalt", "none", Told.noNode),
    ("6.5.9.11", "romeo", "gone", Told.noNode),
    ("6.1.3.11", "romeo", "moved", Told.moved),
    ("6.1.3.11", "tybalt", "moved", Told.moved),
  ].map { .get($0.0, $0.1, items($0.2), $0.3) }

  /// Who is shut out or may publish only is told so whatever the access model is.
  static let blocked: [Row] = ["tybalt", "paris"].flatMap { who in
    ["open", "presence", "roster", "authorize", "whitelist", "everyone", "vault/chest"].map {
      .get("6.5.9.10", who, items($0), Told.forbidden)
    }
  }

  private static let subscriptions: [Row] = [
    .get("6.5.9.1", "gregory", items("open"), Told.subIDRequired),
    .get("6.5.9.1", "gregory", items("open", "subid=''"), Told.subIDRequired),
    .get(
      "6.5.9.1, of one item", "gregory", items("open", "", "<item id='rose'/>"),
      Told.subIDRequired),
    .get("6.5.9.2", "gregory", items("open", "subid='none'"), Told.invalidSubID),
    .get("6.5.9.2, another's", "gregory", items("open", "subid='$rosaline'"), Told.invalidSubID),
    .get("6.5.9.2", "rosaline", items("open", "subid='$gregory1'"), Told.invalidSubID),
    .get("6.5.9.2, not subscribed", "juliet", items("open", "subid='none'"), Told.invalidSubID),
    .get("6.5.9.4", "romeo", items("transient"), Told.noPersistence),
    .get("6.5.9.4", "juliet", items("notices", "max_items='1'"), Told.noPersistence),
  ]

  private static let malformed: [Row] =
    [
      .get("6.5.2", "romeo", "<items/>", Told.nodeIDRequired),
      .get("6.5.2", "romeo", items(""), Told.nodeIDRequired),
      .get("6.5.2, a long name", "romeo", items(tooLong), Told.nameTooLong),
      .get("6.5.8, no id", "romeo", items("open", "", "<item/>"), Told.itemRequired),
      .get("6.5.8, no id", "romeo", items("open", "", "<item id=''/>"), Told.itemRequired),
      .get(
        "6.5.8, one without id", "romeo", items("open", "", "<item id='rose'/><item/>"),
        Told.itemRequired),
      .get(
        "6.5.8, a long name", "romeo", items("open", "", "<item id='\(tooLong)'/>"),
        Told.nameTooLong),
      .get(
        "6.5.8, more than an answer holds", "romeo",
        items("open", "", (0...10).map { "<item id='\($0)'/>" }.joined()), Told.tooMany),
      .get(
        "6.5.8, too many", "romeo",
        items("open", "", (0...1000).map { "<item id='\($0)'/>" }.joined()), Told.tooMany),
      .get("6.5.2, twice", "romeo", items("open") + items("everyone"), Told.badRequest),
      .get("6.5.2, two requests", "romeo", items("open") + "<subscriptions/>", Told.badRequest),
      .get(
        "6.5.2, two requests", "romeo", items("open") + publish("open", "a", ""), Told.badRequest),
      .set("6.5.2, a set", "romeo", items("open"), Told.unknown),
      .getOwned("6.5.2, of owners", "romeo", items("open"), Told.unknown),
      .get("6.5.2, of others", "romeo", "<items xmlns='urn:a' node='open'/>", Told.unknown),
    ]
    + ["-1", "x", "1.5", "", " 1", "+1", "0x1", "１", "MAX"].map {
      .get("6.5.7", "romeo", items("open", "max_items='\($0)'"), Told.badRequest)
    }

  private static let orders: [Row] = [
    .get("XEP-0413", "romeo", items("open") + order(""), Told.badRequest),
    .get("XEP-0413", "romeo", items("open") + order("by='title'"), Told.unknown),
    .get("XEP-0413", "romeo", items("open") + order("by=''"), Told.unknown),
    .get(
      "XEP-0413", "romeo", items("open") + order("by='creation' desc='perhaps'"),
      Told.badRequest),
    .get("XEP-0413", "romeo", items("open") + order("by='creation' desc=''"), Told.badRequest),
  ]

  private static func page(_ inner: String, node: String = "open", _ order: String = "") -> String {
    items(node) + order + resultSet(inner)
  }

  private static let pages: [Row] = [
    .get("XEP-0059, 2.1", "romeo", page("<max>x</max>"), Told.badRequest),
    .get("XEP-0059, 2.1", "romeo", page("<max>-1</max>"), Told.badRequest),
    .get("XEP-0059, 2.1", "romeo", page("<max/>"), Told.badRequest),
    .get("XEP-0059, 2.6", "romeo", page("<index>0</index>"), Told.unknown),
    .get("XEP-0059, 2.6", "romeo", page("<index>x</index>"), Told.badRequest),
    .get("XEP-0059, 2.4", "romeo", page("<after>made-up</after>"), Told.noPlace),
    .get("XEP-0059, 2.4", "romeo", page("<before>made-up</before>"), Told.noPlace),
    .get("XEP-0059, 2.4", "romeo", page("<after>m</after>"), Told.noPlace),
    .get("XEP-0059, 2.4", "romeo", page("<after>m0000000000000</after>"), Told.noPlace),
    .get("XEP-0059, 2.4", "romeo", page("<after>\(tooLong)</after>"), Told.noPlace),
    .get("XEP-0059, 2.4, of another list", "romeo", page("<after>$node</after>"), Told.noPlace),
    .get(
      "XEP-0059, 2.4, of another list", "romeo", page("<before>$subscription</before>"),
      Told.noPlace),
    .get(
      "XEP-0059, 2.4, of another node", "romeo", page("<after>$itemElsewhere</after>"),
      Told.noPlace),
    .get(
      "XEP-0059, 2.4, of another node", "romeo", page("<before>$itemElsewhere</before>"),
      Told.noPlace),
    .get("XEP-0059, 2.4, of an archive", "romeo", page("<after>$archived</after>"), Told.noPlace),
    .get(
      "XEP-0059, 2.4, of another order", "romeo", page("<after>$created</after>"), Told.noPlace),
    .get(
      "XEP-0059, 2.4, of another order", "romeo",
      page("<after>$item</after>", order("by='creation'")), Told.noPlace),
    .get(
      "XEP-0059, 2.4, of another order", "romeo",
      page("<before>$newest</before>", order("by='creation' desc='1'")), Told.noPlace),
    .get(
      "XEP-0059, 2.4, one of two", "romeo",
      page("<after>made-up</after><before>$item</before>"), Told.noPlace),
  ]

  private static let precedence: [Row] = [
    .get("malformed, missing", "romeo", items("none", "max_items='x'"), Told.badRequest),
    .get("malformed, forbidden", "tybalt", items("open", "max_items='x'"), Told.badRequest),
    .get("malformed, moved", "romeo", page("<max>x</max>", node: "moved"), Told.badRequest),
    .get("missing, subid", "juliet", items("none", "subid='none'"), Told.noNode),
    .get("closed, subid", "juliet", items("whitelist", "subid='none'"), Told.closed),
    .get("forbidden, subid", "tybalt", items("open", "subid='none'"), Told.forbidden),
    .get("forbidden, not persistent", "tybalt", items("transient"), Told.forbidden),
    .get("subid, not persistent", "juliet", items("transient", "subid='a'"), Told.invalidSubID),
    .get(
      "closed, no such place", "juliet", page("<after>x</after>", node: "whitelist"), Told.closed),
    .get("closed, no such item", "juliet", items("whitelist", "", "<item id='x'/>"), Told.closed),
    .get("closed, index", "juliet", page("<index>0</index>", node: "whitelist"), Told.closed),
    .get("subid, no such place", "gregory", page("<after>x</after>"), Told.subIDRequired),
  ]

  @Test func refused() async throws {
    try await World.play(
      Self.access + Self.blocked + Self.subscriptions + Self.malformed + Self.orders + Self.pages
        + Self.precedence)
  }

  private static func answer(_ inner: String, node: String = "open") -> String {
    pubsub("\(inner)<items node='\(node)'/>")
  }

  /// Odd, and right.
  @Test func accepted() async throws {
    let count = resultSet("<count>2</count>")
    try await World.play([
      .get("6.5.9.12", "juliet", Self.items("open", "", "<item id='none'/>"), Self.answer("")),
      .get(
        "6.5.9.12", "romeo", Self.items("vault"),
        Self.answer(resultSet("<count>0</count>"), node: "vault")),
      .get(
        "6.5.9.12, nothing is kept", "romeo", Self.items("nothing"),
        Self.answer(resultSet("<count>0</count>"), node: "nothing")),
      .get("6.5.7", "romeo", Self.items("open", "max_items='0'"), Self.answer(count)),
      .get("6.5.7", "romeo", Self.items("open", "max_items='max'"), Told.result),
      .get(
        "6.5.7", "romeo", Self.items("open", "max_items='99999999999999999999'"), Told.result),
      .get("XEP-0059, 2.7", "romeo", Self.page("<max>0</max>"), Self.answer(count)),
      .get("XEP-0059, 2.2", "romeo", Self.page("<after>rose</after>"), Told.result),
      .get("XEP-0059, 2.2", "romeo", Self.page("<max> 1 </max><after/>"), Told.result),
      .get("XEP-0059, 2.5", "romeo", Self.page("<before/>"), Told.result),
      .get("XEP-0059, nothing said", "romeo", Self.page(""), Told.result),
      .get("6.5.9.2", "gregory", Self.items("open", "subid='$gregory2'"), Told.result),
      .get("6.5.9.1, another's", "samson", Self.items("open"), Told.result),
      .get("6.5.1", "peter", Self.items("roster"), Told.result),
      .get("6.5.1", "balthasar", Self.items("presence"), Told.result),
      .get("6.5.1", "rosaline", Self.items("authorize"), Told.result),
      .get("6.5.1", "mercutio", Self.items("vault/chest"), Told.result),
      .get(
        "6.5.2, more beside it", "romeo",
        "<x xmlns='urn:a'/>" + Self.items("open", "odd='1'", "<x xmlns='urn:a'/>text"),
        Told.result),
      .get(
        "XEP-0413, the first counts", "romeo",
        Self.items("open") + Self.order("by='creation'") + Self.order("by='title'"), Told.result),
    ])
  }
}
