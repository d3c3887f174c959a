import Store
import Testing
import XML
import XMPP

/// XEP-0060, section 8.8.2: why an owner does not change subscriptions. For who may see
/// `OwnerRefusals`.
@Suite(.timeLimit(.minutes(1))) struct ManageSubscriptionsRefusals {
  private static func change(_ node: String, _ entries: String...) -> String {
    "<subscriptions node='\(node)'>\(entries.joined())</subscriptions>"
  }

  private static func entry(_ who: String, _ state: String, _ subid: String? = nil) -> String {
    let subid = subid.map { " subid='\($0)'" } ?? ""
    return "<subscription jid='\(who)@verona.lit' subscription='\(state)'\(subid)/>"
  }

  private static let refused = "modify: not-acceptable"

  /// One entry that cannot be.
  private static let cases: [Row] = [
    ("a word that is none", "open", entry("rosaline", "odd")),
    ("no word", "open", entry("rosaline", "")),
    ("pending", "open", entry("rosaline", "pending")),
    ("pending, nobody yet", "open", entry("juliet", "pending")),
    ("unconfigured", "open", entry("rosaline", "unconfigured")),
    ("an unknown subid", "open", entry("rosaline", "none", "none")),
    ("an unknown subid", "open", entry("rosaline", "subscribed", "none")),
    ("a subid, nobody yet", "open", entry("juliet", "subscribed", "none")),
    ("a subid, nobody", "open", entry("juliet", "none", "none")),
    ("another's subid", "open", entry("rosaline", "none", "$gregory1")),
    ("blocked", "open", entry("tybalt", "subscribed")),
    ("may publish only", "open", entry("paris", "subscribed")),
    ("closed", "whitelist", entry("juliet", "subscribed")),
    ("closed above", "vault/chest", entry("juliet", "subscribed")),
    ("no contact", "presence", entry("juliet", "subscribed")),
    ("in no group", "roster", entry("balthasar", "subscribed")),
  ].map { .setOwned("8.8.2.4, \($0.0)", "romeo", change($0.1, $0.2), refused) }

  private static let malformed: [Row] = [
    .setOwned(
      "8.8.2.1", "romeo", change("open", "<subscription subscription='none'/>"), Told.jidRequired),
    .setOwned(
      "8.8.2.1", "romeo", change("open", "<subscription jid='' subscription='none'/>"),
      Told.jidRequired),
    .setOwned(
      "8.8.2.1", "romeo", change("open", "<subscription jid='@' subscription='none'/>"),
      Told.invalidJID),
    .setOwned(
      "8.8.2.4, twice", "romeo",
      change("open", entry("rosaline", "none"), entry("rosaline", "subscribed")), Told.badRequest),
    .setOwned(
      "8.8.2.4, one subid twice", "romeo",
      change("open", entry("gregory", "none", "$gregory1"), entry("gregory", "none", "$gregory1")),
      Told.badRequest),
    .setOwned(
      "8.8.2.4, all and one", "romeo",
      change("open", entry("gregory", "none"), entry("gregory", "none", "$gregory1")),
      Told.badRequest),
    .setOwned(
      "too many", "romeo",
      change("open", (0...1000).map { entry("a\($0)", "none") }.joined()), Told.tooMany),
  ]

  private static let precedence: [Row] = [
    .setOwned(
      "malformed, missing", "romeo", change("none", "<subscription subscription='none'/>"),
      Told.jidRequired),
    .setOwned(
      "malformed, forbidden", "juliet", change("open", "<subscription subscription='none'/>"),
      Told.jidRequired),
    .setOwned(
      "forbidden, twice", "juliet", change("open", entry("a", "none"), entry("a", "none")),
      Told.forbidden),
    .setOwned(
      "forbidden, impossible", "juliet", change("open", entry("tybalt", "subscribed")),
      Told.forbidden),
    .setOwned("missing, impossible", "tybalt", change("none", entry("tybalt", "odd")), Told.noNode),
    .setOwned(
      "twice, impossible", "romeo",
      change("open", entry("juliet", "odd"), entry("a", "none"), entry("a", "none")),
      Told.badRequest),
  ]

  @Test func refused() async throws {
    try await World.play(Self.cases + Self.malformed + Self.precedence)
  }

  @Test func accepted() async throws {
    let rows: [Row] = [
      .setOwned("8.8.2.1, nothing", "romeo", "<subscriptions node='open'/>", "ok"),
      .setOwned(
        "8.8.2.1, no change", "romeo",
        Self.change("open", "<subscription jid='rosaline@verona.lit'/>"),
        "ok"),
      .setOwned(
        "8.8.2.1, of others", "romeo",
        Self.change("open", "<subscription xmlns='urn:a' jid='@' subscription='odd'/>"), "ok"),
      .setOwned("8.8.3, nobody", "romeo", Self.change("open", Self.entry("juliet", "none")), "ok"),
      .setOwned(
        "8.8.2.2, again", "romeo", Self.change("open", Self.entry("rosaline", "subscribed")), "ok"),
      .setOwned(
        "8.8.2.2", "escalus", Self.change("open", Self.entry("juliet", "subscribed")), "ok"),
      .setOwned(
        "8.8.2.4, two subids", "romeo",
        Self.change(
          "open", Self.entry("gregory", "none", "$gregory1"),
          Self.entry("gregory", "none", "$gregory2")), "ok"),
      .setOwned(
        "8.8.2.2, a request", "romeo", Self.change("authorize", Self.entry("nurse", "subscribed")),
        "ok"),
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
          "open", Self.entry("tybalt", "subscribed"), Self.entry("juliet", "subscribed"),
          Self.entry("rosaline", "odd"), Self.entry("samson", "none", "made-up"))))
    #expect(outcome(answer) == Self.refused)
    let payload = try #require(answer.elements.first { _ in true })
    #expect(
      masked(String(decoding: payload.xml(), as: UTF8.self))
        == owner(
          "<subscriptions node='open'><subscription jid='tybalt@verona.lit' subscription='none'/>"
            + "<subscription jid='rosaline@verona.lit' subscription='subscribed'/>"
            + "<subscription jid='samson@verona.lit' subscription='none' subid='made-up'/>"
            + "</subscriptions>"))
    let juliet = try await world.desk.get("juliet", "<subscriptions node='open'/>")
    #expect(juliet.contains("subscription='subscribed'"))
    try await world.desk.store.close()
  }
}
