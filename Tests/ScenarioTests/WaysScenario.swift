import App
import Social
import TestSupport
import Testing
import XML
import XMPP

/// A blog elsewhere that is for those who see its owner's presence.
@Suite("Following by presence")
struct WaysScenario {
  private static let tybalt = "tybalt@elsewhere.example"
  private static let blog = "urn:xmpp:microblog:0"

  @Test func aBlogForContactsIsFollowedByPresence() async throws {
    var setting = Setting()
    setting.following.nodes = [try FollowAddress(Self.tybalt).orBlog]
    setting.following.published = [try BareJID(Self.tybalt)]
    try await Stage.play(in: setting) { stage async throws in
      stage.grantsRosters()
      let owner = stage.person("\(Self.tybalt)/sword")
      let server = Task { try await Self.answers(stage.link) }
      defer { server.cancel() }
      try await isShown(stage, "subscribe")
      presence(stage, from: Self.tybalt, "type='subscribed'")
      try await isShown(stage, "probe")
      let capabilities = try #require(try await isShown(stage, nil).descendant("c"))
      let mark = try #require(EntityCapabilities.Mark(capabilities))
      // His server asks what that means.
      let info = try await stage.link.ask(
        .get, DiscoInfo.Request(node: mark.discoNode).element, from: Self.tybalt)
      let query = try #require(info.first("query", Namespace.discoInfo))
      #expect(EntityCapabilities.confirms(query, mark) == true)
      #expect(try DiscoInfo(query).features.contains("\(Self.blog)+notify"))

      stage.link.send(
        """
        <message type='headline' from='\(Self.tybalt)' to='\(Stage.domain)'>\
        <event xmlns='\(Namespace.pubsubEvent)'><items node='\(Self.blog)'><item id='b'>\
        \(entry("A thorn"))</item></items></event></message>
        """)
      let (juliet, romeo) = (
        stage.person("juliet@example.org/balcony"), stage.person("romeo@example.org/garden")
      )
      let roster = "<item jid='\(Self.tybalt)' subscription='to'/>"
      async let first = juliet.finds(["text": "rose"])
      try await stage.answersForRoster(roster, of: "juliet")
      #expect(try await first == ["a"])
      try await eventually("news are found") {
        try await juliet.finds(["text": "thorn"]) == ["b"]
      }
      async let none = romeo.searches(["text": "rose"])
      try await stage.answersForRoster(roster.replacing("'to'", with: "'from'"))
      let (results, nothing) = (try await none, try await romeo.searches(["text": "nothing"]))
      #expect(results == nothing)
      for person in [juliet, romeo] {
        _ = try await person.runs("follow", ["address": Self.tybalt])
      }
      // Who may not find it learns nothing of it, whoever follows it.
      let (hers, his) = (
        try #require(try await juliet.listsFollows().first),
        try #require(try await romeo.listsFollows().first)
      )
      #expect(hers["state"] == "following" && hers["items"] != nil && hers["heard"] != nil)
      #expect(his["state"] == "not found" && Set(his.keys) == ["address", "state", "remedy"])
      let page = "/@tybalt@elsewhere.example/a"
      #expect(try await stage.page(page).status == 404)

      // He comes online: what his server knew of us it may have forgotten.
      presence(stage, from: owner.jid)
      try await isShown(stage, nil)
    }
  }

  private func presence(_ stage: Stage, from jid: String, _ type: String = "") {
    stage.link.send("<presence from='\(jid)' to='\(Stage.domain)' \(type)/>")
  }

  @discardableResult
  private func isShown(_ stage: Stage, _ type: String?) async throws -> Element {
    try await stage.link.next {
      $0.name.name == "presence" && $0["to"] == Self.tybalt && $0["type"] == type
    }
  }

  /// His server tells strangers that the blog is for his contacts, lets us read it, and says nothing else.
  private static func answers(_ link: ScriptedLink) async throws {
    while true {
      let request = try await link.next {
        $0["to"] == tybalt && $0.name.name == "iq" && ["get", "set"].contains($0["type"])
      }
      link.send(
        """
        <iq type='\(reads(request) ? "result" : "error")' id='\(request["id"] ?? "")' \
        from='\(tybalt)' to='\(request["from"] ?? "")'>\(answer(request))</iq>
        """)
    }
  }

  private static func reads(_ request: Element) -> Bool {
    request["from"] == Stage.domain && request.descendant("items") != nil
  }

  private static func answer(_ request: Element) -> String {
    if reads(request) {
      return """
        <pubsub xmlns='\(Namespace.pubsub)'><items node='\(blog)'><item id='a'>\(entry("A rose"))</item>\
        </items></pubsub>
        """
    }
    let stanzas = "urn:ietf:params:xml:ns:xmpp-stanzas"
    guard request.descendant("items") != nil else {
      return "<error type='cancel'><service-unavailable xmlns='\(stanzas)'/></error>"
    }
    return """
      <error type='auth'><not-authorized xmlns='\(stanzas)'/>\
      <presence-subscription-required xmlns='\(Namespace.pubsub)#errors'/></error>
      """
  }
}
