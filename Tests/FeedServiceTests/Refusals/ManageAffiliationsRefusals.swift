import Store
import Testing
import XML
import XMPP

/// XEP-0060, section 8.9.2: why an owner does not change affiliations. For who may see
/// `OwnerRefusals`.
@Suite(.timeLimit(.minutes(1))) struct ManageAffiliationsRefusals {
  private static func change(_ node: String, _ entries: String...) -> String {
    "<affiliations node='\(node)'>\(entries.joined())</affiliations>"
  }

  private static func entry(_ who: String, _ affiliation: String) -> String {
    "<affiliation jid='\(who)@verona.lit' affiliation='\(affiliation)'/>"
  }

  private static let noOwner = "modify: not-acceptable"

  private static let cases: [Row] =
    ["none", "member", "publisher", "publish-only", "outcast"].map {
      .setOwned("8.9.2.4, the last owner", "romeo", change("open", entry("romeo", $0)), noOwner)
    } + [
      .setOwned("8.9.2.4, by an admin", "escalus", change("open", entry("romeo", "none")), noOwner),
      .setOwned(
        "8.9.2.3, odd", "romeo", change("open", entry("juliet", "king")),
        "cancel: unsupported=king-affiliation feature-not-implemented"),
      .setOwned(
        "8.9.2.3, of another case", "romeo", change("open", entry("juliet", "Owner")),
        "cancel: unsupported=Owner-affiliation feature-not-implemented"),
      .setOwned("8.9.2.1, no word", "romeo", change("open", entry("juliet", "")), Told.badRequest),
      .setOwned(
        "8.9.2.4, twice", "romeo",
        change("open", entry("juliet", "member"), entry("juliet", "publisher")), Told.badRequest),
      .setOwned(
        "8.9.2.4, two devices", "romeo",
        change(
          "open", entry("juliet", "member"),
          "<affiliation jid='juliet@verona.lit/x' affiliation='none'/>"), Told.badRequest),
    ]

  private static let malformed: [Row] = [
    .setOwned(
      "8.9.2.1", "romeo", change("open", "<affiliation affiliation='none'/>"), Told.jidRequired),
    .setOwned(
      "8.9.2.1", "romeo", change("open", "<affiliation jid='' affiliation='none'/>"),
      Told.jidRequired),
    .setOwned(
      "8.9.2.1", "romeo", change("open", "<affiliation jid='@' affiliation='none'/>"),
      Told.invalidJID),
    .setOwned(
      "too many", "romeo",
      change("open", (0...1000).map { entry("a\($0)", "member") }.joined()), Told.tooMany),
  ]

  private static let precedence: [Row] = [
    .setOwned(
      "malformed, missing", "romeo", change("none", "<affiliation affiliation='none'/>"),
      Told.jidRequired),
    .setOwned(
      "not supported, missing", "romeo", change("none", entry("juliet", "king")),
      "cancel: unsupported=king-affiliation feature-not-implemented"),
    .setOwned(
      "forbidden, twice", "juliet", change("open", entry("a", "none"), entry("a", "none")),
      Told.forbidden),
    .setOwned(
      "forbidden, the last owner", "benvolio", change("open", entry("romeo", "none")),
      Told.forbidden),
    .setOwned(
      "missing, twice", "tybalt", change("none", entry("a", "none"), entry("a", "none")),
      Told.noNode),
    .setOwned(
      "twice, the last owner", "romeo",
      change("open", entry("romeo", "none"), entry("a", "none"), entry("a", "none")),
      Told.badRequest),
  ]

  @Test func refused() async throws {
    try await World.play(Self.cases + Self.malformed + Self.precedence)
  }

  @Test func accepted() async throws {
    let rows: [Row] = [
      .setOwned("8.9.2.1, nothing", "romeo", "<affiliations node='open'/>", "ok"),
      .setOwned(
        "8.9.2.1, no change", "romeo",
        Self.change("open", "<affiliation jid='tybalt@verona.lit'/>"),
        "ok"),
      .setOwned(
        "8.9.2.1, of others", "romeo",
        Self.change("open", "<affiliation xmlns='urn:a' jid='@' affiliation='odd'/>"), "ok"),
      .setOwned(
        "8.9.2.2, again", "romeo", Self.change("open", Self.entry("tybalt", "outcast")), "ok"),
      .setOwned(
        "8.9.2.2, nobody", "romeo", Self.change("open", Self.entry("juliet", "none")), "ok"),
      .setOwned(
        "8.9.2.2, the owner", "romeo", Self.change("open", Self.entry("romeo", "owner")), "ok"),
      // Whoever is not the last may resign, in the same request too.
      .setOwned(
        "8.9.2.2, another owner", "romeo",
        Self.change("open", Self.entry("romeo", "none"), Self.entry("juliet", "owner")), "ok"),
      .setOwned(
        "8.9.2.2, no more", "romeo", Self.change("open", Self.entry("romeo", "owner")),
        Told.forbidden),
    ]
    try await World.play(rows, isChanged: true)
  }

  /// The error names what was refused, as it stays; all else is done.
  @Test func refusedInPart() async throws {
    let world = try await World()
    let answer = try await world.desk.answer(
      .set, "romeo",
      owner(
        Self.change(
          "open", Self.entry("romeo", "none"), Self.entry("tybalt", "none"),
          Self.entry("juliet", "publisher"))))
    #expect(outcome(answer) == Self.noOwner)
    let payload = try #require(answer.elements.first { _ in true })
    #expect(
      String(decoding: payload.xml(), as: UTF8.self)
        == owner(Self.change("open", Self.entry("romeo", "owner"))))
    #expect(
      try await world.desk.get("juliet", "<affiliations node='open'/>").contains("'publisher'"))
    #expect(
      try await world.desk.get("tybalt", "<affiliations node='open'/>")
        == pubsub("<affiliations node='open'/>"))
    try await world.desk.store.close()
  }
}
