import Testing
import XMPP

/// XEP-0465: why nobody touches the lists of who follows a node, and who does not see them.
@Suite(.timeLimit(.minutes(1))) struct FollowerRefusals {
  private static func list(_ node: String) -> String { "urn:xmpp:pps:subscribers:0/\(node)" }

  private static let subscriptions = "urn:xmpp:pps:subscriptions:0"
  private static let forged = "<subscriber xmlns='\(Namespace.publicSubscriptions)' jid='a@b.lit'/>"

  /// "Business Rules": nobody makes such a node or publishes there, whether there is a node that it is for or not.
  private static let byHand: [Row] = ["juliet", "romeo", "escalus", World.hamlet].flatMap { who in
    [list("open"), list("whitelist"), list("none"), list(""), list(list("open")), subscriptions]
      .flatMap { node -> [Row] in
        [
          .set("create", who, "<create node='\(node)'/>", Told.forbidden),
          .set("publish", who, publish(node, "a", forged), Told.forbidden),
        ]
      }
  }

  private static let managing: [Row] = ["juliet", "romeo", "escalus"].flatMap { who -> [Row] in
    let node = list("open")
    return [
      .getOwned("configure", who, "<configure node='\(node)'/>", Told.forbidden),
      .setOwned(
        "configure", who,
        "<configure node='\(node)'>\(form(nil, field("pubsub#access_model", "open")))</configure>",
        Told.forbidden),
      .setOwned("delete", who, "<delete node='\(node)'/>", Told.forbidden),
      .setOwned("purge", who, "<purge node='\(node)'/>", Told.forbidden),
      .getOwned("affiliations", who, "<affiliations node='\(node)'/>", Told.forbidden),
      .getOwned("subscriptions", who, "<subscriptions node='\(node)'/>", Told.forbidden),
      .setOwned(
        "subscriptions", who,
        "<subscriptions node='\(node)'><subscription jid='\(who)@verona.lit' subscription='subscribed'/></subscriptions>",
        Told.forbidden),
      .set("retract", who, "<retract node='\(node)'><item id='a'/></retract>", Told.forbidden),
    ]
  }

  /// What can be asked of a list that nobody is on.
  private static let reading: [Row] = ["juliet", "rosaline", "romeo", "escalus"].flatMap {
    who -> [Row] in
    let node = list("open")
    return [
      .get("items", who, "<items node='\(node)'/>", Told.result),
      .get("items", who, "<items node='\(node)'><item id='a'/></items>", Told.result),
      .get("items", who, "<items node='\(node)'/>\(resultSet("<max>2</max>"))", Told.result),
      .get("subscriptions", who, "<subscriptions node='\(node)'/>", Told.result),
      .get("affiliations", who, "<affiliations node='\(node)'/>", Told.result),
      Row("info", who, .get, "<query xmlns='\(Namespace.discoInfo)' node='\(node)'/>", Told.result),
      Row(
        "items", who, .get, "<query xmlns='\(Namespace.discoItems)' node='\(node)'/>", Told.result),
      Row("archive", who, .set, "<query xmlns='\(Namespace.mam)' node='\(node)'/>", Told.result),
      .set(
        "unsubscribe", who, "<unsubscribe node='\(node)' jid='\(who)@verona.lit'/>",
        "cancel: not-subscribed unexpected-request"),
    ]
  }

  /// Who may not read the node sees no list, nor does anybody where there is no node, or none that has one.
  private static let hidden: [Row] =
    ["juliet", "paris", "tybalt"].flatMap { requests($0, list("whitelist")) }
    + ["paris", "tybalt"].flatMap { requests($0, list("open")) }
    + ["juliet", "escalus"].flatMap { who in
      ["none", "gone", "moved", "vault/none", list("open")].flatMap { requests(who, list($0)) }
        + requests(who, subscriptions)
    } + requests("juliet", list("vault/chest"))

  private static func requests(_ who: String, _ node: String) -> [Row] {
    [
      .get(node, who, "<items node='\(node)'/>", Told.noNode),
      .set(node, who, "<subscribe node='\(node)' jid='\(who)@verona.lit'/>", Told.noNode),
      .set(node, who, "<unsubscribe node='\(node)' jid='\(who)@verona.lit'/>", Told.noNode),
      .get(node, who, "<affiliations node='\(node)'/>", Told.noNode),
      .setOwned(node, who, "<delete node='\(node)'/>", Told.noNode),
      Row(node, who, .get, "<query xmlns='\(Namespace.discoInfo)' node='\(node)'/>", Told.noNode),
      Row(node, who, .set, "<query xmlns='\(Namespace.mam)' node='\(node)'/>", Told.noNode),
    ]
  }

  /// Whoever asks, and whatever they are told: nothing is changed, and no list is stored.
  @Test func nobodyTouchesIt() async throws {
    try await World.play(Self.byHand + Self.managing + Self.reading + Self.hidden)
  }

  /// Nor where there are some on it.
  @Test func withFollowers() async throws {
    let some: [Row] = ["open", "whitelist"].map {
      .set(
        "some", "mercutio",
        "<subscribe node='\($0)' jid='mercutio@verona.lit'><public xmlns='\(Namespace.publicSubscriptions)'/></subscribe>",
        Told.result)
    }
    try await World.play(some + Self.byHand + Self.managing + Self.hidden, isChanged: true)
  }
}
