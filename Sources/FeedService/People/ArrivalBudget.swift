import Store
import Synchronization
import XMPP

/// How much those who come online are sent in a minute: their coming and going costs them nothing.
final class ArrivalBudget: Sendable {
  struct Amount: Hashable, Sendable {
    var items: Int
    /// Of payload.
    var bytes: Int
  }

  fileprivate struct Spent {
    var amount = Amount(items: 0, bytes: 0)
    let since: ContinuousClock.Instant
  }

  /// So much goes to one account in a minute; who has had it is known to be there, and sent nothing more.
  static let perMinute = Amount(items: 400, bytes: 2_097_152)
  /// So many accounts are watched at a time.
  private static let capacity = 32_768

  private let spent = Mutex(Recent<BareJID, Spent>(capacity: capacity))

  func left(of jid: BareJID, at now: ContinuousClock.Instant = .now) -> Amount {
    let spent = spent.withLock { $0.current(jid, now).amount }
    return Amount(
      items: max(0, Self.perMinute.items - spent.items),
      bytes: max(0, Self.perMinute.bytes - spent.bytes))
  }

  func spend(_ amount: Amount, on jid: BareJID, at now: ContinuousClock.Instant = .now) {
    spent.withLock { book in
      var spent = book.current(jid, now)
      spent.amount.items += amount.items
      spent.amount.bytes += amount.bytes
      book[jid] = spent
    }
  }
}

extension Recent<BareJID, ArrivalBudget.Spent> {
  fileprivate mutating func current(_ jid: BareJID, _ now: ContinuousClock.Instant)
    -> ArrivalBudget.Spent
  {
    guard let spent = self[jid], now - spent.since < .seconds(60) else {
      return ArrivalBudget.Spent(since: now)
    }
    return spent
  }
}
