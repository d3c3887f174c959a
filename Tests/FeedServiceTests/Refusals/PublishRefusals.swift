import Testing
import XMPP

/// XEP-0060, section 7.1.3: why nothing is published. A request that is malformed is refused before
/// anything is looked up, a missing node before any right is asked for, rights before
/// preconditions, those before the shape of the items.
@Suite(.timeLimit(.minutes(1))) struct PublishRefusals {
  private static let thing = "<a xmlns='urn:a'/>"
  private static let two = "<a xmlns='urn:a'/><b xmlns='urn:b'/>"
  private static let big = "<a xmlns='urn:a'>\(String(repeating: "x", count: 100))</a>"
  private static let huge = "<a xmlns='urn:a'>\(String(repeating: "x", count: 2000))</a>"

  private static let rights: [Row] =
    ["juliet", "mercutio", "rosaline", "tybalt", World.hamlet].map {
      .set("7.1.3.1", $0, publish("open", "a", thing), Told.forbidden)
    } + [
      // An outcast publishes nowhere.
      .set("7.1.3.1", "tybalt", publish("everyone", "a", thing), Told.forbidden),
      .set("7.1.3.1", "tybalt", publish("house/room", "a", thing), Told.forbidden),
      .set("7.1.3.1", "juliet", publish("followers", "a", thing), Told.forbidden),
      // A request that waits is no subscription.
      .set("7.1.3.1", "nurse", publish("guild", "a", thing), Told.forbidden),
      .set("7.1.3.1", "juliet", publish("whitelist", "a", thing), Told.forbidden),
      .set("7.1.3.1", "peter", publish("presence", "a", thing), Told.forbidden),
      .set("7.1.3.1", "peter", publish("roster", "a", thing), Told.forbidden),
      // Nobody overwrites what others have published.
      .set("7.1.3.1", "benvolio", publish("open", "rose", thing), Told.forbidden),
      .set("7.1.3.1", "paris", publish("open", "rose", thing), Told.forbidden),
      .set("7.1.3.1", "juliet", publish("everyone", "hello", thing), Told.forbidden),
      .set(
        "7.1.3.1, of several", "benvolio",
        "<publish node='open'><item id='a'>\(thing)</item><item id='rose'>\(thing)</item>"
          + "</publish>",
        Told.forbidden),
      .set("XEP-0496, 4.4", "juliet", publish("house/room", "a", thing), Told.forbidden),
    ]

  private static let nodes: [Row] = [
    // Who could create it publishes; see below.
    .set("7.1.3.3", World.hamlet, publish("none", "a", thing), Told.noNode),
    .set("7.1.3.3", World.hamlet, publish("gone", "a", thing), Told.noNode),
    .set("6.1.3.11", "romeo", publish("moved", "a", thing), Told.moved),
    .set("6.1.3.11", World.hamlet, publish("moved", "a", thing), Told.moved),
    .set("7.1.4 and 8.1.1", "juliet", publish("city/hall", "a", thing), Told.forbidden),
    .set(
      "7.1.4, a node of the commands", "juliet", publish(Namespace.commands, "a", thing),
      "modify: not-acceptable"),
    .set(
      "7.1.4, too many nodes", "beggar", publish("none", "a", thing),
      "cancel: max-nodes-exceeded not-allowed"),
    .set("7.1.4", World.hamlet, publish("city/hall", "a", thing), Told.noNode),
  ]

  private static let shapes: [Row] = [
    .set("7.1.3.4", "romeo", publish("full", "b", thing), "cancel: node-full conflict"),
    .set("7.1.3.4", "benvolio", publish("full", "b", thing), "cancel: node-full conflict"),
    .set(
      "7.1.3.4, more than it keeps", "romeo",
      "<publish node='pair'>"
        + ["a", "b", "c"].map { "<item id='\($0)'>\(thing)</item>" }.joined() + "</publish>",
      "cancel: max-items-exceeded not-allowed"),
    .set(
      "7.1.3.5", "romeo", publish("small", "a", big), "modify: payload-too-big not-acceptable"),
    .set(
      "7.1.3.5, of the service", "romeo", publish("open", "a", huge),
      "modify: payload-too-big not-acceptable"),
    .set(
      "7.1.3.5, of several", "romeo",
      "<publish node='small'><item id='a'>\(thing)</item><item id='b'>\(big)</item></publish>",
      "modify: payload-too-big not-acceptable"),
    .set("7.1.3.6", "romeo", publish("open", "a", two), "modify: invalid-payload bad-request"),
    .set(
      "7.1.3.6, of several", "romeo",
      "<publish node='open'><item id='a'>\(thing)</item><item id='b'>\(two)</item></publish>",
      "modify: invalid-payload bad-request"),
    .set("7.1.3.6", "romeo", publish("atom", "a", thing), "modify: invalid-payload bad-request"),
    .set("7.1.3.7", "romeo", "<publish node='open'/>", Told.itemRequired),
    .set("7.1.3.7", "romeo", "<publish node='pings'/>", Told.itemRequired),
    .set(
      "7.1.3.7", "romeo", publish("open", "a", ""), "modify: payload-required bad-request"),
    .set(
      "7.1.3.7, text", "romeo", publish("open", "a", "Hail"),
      "modify: payload-required bad-request"),
    .set("7.1.3.7", "romeo", "<publish node='transient'/>", "modify: payload-required bad-request"),
    .set(
      "7.1.3.7", "romeo", publish("transient", "a", ""), "modify: payload-required bad-request"),
    .set(
      "7.1.3.7", "romeo", publish("notices", "a", thing), "modify: item-forbidden bad-request"),
    .set(
      "7.1.3.7", "romeo", "<publish node='notices'><item/></publish>",
      "modify: item-forbidden bad-request"),
    .set(
      "7.1.3.7, of a new node", "juliet", "<publish node='none'/>", Told.itemRequired),
    // What is not of this namespace is no item.
    .set(
      "7.1.1", "romeo", "<publish node='open'><item xmlns='urn:a' id='a'/></publish>",
      Told.itemRequired),
  ]

  private static let malformed: [Row] = [
    .set("7.1.1", "romeo", "<publish><item>\(thing)</item></publish>", Told.nodeIDRequired),
    .set("7.1.1", "romeo", publish("", "a", thing), Told.nodeIDRequired),
    .set("7.1.1, a long name", "romeo", publish(tooLong, "a", thing), Told.nameTooLong),
    .set("7.1.1, a long name", "romeo", publish("open", tooLong, thing), Told.nameTooLong),
    .set(
      "7.1.1, an item twice", "romeo",
      "<publish node='open'><item id='a'>\(thing)</item><item id='a'>\(thing)</item></publish>",
      Told.badRequest),
    .set(
      "12.11, too many", "romeo",
      "<publish node='open'>\(String(repeating: "<item>\(thing)</item>", count: 101))</publish>",
      Told.tooMany),
    .set(
      "7.1.1, twice", "romeo", publish("open", "a", thing) + publish("open", "b", thing),
      Told.badRequest),
    .set(
      "7.1.1, two requests", "romeo",
      publish("open", "a", thing) + "<retract node='open'><item id='rose'/></retract>",
      Told.badRequest),
    .set(
      "7.1.1, as once with its configuration", "romeo",
      publish("open", "a", thing) + "<configure/>", Told.badRequest),
    .get("7.1.1, a get", "romeo", publish("open", "a", thing), Told.unknown),
    .setOwned("7.1.1, of owners", "romeo", publish("open", "a", thing), Told.unknown),
    .set("7.1.1, of others", "romeo", "<publish xmlns='urn:a' node='open'/>", Told.unknown),
    .set("7.1.1, nothing else", "romeo", "<publish-options/>", Told.unknown),
  ]

  private static let precedence: [Row] = [
    .set(
      "no node, two payloads", "romeo", "<publish><item>\(two)</item></publish>",
      Told.nodeIDRequired),
    .set(
      "malformed, missing", World.hamlet, publish("none", "a", two),
      "modify: invalid-payload bad-request"),
    .set(
      "malformed, forbidden", "juliet", publish("open", "a", two),
      "modify: invalid-payload bad-request"),
    .set("malformed, moved", "juliet", publish("moved", tooLong, thing), Told.nameTooLong),
    .set("malformed, too fast", "hasty", publish("", "a", thing), Told.nodeIDRequired),
    .set("too fast, missing", "hasty", publish("none", "a", thing), "cancel: policy-violation"),
    .set("too fast, forbidden", "hasty", publish("open", "a", thing), "cancel: policy-violation"),
    .set("forbidden, too big", "juliet", publish("small", "a", big), Told.forbidden),
    .set("forbidden, full", "juliet", publish("full", "b", thing), Told.forbidden),
    .set("forbidden, no item", "juliet", "<publish node='open'/>", Told.forbidden),
    .set("forbidden, no payload", "juliet", publish("open", "a", ""), Told.forbidden),
    .set("forbidden, an item", "juliet", publish("notices", "a", thing), Told.forbidden),
    .set("forbidden, of another type", "tybalt", publish("atom", "a", thing), Told.forbidden),
    .set(
      "another's, too big", "benvolio", publish("open", "rose", huge), Told.forbidden),
    .set("another's, no payload", "benvolio", publish("open", "rose", ""), Told.forbidden),
    .set(
      "too big, full", "romeo", publish("full", "b", huge),
      "modify: payload-too-big not-acceptable"),
    .set(
      "of another type, too big", "romeo", publish("atom", "a", huge),
      "modify: invalid-payload bad-request"),
  ]

  private static let quotas: [Row] = [
    .set(
      "quota of items", "beggar", publish("everyone", "a", thing), "wait: resource-constraint"),
    .set("quota a minute", "hasty", publish("everyone", "a", thing), "cancel: policy-violation"),
  ]

  @Test func refused() async throws {
    try await World.play(
      Self.rights + Self.nodes + Self.shapes + Self.malformed + Self.precedence + Self.quotas)
  }

  /// Odd, and right.
  @Test func accepted() async throws {
    let rows: [Row] = [
      .set("7.1.2", "benvolio", publish("open", "lily", Self.thing), Told.result),
      .set("7.1.2, another's", "romeo", publish("open", "lily", Self.thing), Told.result),
      .set("7.1.2, another's", "escalus", publish("open", "rose", Self.thing), Told.result),
      .set("7.1.2", "paris", publish("whitelist", "a", Self.thing), Told.result),
      .set("7.1.2", "rosaline", publish("followers", "a", Self.thing), Told.result),
      .set("7.1.2, an edit", "romeo", publish("full", "only", Self.thing), Told.result),
      .set(
        "7.1.1, an empty id", "romeo", publish("open", "", Self.thing), Told.result),
      .set("7.1.1, a long id", "romeo", publish("open", long, Self.thing), Told.result),
      .set("7.1.4, a long name", "juliet", publish(long, "a", Self.thing), Told.result),
      .set("7.1.2, no item", "romeo", "<publish node='notices'/>", Told.result),
      .set("7.1.2, no payload", "romeo", publish("pings", "a", ""), Told.result),
      .set("7.1.2, nothing kept", "romeo", publish("nothing", "a", Self.thing), Told.result),
      .set("7.1.2, of its type", "romeo", publish("atom", "a", entry("A")), Told.result),
      .set("7.1.4", "juliet", publish("gone", "a", Self.thing), Told.result),
      .set("7.1.4, of an admin", "escalus", publish("city/hall", "a", Self.thing), Told.result),
      .set(
        "7.1.1, more beside it", "romeo",
        "<x xmlns='urn:a'/>" + publish("open", "b", Self.thing) + "<later/>", Told.result),
      .set(
        "7.1.1, a payload like a request", "romeo",
        publish("open", "c", "<retract xmlns='\(Namespace.pubsub)' node='open'/>"), Told.result),
    ]
    try await World.play(rows, isChanged: true)
  }
}
