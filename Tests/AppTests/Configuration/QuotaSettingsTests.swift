import PubSub
import Testing
import XMPP

@testable import App

extension Mistake {
  /// One bad exception; they begin in line 6.
  private init(exception: String, line: Int = 6, _ what: String, _ remedy: String) {
    self.init(
      "quotas:\n  exceptions:\n    - \(exception)", line: line, "quotas.exceptions", what, remedy)
  }

  fileprivate static let badAmounts = [
    ("quotas.nodes", "-1", "20000"), ("quotas.items", "many", "200000"),
    ("quotas.bytes", "1G", "1073741824"), ("quotas.subscriptions", "Max", "10000"),
    ("quotas.publishes_per_minute", "1.5", "600"), ("quotas.changes_per_minute", "all", "600"),
    ("domain_quotas.nodes", "+1", "100000"), ("domain_quotas.items", "1_000", "2000000"),
    ("domain_quotas.bytes", "9999999999999999999", "8589934592"),
    ("domain_quotas.subscriptions", "0x10", "1000000"),
    ("domain_quotas.publishes_per_minute", "\"\"", "6000"),
    ("domain_quotas.changes_per_minute", "few", "6000"),
  ].map { key, value, preset in
    let steps = key.split(separator: ".")
    return Mistake(
      "\(steps[0]):\n  \(steps[1]): \(value)", line: 5, key,
      "\"\(value.replacing("\"", with: ""))\" is neither a whole number nor max",
      "The default is \(preset); `max` means no limit.")
  }

  fileprivate static let badExceptions = [
    Mistake(
      exception: "\"\"", "\"\" does not begin with an address",
      "Begin with an account or a domain, as in `news@example.net items=max`."),
    Mistake(
      exception: "items=1 nodes=1", "\"items=1 nodes=1\" does not begin with an address",
      "Begin with an account or a domain, as in `news@example.net items=max`."),
    Mistake(
      exception: "a@b.example/c items=1",
      "\"a@b.example/c items=1\" does not begin with an address",
      "Begin with an account or a domain, as in `news@example.net items=max`."),
    Mistake(
      exception: "a@b.example", "\"a@b.example\" names no quota",
      "Add what differs, as in `a@b.example items=max`."),
    Mistake(
      exception: "b.example items", "\"items\" is not of the form name=value",
      "Write it without spaces, as in `items=max`."),
    Mistake(
      exception: "b.example itmes=1", "\"itmes=1\" does not begin with the name of a quota",
      "Did you mean `items`?"),
    Mistake(
      exception: "b.example exceptions=1",
      "\"exceptions=1\" does not begin with the name of a quota",
      "The names are nodes, items, bytes, subscriptions, publishes_per_minute, changes_per_minute."),
    Mistake(
      exception: "b.example =1", "\"=1\" does not begin with the name of a quota",
      "The names are nodes, items, bytes, subscriptions, publishes_per_minute, changes_per_minute."),
    Mistake(
      exception: "b.example items=-1",
      "\"items=-1\" has neither a whole number nor max behind the `=`",
      "Write it as `items=200000`, or `items=max` for no limit."),
    Mistake(
      exception: "b.example nodes=1 items=",
      "\"items=\" has neither a whole number nor max behind the `=`",
      "Write it as `items=200000`, or `items=max` for no limit."),
    Mistake(
      exception: "b.example items=1 items=2", "\"items=2\" gives items a second time",
      "Keep one of the two."),
    Mistake(
      exception: "b.example items=1\n    - B.example nodes=1", line: 7,
      "\"b.example\" is given twice", "Write all of its quotas behind one of the two."),
  ]
}

@Suite struct QuotaSettingsTests {
  @Test(arguments: Mistake.badAmounts + Mistake.badExceptions)
  func isRefused(_ mistake: Mistake) throws { try mistake.expect() }

  /// What an exception does not name stays: as for any account, as for any domain, or without limit
  /// for a domain of ours.
  @Test(arguments: [
    ("a@c.example items=max", Quota(nodes: 5, items: nil, bytes: 6)),
    ("A@C.example  nodes=0\tbytes=007", Quota(nodes: 0, items: 1, bytes: 7)),
    ("c.example nodes=10", Quota(nodes: 10, items: 2, bytes: 8)),
    ("example.org nodes=10", Quota(nodes: 10)),
    ("a@example.org nodes=10", Quota(nodes: 10, items: 1, bytes: 6)),
  ])
  func exceptions(text: String, quota: Quota) throws {
    let rules = """
      quotas: { nodes: 5, items: 1, bytes: 6, exceptions: ["\(text)"] }
      domain_quotas: { nodes: 7, items: 2, bytes: 8 }
      """
    let loaded = try load(Sample.minimal + "\n" + rules)
    #expect(loaded.warnings.isEmpty)
    let exceptions = loaded.configuration.quotas.exceptions
    var found = try #require(exceptions.values.first)
    #expect(exceptions.count == 1)
    // These have their defaults above.
    (found.subscriptions, found.publishesPerMinute, found.changesPerMinute) = (nil, nil, nil)
    #expect(found == quota)
  }

  /// Each part of each exception, at once.
  @Test func allBadParts() throws {
    let found = try problems(
      Sample.minimal + """

        quotas:
          exceptions:
            - b.example items nodes=x
            - "@ items=1"
            - c.example byte=1
        """)
    #expect(found.map(\.origin.line) == [6, 6, 7, 8])
  }

  @Test func warnsOfAnAdminsException() throws {
    try Mistake(
      "admins: [a@b.example]\nquotas: { exceptions: [a@b.example nodes=1] }", line: 5,
      "quotas.exceptions", "a@b.example is an admin, for whom no quota holds",
      "Remove it, here or from admins."
    ).expect(.warning)
  }
}
