import PubSub
import Store
import Synchronization
import XMPP

/// Who publishes, and changes other things that people are told of, how fast: a minute's worth may come at once, then it
/// goes on at that rate.
package final class Rates: Sendable {
  enum Kind: Hashable {
    /// Items.
    case publishes
    /// Anything else.
    case changes
    case reports

    /// For an account.
    func limit(of jid: BareJID, _ policy: ServicePolicy) -> Int? {
      switch self {
      case .publishes: policy.quota(of: jid).publishesPerMinute
      case .changes: policy.quota(of: jid).changesPerMinute
      case .reports: policy.reportsPerMinute
      }
    }

    /// For all accounts of a domain together.
    func limit(of domain: String, _ policy: ServicePolicy) -> Int? {
      switch self {
      case .publishes: policy.domainQuota(of: domain).publishesPerMinute
      case .changes: policy.domainQuota(of: domain).changesPerMinute
      case .reports: policy.domains.contains(domain) ? nil : policy.reportsPerMinuteOfDomain
      }
    }

    /// What one does.
    var verb: String {
      switch self {
      case .publishes: "publish"
      case .changes: "change"
      case .reports: "report"
      }
    }
  }

  private struct Payer: Hashable {
    let kind: Kind
    let domain: String
    /// Nil: all accounts of the domain together.
    var account: BareJID?
  }

  private struct Bucket {
    var left: Double
    var last: ContinuousClock.Instant

    /// A request that is larger than a minute's worth is paid off afterwards: waiting must be of use.
    mutating func spend(_ count: Int, _ limit: Int, _ now: ContinuousClock.Instant) -> Bool {
      let passed = (now - last) / .seconds(60)
      left = min(Double(limit), left + passed * Double(limit))
      last = now
      guard left >= Double(max(1, min(count, limit))) else { return false }
      left -= Double(count)
      return true
    }
  }

  /// So many accounts and domains are watched at a time.
  private static let capacity = 32_768

  private let buckets = Mutex(Recent<Payer, Bucket>(capacity: capacity))

  package init() {}

  /// Throws if an account, or all of its domain, does more than it may; then nothing is spent.
  func spend(
    _ count: Int, _ kind: Kind, on jid: BareJID, _ policy: ServicePolicy,
    at now: ContinuousClock.Instant = .now
  ) throws(StanzaError) {
    guard !policy.isAdmin(jid) else { return }
    let domain = Payer(kind: kind, domain: jid.domain)
    // The domain first: accounts that it may not have publish are not worth watching.
    let limits = [
      (domain, kind.limit(of: jid.domain, policy)),
      (Payer(kind: kind, domain: jid.domain, account: jid), kind.limit(of: jid, policy)),
    ]
    let spent: (payer: Payer, limit: Int)? = buckets.withLock { buckets in
      var paid: [(Payer, Bucket)] = []
      for case (let payer, let limit?) in limits {
        var bucket = buckets[payer] ?? Bucket(left: Double(limit), last: now)
        guard bucket.spend(count, limit, now) else { return (payer, limit) }
        paid.append((payer, bucket))
      }
      for (payer, bucket) in paid { buckets[payer] = bucket }
      return nil
    }
    if let spent { throw refusal(spent.payer, spent.limit) }
  }

  private func refusal(_ payer: Payer, _ limit: Int) -> StanzaError {
    let who = payer.account == nil ? "Your domain" : "You"
    // Waiting would be of no use.
    guard limit > 0 else {
      let what = payer.kind == .changes ? "change anything" : payer.kind.verb
      return StanzaError(.policyViolation, "\(who) may not \(what) here.", kind: .cancel)
    }
    return StanzaError(
      .resourceConstraint,
      "\(who) may \(payer.kind.verb) \(limit) things in a minute here; wait a bit.",
      kind: .wait)
  }
}
