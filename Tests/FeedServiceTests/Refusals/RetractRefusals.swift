import Testing
import XMPP

/// XEP-0060, section 7.2.3: why nothing is retracted.
@Suite(.timeLimit(.minutes(1))) struct RetractRefusals {
  private static func retract(_ node: String, _ items: String...) -> String {
    "<retract node='\(node)'>\(items.map { "<item id='\($0)'/>" }.joined())</retract>"
  }

  /// Who may retract nothing is not told what there is.
  private static let rights: [Row] =
    ["juliet", "mercutio", "rosaline", "tybalt", World.hamlet].flatMap { who in
      ["rose", "none"].map { .set("7.2.3.1", who, retract("open", $0), Told.forbidden) }
    } + [
      .set("7.2.3.1, another's", "benvolio", retract("open", "rose"), Told.forbidden),
      .set("7.2.3.1, another's", "paris", retract("open", "lily"), Told.forbidden),
      .set("7.2.3.1, another's", "juliet", retract("everyone", "hello"), Told.forbidden),
      .set("7.2.3.1, another's too", "benvolio", retract("open", "lily", "rose"), Told.forbidden),
      .set("7.2.3.1", "tybalt", retract("everyone", "hello"), Told.forbidden),
      .set("7.2.3.1", "juliet", retract("whitelist", "secret"), Told.forbidden),
      .set("7.2.3.1", "mercutio", retract("vault/chest", "gold"), Told.forbidden),
      .set("7.2.3.1", "nurse", retract("guild", "none"), Told.forbidden),
    ]

  private static let missing: [Row] = [
    .set("7.2.3.2", "romeo", retract("none", "a"), Told.noNode),
    .set("7.2.3.2", World.hamlet, retract("none", "a"), Told.noNode),
    .set("7.2.3.2", "romeo", retract("gone", "a"), Told.noNode),
    .set("7.2.3.2", "romeo", retract("open", "none"), Told.noNode),
    .set("7.2.3.2", "benvolio", retract("open", "none"), Told.noNode),
    .set("7.2.3.2", "paris", retract("open", "none"), Told.noNode),
    .set("7.2.3.2, one of several", "romeo", retract("open", "rose", "none"), Told.noNode),
    .set("7.2.3.2, of another case", "romeo", retract("open", "Rose"), Told.noNode),
    .set("6.1.3.11", "romeo", retract("moved", "a"), Told.moved),
    .set("7.2.3.5", "romeo", retract("transient", "a"), Told.noPersistence),
    .set("7.2.3.5", "benvolio", retract("notices", "a"), Told.noPersistence),
    .set("7.2.3.2, nothing is kept", "romeo", retract("nothing", "a"), Told.noNode),
  ]

  private static let malformed: [Row] = [
    .set("7.2.3.3", "romeo", "<retract><item id='rose'/></retract>", Told.nodeIDRequired),
    .set("7.2.3.3", "romeo", retract("", "rose"), Told.nodeIDRequired),
    .set("7.2.3.3, a long name", "romeo", retract(tooLong, "rose"), Told.nameTooLong),
    .set("7.2.3.4", "romeo", "<retract node='open'/>", Told.itemRequired),
    .set("7.2.3.4", "romeo", "<retract node='open'><item/></retract>", Told.itemRequired),
    .set("7.2.3.4", "romeo", retract("open", ""), Told.itemRequired),
    .set("7.2.3.4", "romeo", retract("open", "rose", ""), Told.itemRequired),
    .set(
      "7.2.3.4, of others", "romeo",
      "<retract node='open'><item xmlns='urn:a' id='rose'/></retract>", Told.itemRequired),
    .set("7.2.3.4, a long name", "romeo", retract("open", tooLong), Told.nameTooLong),
    .set(
      "12.11, too many", "romeo",
      "<retract node='open'>\((0...100).map { "<item id='\($0)'/>" }.joined())</retract>",
      Told.tooMany),
    .set(
      "7.2.1, twice", "romeo", retract("open", "rose") + retract("open", "lily"), Told.badRequest),
    .set(
      "7.2.1, two requests", "romeo",
      retract("open", "rose") + "<subscribe node='open' jid='romeo@verona.lit'/>",
      Told.badRequest),
    .get("7.2.1, a get", "romeo", retract("open", "rose"), Told.unknown),
    .setOwned("7.2.1, of owners", "romeo", retract("open", "rose"), Told.unknown),
  ]

  private static let precedence: [Row] = [
    .set("no node, no item", "romeo", "<retract/>", Told.nodeIDRequired),
    .set("no item, missing", "romeo", "<retract node='none'/>", Told.itemRequired),
    .set("no item, forbidden", "juliet", "<retract node='open'/>", Told.itemRequired),
    .set("no item, moved", "romeo", "<retract node='moved'/>", Told.itemRequired),
    .set("forbidden, not persistent", "juliet", retract("transient", "a"), Told.forbidden),
    .set("forbidden, not persistent", "tybalt", retract("notices", "a"), Told.forbidden),
    .set("another's, missing", "benvolio", retract("open", "rose", "none"), Told.forbidden),
    .set("missing, another's", "benvolio", retract("open", "none", "rose"), Told.noNode),
  ]

  @Test func refused() async throws {
    try await World.play(Self.rights + Self.missing + Self.malformed + Self.precedence)
  }

  @Test func accepted() async throws {
    let rows: [Row] = [
      .set("7.2.2", "benvolio", Self.retract("open", "lily"), "ok"),
      .set("7.2.2, again", "benvolio", Self.retract("open", "lily"), Told.noNode),
      .set("7.2.2, another's", "romeo", Self.retract("everyone", "hello"), "ok"),
      .set("7.2.2, another's", "escalus", Self.retract("vault/chest", "gold"), "ok"),
      .set("7.2.2, own", "paris", Self.retract("small", "note"), "ok"),
      .set("12.11, one twice", "romeo", Self.retract("open", "rose", "rose"), "ok"),
      .set(
        "7.2.2.1, odd", "romeo",
        "<retract node='pair' notify='perhaps'><item id='one'>text</item><x xmlns='urn:a'/>"
          + "</retract>",
        "ok"),
    ]
    try await World.play(rows, isChanged: true)
  }
}
