import PubSub
import XMPP

// How much somebody may have on the service: as a rule, and by exception.
extension ConfigurationReader {
  mutating func quotas(domains: [BareJID], admins: [BareJID]) -> Configuration.Quotas {
    var quotas = Configuration.Quotas()
    for part in QuotaPart.all {
      quotas.account[keyPath: part.path] = amount(Slot(part.ofAccount))
      quotas.domain[keyPath: part.path] = amount(Slot(part.ofDomain))
    }
    for text in settings.list(Slot(.quotaExceptions)) {
      guard let (jid, parts) = exception(text, besides: quotas.exceptions) else { continue }
      if admins.contains(jid) { warnOfAdmin(jid, text) }
      // What is not named stays as it is without the exception.
      var quota =
        jid.local != nil ? quotas.account : domains.contains(jid) ? Quota() : quotas.domain
      for (part, amount) in parts { quota[keyPath: part.path] = amount.limit }
      quotas.exceptions[jid] = quota
    }
    return quotas
  }

  mutating func amount(_ slot: Slot) -> Int? {
    let text = located(slot)
    let amount =
      Amount(text.text)
      ?? refuse(
        text, slot, "is neither a whole number nor max",
        "The default is \(slot.key.preset ?? "max"); `max` means no limit.")
    return amount?.limit
  }

  // MARK: Exceptions

  /// `address name=value ...`
  private mutating func exception(
    _ text: Located, besides others: [BareJID: Quota]
  ) -> (BareJID, [(part: QuotaPart, amount: Amount)])? {
    let slot = Slot(.quotaExceptions)
    let words = text.text.split(whereSeparator: \.isWhitespace)
    guard let address = words.first, let jid = try? BareJID(address) else {
      return refuse(
        text, slot, "does not begin with an address",
        "Begin with an account or a domain, as in `news@example.net items=max`.")
    }
    guard others[jid] == nil else {
      return refuse(
        Located(jid.description, text.origin), slot, "is given twice",
        "Write all of its quotas behind one of the two.")
    }
    var parts: [(part: QuotaPart, amount: Amount)] = []
    for word in words.dropFirst() {
      let word = Located(String(word), text.origin)
      if let part = part(word, besides: parts.map(\.part.name)) { parts.append(part) }
    }
    guard words.count > 1 else {
      return refuse(
        text, slot, "names no quota", "Add what differs, as in `\(printable(address)) items=max`.")
    }
    return (jid, parts)
  }

  /// `name=value`
  private mutating func part(
    _ word: Located, besides others: [String]
  ) -> (part: QuotaPart, amount: Amount)? {
    let slot = Slot(.quotaExceptions)
    let pair = word.text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let (names, name) = (QuotaPart.all.map(\.name), String(pair[0]))
    guard pair.count == 2 else {
      return refuse(
        word, slot, "is not of the form name=value", "Write it without spaces, as in `items=max`.")
    }
    guard let part = QuotaPart.all.first(where: { $0.name == name }) else {
      return refuse(
        word, slot, "does not begin with the name of a quota",
        nearest(to: name, among: names).map { "Did you mean `\($0)`?" }
          ?? "The names are \(names.joined(separator: ", ")).")
    }
    guard let amount = Amount(pair[1]) else {
      return refuse(
        word, slot, "has neither a whole number nor max behind the `=`",
        "Write it as `\(name)=\(part.ofAccount.preset ?? "0")`, or `\(name)=max` for no limit.")
    }
    guard !others.contains(name) else {
      return refuse(word, slot, "gives \(name) a second time", "Keep one of the two.")
    }
    return (part, amount)
  }

  private mutating func warnOfAdmin(_ jid: BareJID, _ text: Located) {
    problems.append(
      ConfigurationProblem(
        text.origin, Slot(.quotaExceptions).description,
        "\(jid) is an admin, for whom no quota holds", "Remove it, here or from admins.",
        severity: .warning))
  }
}

/// One number of a quota, as it is called in `quotas`, in `domain_quotas` and in an exception.
private struct QuotaPart {
  let path: WritableKeyPath<Quota, Int?>
  let ofAccount, ofDomain: ConfigurationKey

  var name: String { ofAccount.steps.last.map(String.init) ?? "" }

  static var all: [QuotaPart] {
    [
      QuotaPart(path: \.nodes, ofAccount: .quotaNodes, ofDomain: .domainQuotaNodes),
      QuotaPart(path: \.items, ofAccount: .quotaItems, ofDomain: .domainQuotaItems),
      QuotaPart(path: \.bytes, ofAccount: .quotaBytes, ofDomain: .domainQuotaBytes),
      QuotaPart(
        path: \.subscriptions, ofAccount: .quotaSubscriptions, ofDomain: .domainQuotaSubscriptions),
      QuotaPart(
        path: \.publishesPerMinute, ofAccount: .quotaPublishes, ofDomain: .domainQuotaPublishes),
      QuotaPart(path: \.changesPerMinute, ofAccount: .quotaChanges, ofDomain: .domainQuotaChanges),
    ]
  }
}

/// A whole number, or `max` for no limit.
private struct Amount {
  /// nil: no limit.
  let limit: Int?

  init?(_ text: some StringProtocol) {
    let isNumber = text.utf8.allSatisfy { (48...57).contains($0) }
    guard text == "max" || (isNumber && Int(text) != nil) else { return nil }
    limit = Int(text)
  }
}
