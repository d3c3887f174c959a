import GRDB
import Synchronization

// Addresses and services elsewhere that nothing is left of. Whatever mentions one keeps it, and another service can mention
// as many as it likes: they are gone through from time to time, a portion after the other.
extension Sweeper {
  /// How long it rests when all of them were gone through; and if there are so many new ones.
  static let addressInterval = Duration.seconds(3_600)
  static let shortAddressInterval = Duration.seconds(600)
  static let newAddresses: Int64 = 100_000

  /// Removes those of a portion that nothing refers to; false when all were gone through, and it is not time yet to begin again.
  package func sweepAddresses() async throws -> Bool {
    let limit = store.limits.rowsPerSweep
    let last = try await store.read { try $0.number(Snapshot.lastAddress, []) } ?? 0
    guard let place = addresses.withLock({ $0.next(last, .now) }) else { return false }
    let (unused, next) = try await store.read { try $0.unusedAddresses(after: place, limit: limit) }
    if !unused.isEmpty { try await store.write { try $0.forgetAddresses(unused) } }
    addresses.withLock { $0.reach(next, last, .now) }
    return next != nil
  }
}

/// How far all addresses were gone through.
struct AddressSweep: Sendable {
  /// The one after which it goes on; nil: it rests.
  private var place: Int64? = 0
  /// The last one that there was, and when that was, as it ended.
  private var (last, ended) = (Int64(0), ContinuousClock.now)

  /// - Parameter newest: the last one that there is now.
  /// - Returns: where to go on; nil: there is nothing to be done.
  mutating func next(_ newest: Int64, _ now: ContinuousClock.Instant) -> Int64? {
    let isMuchNew = newest - last >= Sweeper.newAddresses
    let rest = isMuchNew ? Sweeper.shortAddressInterval : Sweeper.addressInterval
    if place == nil, now >= ended + rest { place = 0 }
    return place
  }

  /// - Parameter place: nil: that was the end.
  mutating func reach(_ place: Int64?, _ newest: Int64, _ now: ContinuousClock.Instant) {
    self.place = place
    if place == nil { (last, ended) = (newest, now) }
  }
}

extension Snapshot {
  /// All columns that refer to addresses, those first that refer to most.
  static let addressColumns = [
    "item.publisher", "item.claimed", "mention.jid", "reference.service", "service.jid",
    "subscription.bare", "subscription.jid", "subscription.payer", "affiliation.jid", "usage.jid",
    "node.creator", "person.jid", "contact.jid", "opt_out.jid", "consent.jid", "follow.service",
    "follow.account", "service_follow.service", "node_owner.service", "node_owner.jid",
    "node_opt_out.service", "outbox.recipient", "moved.payer", "attachment.jid", "heart.jid",
    "hidden.publisher", "removal.publisher", "report.reporter", "audit.subject", "audit.actor",
    "replies.publisher", "revision.publisher", "opt_out.domain", "consent.domain",
    "node_opt_out.domain",
  ]

  /// The same of services.
  static let serviceColumns = [
    "node.service", "outbox.service", "moved.service", "contact.service", "removal.service",
    "report.service", "audit.service", "thread.service", "person.claimed",
  ]

  private static func isUnused(_ key: String, _ columns: [String]) -> String {
    columns.map { column in
      "NOT EXISTS (SELECT 1 FROM \(column.prefix { $0 != "." }) WHERE \(column) = \(key))"
    }.joined(separator: " AND ")
  }

  static let lastAddress = "SELECT max(id) FROM jid"

  /// A service elsewhere without a node is no reason to keep its address.
  static let addresses = """
    SELECT jid.id, \(isUnused("jid.id", addressColumns.filter { $0 != "service.jid" }))
      AND NOT EXISTS (
        SELECT 1 FROM service WHERE service.jid = jid.id
          AND (service.hosted = 1 OR NOT (\(isUnused("service.id", serviceColumns)))))
    FROM jid WHERE jid.id > ? ORDER BY jid.id LIMIT ?
    """

  /// Those of a portion that nothing refers to, and where the next portion begins; nil: these were all.
  fileprivate func unusedAddresses(after number: Int64, limit: Int) throws -> (
    unused: [Int64], next: Int64?
  ) {
    let found = try rows(Self.addresses, [number, limit])
    var (unused, last, count): ([Int64], Int64?, Int) = ([], nil, 0)
    while let row = try found.next() {
      let (id, isUnused) = (row[0] as Int64, row[1] as Bool)
      if isUnused { unused.append(id) }
      (last, count) = (id, count + 1)
    }
    return (unused, count == limit ? last : nil)
  }
}

extension Transaction {
  /// What something has come to refer to since stays.
  fileprivate func forgetAddresses(_ numbers: [Int64]) throws {
    for number in numbers
    where try snapshot.unusedAddresses(after: number - 1, limit: 1).unused == [number] {
      try run("DELETE FROM service WHERE jid = ?", [number])
      try run("DELETE FROM jid WHERE id = ?", [number])
      forgetNumbers()
    }
  }
}
