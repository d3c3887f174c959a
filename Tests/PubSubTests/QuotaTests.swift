import Testing
import XMPP

@testable import PubSub

@Suite struct QuotaTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private static let nodes = "cancel: max-nodes-exceeded not-allowed"
  private static let items = "wait: resource-constraint"
  private static let subscriptions = "wait: too-many-subscriptions policy-violation"

  private static let small = Quota(nodes: 3, items: 10, bytes: 1000, subscriptions: 5)

  /// Up to the limit, and what one more is told.
  @Test(arguments: [
    (Usage(nodes: 1), Usage(nodes: 2), "accepted"), (Usage(nodes: 1), Usage(nodes: 3), nodes),
    (Usage(nodes: 4), Usage(), nodes), (Usage(items: 2), Usage(items: 8), "accepted"),
    (Usage(items: 3), Usage(items: 8), items), (Usage(bytes: 1000), Usage(), "accepted"),
    (Usage(bytes: 1), Usage(bytes: 1000), items),
    (Usage(subscriptions: 1), Usage(subscriptions: 4), "accepted"),
    (Usage(subscriptions: 1), Usage(subscriptions: 5), subscriptions),
    (Usage(items: 1, bytes: 1), Usage(items: 9, bytes: 1000), items),
    // Whoever has too much already may go on with all else.
    (Usage(subscriptions: 1), Usage(nodes: 9, items: 99, bytes: 9999), "accepted"),
    (Usage(), Usage(nodes: 9, items: 99, bytes: 9999, subscriptions: 99), "accepted"),
  ])
  func limits(more: Usage, has: Usage, expected: String) {
    var policy = cast.policy
    policy.quota = Self.small
    func outcome(_ jid: BareJID, _ account: Account) -> String {
      refusal { try policy.require(more, for: jid, account) }
    }
    #expect(outcome(cast.romeo, Account(own: has)) == expected)
    #expect(outcome(cast.hamlet, Account(own: has)) == expected)
    #expect(outcome(cast.admin, Account(own: has, domain: has)) == "accepted")
    // All accounts of another domain together; ours have what they like.
    policy.quota = Quota()
    policy.domainQuota = Self.small
    #expect(outcome(cast.hamlet, Account(domain: has)) == expected)
    #expect(outcome(cast.romeo, Account(own: has, domain: has)) == "accepted")
    policy.quotas["verona.lit"] = Self.small
    #expect(outcome(cast.romeo, Account(domain: has)) == expected)
    #expect(outcome(cast.admin, Account(domain: has)) == "accepted")
  }

  /// Accounts and domains that have others.
  @Test func named() throws {
    var policy = cast.policy
    policy.quotas = [
      "romeo@verona.lit": Quota(nodes: 1), "denmark.lit": Quota(items: 7),
      "verona.lit": Quota(bytes: 9), "escalus@verona.lit": Quota(nodes: 0),
    ]
    #expect(policy.quota(of: cast.romeo) == Quota(nodes: 1))
    #expect(policy.quota(of: cast.juliet) == .account)
    #expect(policy.quota(of: cast.hamlet) == .account)
    #expect(policy.quota(of: cast.admin) == Quota())
    #expect(policy.domainQuota(of: "denmark.lit") == Quota(items: 7))
    #expect(policy.domainQuota(of: "verona.lit") == Quota(bytes: 9))
    #expect(policy.domainQuota(of: "england.lit") == .domain)
    // What has no limit has none, whatever the others have.
    #expect(
      refusal {
        try policy.require(
          Usage(items: 1_000_000), for: cast.romeo, Account(own: Usage(items: 1_000_000)))
      } == "accepted")
  }

  @Test func defaults() {
    let policy = cast.policy
    #expect(policy.quota(of: cast.romeo) == .account)
    #expect(policy.domainQuota(of: "verona.lit") == Quota())
    #expect(policy.domainQuota(of: "denmark.lit") == .domain)
    #expect(
      Quota.account
        == Quota(
          nodes: 20_000, items: 200_000, bytes: 1_073_741_824, subscriptions: 10_000,
          publishesPerMinute: 600, changesPerMinute: 600))
    #expect(
      Quota.domain
        == Quota(
          nodes: 100_000, items: 2_000_000, bytes: 8_589_934_592, subscriptions: 1_000_000,
          publishesPerMinute: 6000, changesPerMinute: 6000))
  }

  /// A refusal says how much there is, to whom it concerns.
  @Test func text() {
    var policy = cast.policy
    policy.quota.nodes = 3
    policy.domainQuota.items = 3
    func text(_ more: Usage, _ account: Account) -> String? {
      do {
        try policy.require(more, for: cast.hamlet, account)
        return nil
      } catch {
        return error.text
      }
    }
    #expect(
      text(Usage(nodes: 1), Account(own: Usage(nodes: 3)))
        == "You have 3 nodes; no more are allowed here.")
    #expect(
      text(Usage(items: 1), Account(domain: Usage(items: 3)))
        == "Your domain has 3 items; no more are allowed here.")
  }
}
