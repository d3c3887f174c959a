import PubSub
import Testing
import XMPP

@testable import App

@Suite struct RoomSettingsTests {
  @Test func defaults() throws {
    let policy = try load(Sample.minimal).configuration.policy
    #expect(policy == ServicePolicy(domains: ["example.org"], admins: []))
  }

  @Test func thePolicy() throws {
    let policy = try load(
      Sample.minimal + """

        admins: [admin@example.org]
        nodes: { creators: anyone, reserved: ["news/*"] }
        quotas: { nodes: 1, exceptions: [news@example.net nodes=max, Example.NET nodes=2] }
        domain_quotas: { nodes: 3 }
        limits:
          payload_bytes: 2000
          items_per_answer: 4
          list_entries: 5
          subscriptions_per_node: 6
          lease_days: 7
        """
    ).configuration.policy
    var expected = ServicePolicy(
      domains: ["example.org"], admins: [try BareJID("admin@example.org")])
    expected.creators = .anyone
    expected.reservedNames = ["news/*"]
    expected.quota.nodes = 1
    expected.domainQuota.nodes = 3
    var (account, domain) = (Quota.account, Quota.domain)
    (account.nodes, domain.nodes) = (nil, 2)
    expected.quotas = ["news@example.net": account, "example.net": domain]
    expected.maximumPayloadBytes = 2_000
    expected.maximumItemsPerAnswer = 4
    expected.maximumEntriesPerList = 5
    expected.maximumSubscriptionsPerAccount = 6
    expected.maximumLease = 7 * 86_400_000
    #expect(policy == expected)
    #expect(policy.quota(of: try BareJID("news@example.net")).nodes == nil)
    #expect(policy.domainQuota(of: "example.net").nodes == 2)
  }
}
