import XMPP

/// How much is taken of something that all share, by whom. One account may take a part of it, a domain that is not ours
/// a quarter, all of those together three quarters: so nobody pushes out everybody, and no stranger our own people.
///
/// Who has taken nothing yet may take more than their part at once.
struct Shares: Sendable {
  private let total: Int
  private let account: Int
  private let local: Set<String>
  private(set) var taken = 0
  private var takenByForeigners = 0
  private var accounts: [BareJID: Int] = [:]
  private var domains: [String: Int] = [:]

  /// - Parameters:
  ///   - account: how much one account may take.
  ///   - local: the domains of our own people.
  init(_ total: Int, account: Int, local: Set<String>) {
    (self.total, self.account, self.local) = (total, account, local)
  }

  /// False if that is too much; then nothing is taken.
  mutating func take(_ count: Int = 1, for jid: BareJID) -> Bool {
    let isLocal = local.contains(jid.domain)
    func fits(_ before: Int, _ limit: Int) -> Bool { before + count <= limit }
    let (ofAccount, ofDomain) = (accounts[jid] ?? 0, domains[jid.domain] ?? 0)
    guard fits(taken, total), fits(ofAccount, account) || ofAccount == 0 && account > 0,
      isLocal || fits(takenByForeigners, total * 3 / 4),
      isLocal || fits(ofDomain, total / 4) || ofDomain == 0
    else { return false }
    add(count, jid, isLocal)
    return true
  }

  mutating func giveBack(_ count: Int = 1, of jid: BareJID) {
    add(-count, jid, local.contains(jid.domain))
  }

  private mutating func add(_ count: Int, _ jid: BareJID, _ isLocal: Bool) {
    taken += count
    accounts.add(count, jid)
    guard !isLocal else { return }
    takenByForeigners += count
    domains.add(count, jid.domain)
  }
}

extension Dictionary where Value == Int {
  /// What comes to nothing is forgotten.
  fileprivate mutating func add(_ count: Int, _ key: Key) {
    let sum = (self[key] ?? 0) + count
    self[key] = sum == 0 ? nil : sum
  }
}
