import Testing
import XMPP

/// XEP-0060, sections 6.4 and 8.3: why defaults are not shown, those of subscriptions and those of
/// nodes.
@Suite(.timeLimit(.minutes(1))) struct DefaultRefusals {
  private static let ofSubscriptions: [Row] = [
    .get("6.4.1", "romeo", "<default node=''/>", Told.nodeIDRequired),
    .get("6.4.1, a long name", "romeo", "<default node='\(tooLong)'/>", Told.nameTooLong),
    .get("6.4.1, missing", "romeo", "<default node='none'/>", Told.noNode),
    .get("6.4.1, missing", "tybalt", "<default node='none'/>", Told.noNode),
    .get("6.1.3.11", "romeo", "<default node='moved'/>", Told.moved),
    .get("6.4.1, presence", "juliet", "<default node='presence'/>", Told.presenceRequired),
    .get("6.4.1, roster", "balthasar", "<default node='roster'/>", Told.notInGroup),
    .get("6.4.1, closed", "juliet", "<default node='whitelist'/>", Told.closed),
    .get("6.4.1, closed above", "juliet", "<default node='vault/chest'/>", Told.closed),
    .get("6.4.1, blocked", "tybalt", "<default node='open'/>", Told.forbidden),
    .get("6.4.1, twice", "romeo", "<default/><default node='open'/>", Told.badRequest),
    .get("6.4.1, two requests", "romeo", "<default/><items node='open'/>", Told.badRequest),
    .set("6.4.1, a set", "romeo", "<default/>", Told.unknown),
  ]

  private static let ofNodes: [Row] = [
    .getOwned("8.3.2, collections", "romeo", "<default type='collection'/>", Told.noCollections),
    .getOwned("8.3.2, odd", "romeo", "<default type='odd'/>", Told.noCollections),
    .getOwned("8.3.2, empty", "romeo", "<default type=''/>", Told.noCollections),
    .getOwned("8.3.1, twice", "romeo", "<default/><default/>", Told.badRequest),
    .getOwned(
      "8.3.1, two requests", "romeo", "<default/><configure node='open'/>", Told.badRequest),
    .setOwned("8.3.1, a set", "romeo", "<default/>", Told.unknown),
  ]

  @Test func refused() async throws {
    try await World.play(Self.ofSubscriptions + Self.ofNodes)
  }

  @Test func accepted() async throws {
    try await World.play([
      .get("6.4.2", World.hamlet, "<default/>", Told.result),
      .get("6.4.2", "juliet", "<default node='authorize'/>", Told.result),
      .get("6.4.2", "paris", "<default node='open'/>", Told.result),
      .get(
        "6.4.2, more beside it", "juliet", "<default odd='1'><x xmlns='urn:a'/></default>",
        Told.result),
      .getOwned("8.3.3", World.hamlet, "<default/>", Told.result),
      .getOwned("8.3.3", World.hamlet, "<default type='leaf' node='none'/>", Told.result),
    ])
  }
}
