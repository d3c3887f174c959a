import Testing
import XML
import XMPP

@testable import PubSub

/// Words and domains that the administrators have blocked.
@Suite struct BlockedTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  @Test(arguments: [
    ("spam", "This is spam.", true), ("spam", "SPAM!", true), ("Spam", "spam", true),
    ("spam", "spammer", false), ("spam", "antispam", false), ("spam", "s p a m", false),
    ("cafe", "Im Café", true), ("café", "CAFE", true), ("cafe\u{301}", "café", true),
    ("cheap pills", "Buy cheap,  pills now", true), ("cheap pills", "cheap blue pills", false),
    ("cheap pills", "pills cheap", false), ("cheap pills", "cheap", false),
    ("спам", "Это СПАМ", true), ("垃圾", "这是垃圾邮件", true), ("垃圾", "垃 x 圾", false),
    ("がん", "かん", false), ("がん", "がん保険", true),
    ("ខ្មែរ", "ភាសាខ្មែរល្អ", true), ("한국", "한국 사람", true), ("가", "각", false),
    ("spam", "sp\u{200B}am", true),
    ("4 u", "4 U", true), ("ﬁ", "", false), ("straße", "STRASSE", false),
  ])
  func words(phrase: String, text: String, expected: Bool) {
    #expect(BlockedWords([phrase]).areIn(text) == expected)
    #expect(BlockedWords(["other", phrase, "spam spam spam"]).areIn(text) == expected)
    #expect(!BlockedWords().areIn(text))
  }

  @Test(arguments: [("spam", true), ("!?", false), ("", false), ("4", true), ("垃", true)])
  func phrases(text: String, expected: Bool) {
    #expect(BlockedWords.isPhrase(text) == expected)
    #expect(BlockedWords([text]).isEmpty != expected)
  }

  /// However many words are blocked, a long text is looked through once.
  @Test func large() {
    let words = BlockedWords((0..<5_000).map { "word\($0) next" })
    let text = String(repeating: "word1 word2 ", count: 10_000)
    #expect(!words.areIn(text))
    #expect(words.areIn(text + "next"))
  }

  @Test(arguments: [
    ("example.net", true), ("a.example.net", false), ("example.org", false),
    ("a.example.org", true), ("b.a.example.org", true), ("aexample.org", false), ("org", false),
  ])
  func domains(domain: String, expected: Bool) {
    #expect(BlockedDomains(["example.net", "*.example.org"]).hold(domain) == expected)
    #expect(!BlockedDomains().hold(domain))
  }

  private func blocked(_ affiliation: Affiliation = .none) -> Actor {
    var actor = cast.actor(affiliation)
    actor.isBlocked = true
    return actor
  }

  /// Whatever they are to a node, they neither publish nor subscribe; what they had they may take back.
  @Test(arguments: Affiliation.allCases)
  func rights(affiliation: Affiliation) throws {
    let node = try cast.node { $0.publishModel = .open }
    for action in Action.allCases {
      let free = Rights.may(action, cast.actor(affiliation), node.configuration)
      let expected = free && ![.publish, .subscribe].contains(action)
      #expect(Rights.may(action, blocked(affiliation), node.configuration) == expected, "\(action)")
    }
    for action in [Action.publish, .subscribe] {
      #expect(
        refusal { try Rights.require(action, blocked(affiliation), node.configuration) }
          == forbidden)
    }
  }

  @Test func policy() throws {
    var policy = cast.policy
    policy.creators = .anyone
    policy.blockedDomains = BlockedDomains(["verona.lit"])
    #expect(policy.isBlocked(cast.juliet))
    #expect(!policy.mayCreate(cast.juliet))
    // Administrators are never kept out.
    #expect(!policy.isBlocked(cast.admin))
    #expect(policy.mayCreate(cast.admin))
  }

  /// Nobody lets them in, and who is in may be shut out.
  @Test(arguments: [
    (Affiliation.member, false), (.publisher, false), (.owner, false), (.none, true),
    (.outcast, true),
  ])
  func affiliations(affiliation: Affiliation, isDone: Bool) throws {
    var named = ManageAffiliations.Named(actors: [:], present: [:], hasOtherOwner: true)
    named.actors[cast.juliet] = blocked(.publishOnly)
    let decision = try ManageAffiliations.decide(
      NodeAffiliationsRequest(
        node: NodeID("blog"), changes: [.init(cast.juliet, affiliation)]), cast.node(),
      by: cast.owner, named, lastItem: nil, cast.policy)
    #expect(decision.effects.isEmpty != isDone)
    #expect((decision.failure == nil) == isDone)
    #expect(
      decision.acts.map(\.kind) == (isDone ? [affiliation == .outcast ? .ban : .affiliate] : []))
    if !isDone {
      #expect(decision.failure?.condition == .notAcceptable)
      let entry = decision.reply?.first("affiliations", Namespace.pubsubOwner)?
        .first("affiliation", Namespace.pubsubOwner)
      #expect(entry?["affiliation"] == "publish-only")
    }
  }

  @Test func subscriptions() throws {
    let node = try cast.node { $0.accessModel = .authorize }
    #expect(!blocked().mayReadOnceSubscribed(to: node))
    #expect(!blocked(.member).mayReadOnceSubscribed(to: node))
    #expect(cast.actor().mayReadOnceSubscribed(to: node))
  }

  @Test(arguments: [
    ("the title", "not", "accepted"), ("Spàm!", "not", "modify: policy-violation not-acceptable"),
    ("not", "spam", "modify: policy-violation not-acceptable"),
  ])
  func publishing(text: String, word: String, expected: String) throws {
    var policy = cast.policy
    policy.blockedWords = BlockedWords(["spam"])
    let request = try PublishRequest(
      pubsub("<publish node='blog'><item id='i'><a xmlns='b'/></item></publish>"))
    let candidate = Publish.Candidate(
      request, policy, { "new" }, text: { _ in text }, words: { _ in ["tag", word] })
    func outcome(_ actor: Actor) -> String {
      refusal {
        try Publish.decide(
          candidate, cast.node(), by: actor, Publish.Present(), Account(),
          cast.circumstances(policy))
      }.replacing(" (order)", with: "")
    }
    #expect(outcome(cast.owner) == expected)
    #expect(outcome(cast.administrator()) == "accepted")
    // Who may not publish is not told what they may not say.
    #expect(outcome(cast.actor()) == forbidden)
  }

  /// Nothing is looked at where nothing is blocked: that is costly.
  @Test func wordsAreAskedForWhereSomeAreBlocked() throws {
    let request = try PublishRequest(pubsub("<publish node='blog'><item id='i'/></publish>"))
    var policy = cast.policy
    for (blocked, expected) in [([], 0), (["spam"], 1)] {
      policy.blockedWords = BlockedWords(blocked)
      var asked = 0
      _ = Publish.Candidate(
        request, policy, { "new" }, text: { _ in nil },
        words: { _ in
          asked += 1
          return []
        })
      #expect(asked == expected)
    }
  }

  /// What people read of a node; what it was called before may stay.
  @Test(
    arguments: [
      (["title": "Verona"], true), (["title": "Spàm"], false), (["description": "No spam!"], false),
      (["description": "Old spam"], true), (["title": "Old spam"], false),
      (["language": "de"], true),
    ] as [([String: String], Bool)])
  func nodes(fields: [String: String], isTaken: Bool) throws {
    var policy = cast.policy
    policy.blockedWords = BlockedWords(["spam"])
    let fields = fields.map { DataForm.Field("pubsub#\($0)", values: [$1]) }
    let node = try cast.node { $0.description = "Old spam" }
    let refused = "modify: policy-violation not-acceptable"
    func configured(_ actor: Actor) -> String {
      refusal {
        try Configure.decide(
          ConfigureRequest(node: node.id, form: form(NodeForm.configuration, fields)), node,
          by: actor, Lineage.Facts(), policy, .none)
      }.replacing(" (order)", with: "")
    }
    #expect(configured(cast.owner) == (isTaken ? "accepted" : refused))
    #expect(configured(cast.administrator()) == "accepted")
    #expect(configured(cast.actor()) == forbidden)
    let isNewTaken = isTaken && !fields.contains { $0.values == ["Old spam"] }
    func created(_ jid: BareJID) -> String {
      refusal {
        try Create.decide(
          CreateRequest(node: node.id, configuration: form(NodeForm.configuration, fields)),
          by: jid, taken: false, Lineage.Facts(), Account(), cast.circumstances(policy))
      }.replacing(" (order)", with: "")
    }
    #expect(created(cast.romeo) == (isNewTaken ? "accepted" : refused))
    #expect(created(cast.admin) == "accepted")
    let published = refusal {
      try cast.publish(
        "<item id='i'><a xmlns='b'/></item>", nil, options: form(NodeForm.publishOptions, fields),
        policy: policy)
    }.replacing(" (order)", with: "")
    #expect(published == (isNewTaken ? "accepted" : refused))
  }
}
