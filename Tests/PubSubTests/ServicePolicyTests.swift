import Testing
import XMPP

@testable import PubSub

@Suite struct ServicePolicyTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Who may create nodes. A server is no user of its domain.
  @Test(arguments: [
    ("escalus@verona.lit", true, true, true), ("romeo@verona.lit", false, true, true),
    ("hamlet@denmark.lit", false, false, true), ("romeo@sub.verona.lit", false, false, true),
    ("verona.lit", false, false, false), ("denmark.lit", false, false, false),
  ])
  func creators(jid: String, nobody: Bool, domains: Bool, anyone: Bool) throws {
    let jid = try BareJID(jid)
    for (creators, expected) in [
      (ServicePolicy.Creators.nobody, nobody), (.domains, domains), (.anyone, anyone),
    ] {
      var policy = cast.policy
      policy.creators = creators
      #expect(policy.mayCreate(jid) == expected)
      #expect(
        refusal { try policy.requireCreator(jid) } == (expected ? "accepted" : forbidden))
    }
  }

  @Test func administrators() {
    var policy = cast.policy
    #expect(policy.isAdmin(cast.admin))
    #expect(!policy.isAdmin(cast.romeo))
    policy.admins = [cast.hamlet]
    #expect(policy.mayCreate(cast.hamlet))
    policy.domains = []
    #expect(!policy.mayCreate(cast.romeo))
  }

  /// Names that mean something else are nobody's; reserved ones are for administrators.
  @Test(arguments: [
    ("blog", "accepted", "accepted"), ("urn:xmpp:blog", forbidden, "accepted"),
    ("news/today", forbidden, "accepted"), ("news", "accepted", "accepted"),
    ("home", forbidden, "accepted"), ("home2", "accepted", "accepted"),
    ("commands", "modify: not-acceptable", "modify: not-acceptable"),
    ("commands2", "accepted", "accepted"),
  ])
  func names(name: String, user: String, admin: String) throws {
    var policy = cast.policy
    policy.reservedNames = ["urn:xmpp:*", "news/*", "home", "com*s"]
    policy.takenNames = ["commands"]
    let node = try NodeID(name)
    #expect(refusal { try policy.requireName(node, by: cast.romeo) } == user)
    #expect(refusal { try policy.requireName(node, by: cast.admin) } == admin)
  }

  /// What is not said otherwise.
  @Test func defaults() {
    let policy = cast.policy
    #expect(policy.creators == .domains)
    #expect(policy.reservedNames.isEmpty)
    #expect(policy.takenNames.isEmpty)
    #expect(!policy.seesRosters)
    #expect(policy.maximumPayloadBytes == 262_144)
    #expect(policy.maximumItemsPerAnswer == 100)
    #expect(policy.maximumBytesPerAnswer == 262_144)
    #expect(policy.maximumSubscriptionsPerAccount == 20)
    #expect(policy.maximumEntriesPerList == 1000)
    #expect(policy.maximumLease == 31_536_000_000)
  }
}
