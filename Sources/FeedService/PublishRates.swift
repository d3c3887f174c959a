import PubSub
import Synchronization
import XMPP

/// Who publishes how fast: a minute's worth may come at once, then it goes on at that rate.
final class PublishRates: Sendable {
  private enum Payer: Hashable {
    case account(BareJID)
    case domain(String)
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

  /// Throws if an account, or all of its domain, publishes more than it may; then nothing is spent.
  func spend(
    _ count: Int, on jid: BareJID, _ policy: ServicePolicy, at now: ContinuousClock.Instant = .now
  ) throws(StanzaError) {
    guard !policy.isAdmin(jid) else { return }
    // The domain first: accounts that it may not have publish are not worth watching.
    let limits = [
      (Payer.domain(jid.domain), policy.domainQuota(of: jid.domain).publishesPerMinute),
      (.account(jid), policy.quota(of: jid).publishesPerMinute),
    ]
    let isAllowed = buckets.withLock { buckets in
      var paid: [(Payer, Bucket)] = []
      for case (let payer, let limit?) in limits {
        var bucket = buckets[payer] ?? Bucket(left: Double(limit), last: now)
        guard bucket.spend(count, limit, now) else { return false }
        paid.append((payer, bucket))
      }
      for (payer, bucket) in paid { buckets[payer] = bucket }
      return true
    }
    guard isAllowed else {
      throw StanzaError(
        .resourceConstraint, "You publish faster than is allowed here; wait a minute.", kind: .wait)
    }
  }
}
