import PubSub
import Store
import Testing
import XMPP

@testable import FeedService

@Suite struct RatesTests {
  private let start = ContinuousClock.now
  private let romeo: BareJID

  init() throws { romeo = try BareJID("romeo@verona.lit") }

  private func policy(account: Int?, domain: Int? = nil) throws -> ServicePolicy {
    var policy = ServicePolicy(domains: [], admins: [try BareJID("escalus@verona.lit")])
    policy.quota.publishesPerMinute = account
    policy.domainQuota.publishesPerMinute = domain
    return policy
  }

  /// Whether it is let through.
  private func spends(
    _ rates: Rates, _ count: Int, _ jid: BareJID, _ policy: ServicePolicy,
    after seconds: Double = 0
  ) -> Bool {
    do {
      try rates.spend(count, .publishes, on: jid, policy, at: start + .seconds(seconds))
      return true
    } catch {
      let isForbidden = policy.quota(of: jid).publishesPerMinute == 0
      #expect(error.condition == (isForbidden ? .policyViolation : .resourceConstraint))
      #expect(error.kind == (isForbidden ? .cancel : .wait))
      return false
    }
  }

  /// A minute's worth at once, then at the rate, and never more than a minute's worth.
  @Test func rate() throws {
    let (rates, policy) = (Rates(), try policy(account: 6))
    for _ in 0..<3 { #expect(spends(rates, 2, romeo, policy)) }
    #expect(!spends(rates, 1, romeo, policy))
    #expect(!spends(rates, 1, romeo, policy, after: 9.9))
    #expect(spends(rates, 1, romeo, policy, after: 10.1))
    #expect(!spends(rates, 1, romeo, policy, after: 10.2))
    #expect(spends(rates, 6, romeo, policy, after: 1000))
    #expect(!spends(rates, 1, romeo, policy, after: 1000))
  }

  /// All of a domain share a rate; what one of the two refuses costs nothing at the other.
  @Test func domains() throws {
    let (rates, policy) = (Rates(), try policy(account: 4, domain: 6))
    let juliet = try BareJID("juliet@verona.lit")
    let hamlet = try BareJID("hamlet@denmark.lit")
    #expect(spends(rates, 4, romeo, policy))
    // Of the account: the domain has not spent it.
    #expect(!spends(rates, 1, romeo, policy))
    #expect(spends(rates, 2, juliet, policy))
    // Of the domain: the account has not.
    for _ in 0..<3 { #expect(!spends(rates, 2, juliet, policy)) }
    #expect(spends(rates, 4, hamlet, policy))
    #expect(spends(rates, 2, juliet, policy, after: 20))
  }

  @Test func exceptions() throws {
    var policy = try policy(account: 1, domain: 1)
    policy.quotas["nurse@verona.lit"] = Quota()
    policy.quotas["verona.lit"] = Quota(publishesPerMinute: 3)
    let rates = Rates()
    let (escalus, nurse) = (try BareJID("escalus@verona.lit"), try BareJID("nurse@verona.lit"))
    for _ in 0..<9 { #expect(spends(rates, 5, escalus, policy)) }
    #expect(spends(rates, 3, nurse, policy))
    #expect(!spends(rates, 1, nurse, policy))
    // A service speaks for itself and for its domain.
    let service = try BareJID("feeds.denmark.lit")
    #expect(spends(rates, 1, service, policy))
    #expect(!spends(rates, 1, service, policy))
    policy.quota.publishesPerMinute = 0
    #expect(!spends(rates, 1, romeo, policy, after: 600))
  }

  /// Other changes have a rate of their own.
  @Test func changes() throws {
    var policy = try policy(account: 1)
    policy.quota.changesPerMinute = 2
    let rates = Rates()
    #expect(spends(rates, 1, romeo, policy))
    for _ in 0..<2 { try rates.spend(1, .changes, on: romeo, policy, at: start) }
    let refusal = #expect(throws: StanzaError.self) {
      try rates.spend(1, .changes, on: romeo, policy, at: start)
    }
    #expect(refusal?.text == "You may change 2 things in a minute here; wait a bit.")
    try rates.spend(1, .changes, on: romeo, policy, at: start + .seconds(31))
    #expect(!spends(rates, 1, romeo, policy))
  }

  /// Reports have rates of their own, and a domain of ours has none.
  @Test func reports() throws {
    var policy = try policy(account: nil)
    policy.reportsPerMinute = 2
    policy.reportsPerMinuteOfDomain = 3
    let rates = Rates()
    let juliet = try BareJID("juliet@verona.lit")
    func reports(_ jid: BareJID) -> String? {
      do {
        try rates.spend(1, .reports, on: jid, policy, at: start)
        return nil
      } catch {
        return error.text
      }
    }
    #expect(reports(romeo) == nil && reports(romeo) == nil)
    #expect(reports(romeo) == "You may report 2 things in a minute here; wait a bit.")
    #expect(reports(juliet) == nil)
    #expect(reports(juliet) == "Your domain may report 3 things in a minute here; wait a bit.")
    policy.domains = ["verona.lit"]
    #expect(reports(juliet) == nil)
  }

  /// What is more than a minute's worth goes through when nothing was spent, and is paid off afterwards.
  @Test func large() throws {
    let (rates, policy) = (Rates(), try policy(account: 6))
    #expect(spends(rates, 1, romeo, policy))
    #expect(!spends(rates, 12, romeo, policy))
    #expect(spends(rates, 12, romeo, policy, after: 11))
    #expect(!spends(rates, 1, romeo, policy, after: 70))
    #expect(spends(rates, 1, romeo, policy, after: 82))
  }

  /// Two services with the same rates: what is spent at one is spent.
  @Test(.timeLimit(.minutes(1))) func shared() async throws {
    let rates = Rates()
    for isFirst in [true, false] {
      let desk = try await Desk(rates: rates) { $0.quota.publishesPerMinute = 1 }
      try await desk.create("blog")
      let answer = try await desk.set("romeo", publish("blog", "a", entry("A")))
      #expect(answer.contains("resource-constraint") == !isFirst)
      try await desk.store.close()
    }
  }
}
