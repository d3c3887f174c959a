import Testing
import XMPP

/// XEP-0470: why nothing is attached, and why nobody touches what the service keeps.
@Suite(.timeLimit(.minutes(1))) struct AttachmentRefusals {
  private static let noticed =
    "<attachments xmlns='\(Namespace.attachments)'><noticed/></attachments>"
  private static let summary = "\(Namespace.attachmentSummary)/open"

  private static func attached(_ node: String, _ item: String, _ service: String = Desk.address)
    -> String
  {
    "\(Namespace.attachments)/xmpp:\(service)?;node=\(node);item=\(item)"
  }

  private static func attach(
    _ who: String, to item: String, of node: String, _ payload: String = noticed,
    id: String? = nil
  ) -> String {
    publish(attached(node, item), id ?? "\(who)@verona.lit", payload)
  }

  private static func reactions(_ texts: [String]) -> String {
    "<attachments xmlns='\(Namespace.attachments)'><reactions>"
      + texts.map { "<reaction>\($0)</reaction>" }.joined() + "</reactions></attachments>"
  }

  /// What is not there, and what the asker may not read, look the same.
  private static let targets: [Row] =
    ["juliet", "romeo", "escalus"].flatMap { who -> [Row] in
      [
        .set("4.3, no node", who, attach(who, to: "a", of: "none"), Told.noNode),
        .set("4.3, no item", who, attach(who, to: "none", of: "open"), Told.noNode),
        .set(
          "4.3, of another service", who,
          publish(attached("open", "rose", "elsewhere.lit"), "\(who)@verona.lit", noticed),
          Told.noNode),
        .set(
          "4.3, of no item", who,
          publish("\(Namespace.attachments)/xmpp:\(Desk.address)?;node=open", "a", noticed),
          Told.noNode),
        .set(
          "4.3, of nothing", who, publish("\(Namespace.attachments)/", "a", noticed), Told.noNode),
        .set("4.3, deleted", who, attach(who, to: "a", of: "gone"), Told.noNode),
        .set("4.3, moved", who, attach(who, to: "a", of: "moved"), Told.noNode),
      ]
    } + [
      .set("4.3, closed", "juliet", attach("juliet", to: "secret", of: "whitelist"), Told.noNode),
      .set("4.3, closed", "juliet", attach("juliet", to: "none", of: "whitelist"), Told.noNode),
      .set("4.3, may not read", "paris", attach("paris", to: "rose", of: "open"), Told.noNode),
      .set("4.3, an outcast", "tybalt", attach("tybalt", to: "rose", of: "open"), Told.noNode),
      .set(
        "4.3, closed above", "juliet", attach("juliet", to: "gold", of: "vault%2Fchest"),
        Told.noNode),
    ]

  private static let rights: [Row] =
    ["juliet", "mercutio", "rosaline", World.hamlet].map {
      .set("4.3", $0, attach($0, to: "rose", of: "open"), Told.forbidden)
    } + [
      .set(
        "forbidden, malformed item", "juliet", attach("x", to: "rose", of: "open"), Told.forbidden),
      .set(
        "publishes never", "hasty", attach("hasty", to: "hello", of: "everyone"),
        "cancel: policy-violation"),
    ]

  private static let shapes: [Row] = [
    .set(
      "4.5, another's id", "juliet", attach("romeo", to: "hello", of: "everyone"), Told.badRequest),
    .set("4.5, an owner", "romeo", attach("juliet", to: "rose", of: "open"), Told.badRequest),
    .set(
      "4.5, an administrator", "escalus", attach("juliet", to: "rose", of: "open"), Told.badRequest),
    .set(
      "4.5, a full address", "juliet",
      attach("juliet", to: "hello", of: "everyone", id: "juliet@verona.lit/phone"), Told.badRequest),
    .set(
      "4.5, another case", "juliet",
      attach("juliet", to: "hello", of: "everyone", id: "Juliet@verona.lit"),
      Told.badRequest),
    .set(
      "4.5, no id", "juliet",
      "<publish node='\(attached("everyone", "hello"))'><item>\(noticed)</item></publish>",
      Told.badRequest),
    .set(
      "4.5, another payload", "juliet",
      attach("juliet", to: "hello", of: "everyone", "<a xmlns='urn:a'/>"),
      Told.badRequest),
    .set(
      "4.5, in no namespace of its own", "juliet",
      attach("juliet", to: "hello", of: "everyone", "<attachments><noticed/></attachments>"),
      Told.badRequest),
    .set(
      "4.5, of several", "juliet",
      "<publish node='\(attached("everyone", "hello"))'><item id='juliet@verona.lit'>\(noticed)</item>"
        + "<item id='romeo@verona.lit'>\(noticed)</item></publish>", Told.badRequest),
    .set(
      "7.1.3.7, no payload", "juliet", attach("juliet", to: "hello", of: "everyone", ""),
      "modify: payload-required bad-request"),
    .set(
      "7.1.3.7, no item", "juliet", "<publish node='\(attached("everyone", "hello"))'/>",
      Told.itemRequired),
    .set(
      "too many", "juliet",
      attach("juliet", to: "hello", of: "everyone", reactions(Array(repeating: "a", count: 21))),
      Told.tooMany),
    .set(
      "no sign", "juliet", attach("juliet", to: "hello", of: "everyone", reactions(["ab"])),
      Told.badRequest),
    .set(
      "7.1.3.5", "juliet",
      attach(
        "juliet", to: "hello", of: "everyone",
        "<attachments xmlns='\(Namespace.attachments)'><a xmlns='urn:a'>\(String(repeating: "x", count: 2000))</a></attachments>"
      ), "modify: payload-too-big not-acceptable"),
    .set(
      "no room", "beggar", attach("beggar", to: "hello", of: "everyone"),
      "wait: resource-constraint"),
  ]

  /// Section 4.5, also where the other one's item is there already.
  private static let others: [Row] =
    ["romeo", "juliet"].map {
      .set("4.1", $0, attach($0, to: "hello", of: "everyone"), Told.result)
    } + [
      .set(
        "4.5, another's item", "juliet", attach("romeo", to: "hello", of: "everyone"),
        Told.badRequest),
      .set(
        "4.5, by the owner", "romeo", attach("juliet", to: "hello", of: "everyone"),
        Told.badRequest),
      .set(
        "4.5, by an administrator", "escalus", attach("juliet", to: "hello", of: "everyone"),
        Told.badRequest),
      .set(
        "forbidden first", "tybalt", attach("romeo", to: "hello", of: "everyone"), Told.noNode),
    ]

  @Test func refused() async throws {
    try await World.play(Self.targets + Self.rights + Self.shapes)
    try await World.play(Self.others, isChanged: true)
  }

  /// Section 4.4: nobody makes such a node, whether it is there or not, and nobody manages it.
  private static let byHand: [Row] =
    ["juliet", "romeo", "escalus", World.hamlet].flatMap { who -> [Row] in
      let forbidden = [
        attached("open", "rose"), attached("open", "none"), summary, "\(Namespace.attachments)/",
      ]
      return forbidden.map { .set("4.4", who, "<create node='\($0)'/>", "cancel: not-allowed") } + [
        .set("4.6", who, publish(summary, "rose", "<a xmlns='urn:a'/>"), Told.forbidden),
        .set(
          "4.6", who, publish("\(Namespace.attachmentSummary)/none", "rose", "<a xmlns='urn:a'/>"),
          Told.forbidden),
      ]
    }

  private static let managing: [Row] = ["juliet", "romeo", "escalus"].flatMap { who -> [Row] in
    [attached("open", "rose"), summary].flatMap { node -> [Row] in
      [
        .getOwned("4.4", who, "<configure node='\(node)'/>", "cancel: not-allowed"),
        .setOwned(
          "4.4", who,
          "<configure node='\(node)'>\(form(nil, field("pubsub#access_model", "open")))</configure>",
          "cancel: not-allowed"),
        .setOwned("4.4", who, "<delete node='\(node)'/>", "cancel: not-allowed"),
        .setOwned("4.4", who, "<purge node='\(node)'/>", "cancel: not-allowed"),
        .getOwned("4.4", who, "<affiliations node='\(node)'/>", "cancel: not-allowed"),
        .setOwned(
          "4.4", who,
          "<affiliations node='\(node)'><affiliation jid='\(who)@verona.lit' affiliation='owner'/></affiliations>",
          "cancel: not-allowed"),
        .getOwned("4.4", who, "<subscriptions node='\(node)'/>", "cancel: not-allowed"),
      ]
    } + [
      .set("4.6", who, "<retract node='\(summary)'><item id='rose'/></retract>", Told.forbidden)
    ]
  }

  /// Nothing stands below such a node, or belongs to it.
  private static let relations: [Row] = [World.parent, World.link].flatMap { relation in
    ["romeo", "escalus"].map {
      .set(
        "XEP-0496", $0,
        "<create node='new'/><configure>\(form(nil, field(relation, attached("open", "rose"))))</configure>",
        "cancel: invalid-option not-allowed")
    }
  }

  @Test func nobodyTouchesIt() async throws {
    let some: [Row] = [
      .set("4.1", "romeo", Self.attach("romeo", to: "rose", of: "open"), Told.result)
    ]
    try await World.play(Self.byHand)
    try await World.play(some + Self.byHand + Self.managing + Self.relations, isChanged: true)
  }

  /// Who may not read the node does not see whether there is anything attached.
  @Test func whatIsClosedLooksMissing() async throws {
    let (there, missing) = (
      Self.attached("whitelist", "secret"), Self.attached("whitelist", "none")
    )
    let summary = "\(Namespace.attachmentSummary)/whitelist"
    let rows = [there, missing, summary, "\(Namespace.attachmentSummary)/none"].flatMap {
      node -> [Row] in
      ["juliet", "paris", "tybalt", World.hamlet].flatMap { who -> [Row] in
        [
          .get("4.6", who, "<items node='\(node)'/>", Told.noNode),
          .set(
            "4.6", who, "<subscribe node='\(node)' jid='\(who)@verona.lit'/>",
            who == World.hamlet ? Told.invalidJID : Told.noNode),
          .set(
            "4.6", who, "<unsubscribe node='\(node)' jid='\(who)@verona.lit'/>",
            who == World.hamlet ? "modify: jid-malformed" : Told.noNode),
          .get("4.6", who, "<subscriptions node='\(node)'/>", Told.noNode),
          .get("4.6", who, "<affiliations node='\(node)'/>", Told.noNode),
          .getOwned("4.6", who, "<configure node='\(node)'/>", Told.noNode),
          .setOwned("4.6", who, "<delete node='\(node)'/>", Told.noNode),
          .setOwned("4.6", who, "<purge node='\(node)'/>", Told.noNode),
          .set("4.6", who, "<retract node='\(node)'><item id='a'/></retract>", Told.noNode),
          Row(
            "4.6", who, .get, "<query xmlns='\(Namespace.discoInfo)' node='\(node)'/>", Told.noNode),
          Row(
            "4.6", who, .get, "<query xmlns='\(Namespace.discoItems)' node='\(node)'/>", Told.noNode
          ),
          Row("4.6", who, .set, "<query xmlns='\(Namespace.mam)' node='\(node)'/>", Told.noNode),
        ].filter { who != World.hamlet || !$0.request.contains("subscribe node") }
      }
    }
    let some: [Row] = [
      .set("4.1", "romeo", Self.attach("romeo", to: "secret", of: "whitelist"), Told.result),
      .get("4.1", "mercutio", "<items node='\(there)'/>", Told.result),
    ]
    try await World.play(some + rows, isChanged: true)
  }
}
