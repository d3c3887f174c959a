import Testing
import XMPP

/// XEP-0060, section 6.2.3: why no subscription is ended.
@Suite(.timeLimit(.minutes(1))) struct UnsubscribeRefusals {
  private static func unsubscribe(_ node: String, _ jid: String, _ more: String = "") -> String {
    "<unsubscribe node='\(node)' jid='\(jid)' \(more)/>"
  }

  private static let notSubscribed = "cancel: not-subscribed unexpected-request"

  private static let cases: [Row] = [
    .set("6.2.3.1", "gregory", unsubscribe("open", "gregory@verona.lit"), Told.subIDRequired),
    .set(
      "6.2.3.1, an empty one", "gregory", unsubscribe("open", "gregory@verona.lit", "subid=''"),
      Told.subIDRequired),
    .set("6.2.3.2", "juliet", unsubscribe("open", "juliet@verona.lit"), notSubscribed),
    .set("6.2.3.2", "romeo", unsubscribe("open", "romeo@verona.lit"), notSubscribed),
    .set(
      "6.2.3.2, a device", "rosaline", unsubscribe("open", "rosaline@verona.lit/x"), notSubscribed),
    .set(
      "6.2.3.2, devices alone", "samson", unsubscribe("open", "samson@verona.lit"), notSubscribed),
    .set("6.2.3.2, closed", "juliet", unsubscribe("whitelist", "juliet@verona.lit"), notSubscribed),
    .set("6.2.3.2, blocked", "tybalt", unsubscribe("open", "tybalt@verona.lit"), notSubscribed),
    .set("6.2.3.2, an admin", "escalus", unsubscribe("open", "juliet@verona.lit"), notSubscribed),
    .set("6.2.3.3", "juliet", unsubscribe("open", "rosaline@verona.lit"), Told.forbidden),
    .set("6.2.3.3, a device", "juliet", unsubscribe("open", "samson@verona.lit/a"), Told.forbidden),
    // Owners have a request of their own.
    .set("6.2.3.3", "romeo", unsubscribe("open", "rosaline@verona.lit"), Told.forbidden),
    .set("6.2.3.3, nobody", "juliet", unsubscribe("open", "nobody@verona.lit"), Told.forbidden),
    .set("6.2.3.4", "juliet", unsubscribe("none", "juliet@verona.lit"), Told.noNode),
    .set("6.2.3.4", "juliet", unsubscribe("gone", "juliet@verona.lit"), Told.noNode),
    .set("6.1.3.11", "juliet", unsubscribe("moved", "juliet@verona.lit"), Told.moved),
    .set(
      "6.2.3.5", "rosaline", unsubscribe("open", "rosaline@verona.lit", "subid='none'"),
      Told.invalidSubID),
    .set(
      "6.2.3.5, another's", "rosaline",
      unsubscribe("open", "rosaline@verona.lit", "subid='$gregory1'"), Told.invalidSubID),
    .set(
      "6.2.3.5, of another node", "rosaline",
      unsubscribe("everyone", "rosaline@verona.lit", "subid='$rosaline'"), Told.invalidSubID),
    .set(
      "6.2.3.5, one of several", "gregory",
      unsubscribe("open", "gregory@verona.lit", "subid='$rosaline'"), Told.invalidSubID),
    .set(
      "6.2.3.5, a long one", "rosaline",
      unsubscribe("open", "rosaline@verona.lit", "subid='\(tooLong)'"), Told.invalidSubID),
  ]

  private static let malformed: [Row] = [
    .set("6.2.1", "rosaline", "<unsubscribe jid='rosaline@verona.lit'/>", Told.nodeIDRequired),
    .set("6.2.1", "rosaline", unsubscribe("", "rosaline@verona.lit"), Told.nodeIDRequired),
    .set("6.2.1", "rosaline", unsubscribe(tooLong, "rosaline@verona.lit"), Told.nameTooLong),
    .set("6.2.1", "rosaline", "<unsubscribe node='open'/>", Told.jidRequired),
    .set("6.2.1", "rosaline", unsubscribe("open", ""), Told.jidRequired),
    .set("6.2.1", "rosaline", unsubscribe("open", "@"), Told.invalidJID),
    .set("6.2.1", "rosaline", unsubscribe("open", "rosaline@verona.lit/"), Told.invalidJID),
    .set(
      "6.2.1, twice", "rosaline",
      unsubscribe("open", "rosaline@verona.lit") + unsubscribe("everyone", "rosaline@verona.lit"),
      Told.badRequest),
    .set(
      "6.2.1, two requests", "rosaline",
      unsubscribe("open", "rosaline@verona.lit")
        + "<subscribe node='house' jid='rosaline@verona.lit'/>", Told.badRequest),
    .get("6.2.1, a get", "rosaline", unsubscribe("open", "rosaline@verona.lit"), Told.unknown),
    .setOwned(
      "6.2.1, of owners", "rosaline", unsubscribe("open", "rosaline@verona.lit"), Told.unknown),
  ]

  private static let precedence: [Row] = [
    .set("no node, no jid", "rosaline", "<unsubscribe/>", Told.nodeIDRequired),
    .set("no jid, missing", "rosaline", "<unsubscribe node='none'/>", Told.jidRequired),
    .set("missing, another's", "juliet", unsubscribe("none", "romeo@verona.lit"), Told.noNode),
    .set("moved, another's", "juliet", unsubscribe("moved", "romeo@verona.lit"), Told.moved),
    .set(
      "another's, several", "juliet", unsubscribe("open", "gregory@verona.lit"), Told.forbidden),
    .set(
      "another's, invalid", "juliet", unsubscribe("open", "gregory@verona.lit", "subid='none'"),
      Told.forbidden),
    .set(
      "not subscribed, invalid", "juliet",
      unsubscribe("open", "juliet@verona.lit", "subid='none'"), notSubscribed),
  ]

  @Test func refused() async throws {
    try await World.play(Self.cases + Self.malformed + Self.precedence)
  }

  @Test func accepted() async throws {
    let rows: [Row] = [
      .set(
        "6.2.2", "gregory",
        Self.unsubscribe("open", "gregory@verona.lit", "subid='$gregory2'"), Told.result),
      .set(
        "6.2.3.5, not current", "gregory",
        Self.unsubscribe("open", "gregory@verona.lit", "subid='$gregory2'"), Told.invalidSubID),
      .set("6.2.2", "gregory", Self.unsubscribe("open", "gregory@verona.lit"), Told.result),
      .set(
        "6.2.2, again", "gregory", Self.unsubscribe("open", "gregory@verona.lit"),
        Self.notSubscribed),
      .set("6.2.2", "nurse", Self.unsubscribe("authorize", "nurse@verona.lit"), Told.result),
      .set(
        "6.2.2, a device", "samson", Self.unsubscribe("open", "samson@verona.lit/b"), Told.result),
      .set(
        "6.2.2, an admin", "escalus", Self.unsubscribe("open", "rosaline@verona.lit"), Told.result),
      .set(
        "6.2.1, more beside it", "rosaline",
        "<x xmlns='urn:a'/>" + Self.unsubscribe("everyone", "ROSALINE@verona.lit", "odd='1'"),
        Told.result),
    ]
    try await World.play(rows, isChanged: true)
  }
}
