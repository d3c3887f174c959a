import PubSub
import Store
import XMPP

/// Those who moderate nodes look through the reports that wait, the newest first, and decide on some of them: all that
/// are chosen, or none.
extension Context {
  func reportQueue(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    guard let form = command.form else { return try showReports(command, nil, iq) }
    let request = try QueueRequest(form)
    if command.action == .next { return try showReports(command, request.before, iq) }
    guard !request.reports.isEmpty, !request.acts.isEmpty else {
      throw .command(.badPayload, "Choose reports, and what to do about them.")
    }
    let cipher = cipher.list(.reports, of: service.number)
    var numbers: [Int64] = []
    for uid in request.reports { numbers.append(try cipher.place(uid)) }
    try charge(iq, numbers.count)
    let (known, now, chosen) = (known, Timestamp.now, numbers)
    return .write { tx in
      var done = 0
      for number in chosen {
        if try decide(number, request.acts, iq, tx, known, now) { done += 1 }
      }
      return Reply(answer(command, .completed, note: "\(Self.reports(done)) dealt with.").element)
    }
  }

  private static func reports(_ count: Int) -> String {
    count == 1 ? "1 report is" : "\(count) reports are"
  }

  private func showReports(_ command: Command, _ before: String?, _ iq: IQ) throws(StanzaError)
    -> Work
  {
    let cipher = cipher.list(.reports, of: service.number)
    let place = try before.map { (uid) throws(StanzaError) in try cipher.place(uid) }
    return .read { snapshot in
      try Moderate.authorize(
        iq.from.bare, ownsNodes: try snapshot.ownsNodes(iq.from.bare, in: service), policy)
      let limit = Moderate.reportsPerPage
      let found = try snapshot.reports(
        for: iq.from.bare, isAdmin: policy.isAdmin(iq.from.bare), in: service, before: place,
        limit: limit + 1)
      let page = found.prefix(limit)
      guard let last = page.last else {
        return Reply(answer(command, .completed, note: "No reports wait.").element)
      }
      let form = ModerationForm.queueForm(
        page.map { (cipher.name($0.id), Self.label($0, for: iq.from.bare)) },
        before: found.count > limit ? cipher.name(last.id) : nil)
      return Reply(asking(command, form, more: found.count > limit).element)
    }
  }

  /// So much of a report's text is shown where one is chosen, in code points.
  private static let shownText = 300

  /// Administrators, who have reports of their own items too, are not told who made those.
  private static func label(_ report: OpenReport, for jid: BareJID) -> String {
    let text = report.facts.text
    let shown = String(text.unicodeScalars.prefix(shownText))
    let said = text.isEmpty ? "" : ": \(shown)\(shown == text ? "" : "...")"
    let reporter =
      report.item.publisher == jid ? "" : ", reported by \(report.facts.reporter)"
    // What others have named comes last, so that no name passes for anything else.
    return "\(report.time.text) \(report.facts.reason.rawValue) by \(report.item.publisher)"
      + "\(reporter)\(report.isEdited ? ", edited since" : "")"
      + ": \(report.item.id.name.onOneLine) in \(report.node.name.onOneLine)\(said.onOneLine)"
  }

  /// False if the report is gone: another one about the same item has been dealt with, or another moderator was faster.
  private func decide(
    _ number: Int64, _ acts: Set<Moderate.Act>, _ iq: IQ, _ tx: Transaction,
    _ known: Acquaintances, _ now: Timestamp
  ) throws -> Bool {
    guard let report = try tx.snapshot.report(number, in: service),
      let node = try tx.snapshot.node(report.node, in: service)
    else { return false }
    let decision = try Moderate.decide(
      acts, on: report.item, node.facts,
      by: try tx.snapshot.actor(iq.from.bare, of: node, known),
      try named([report.item.publisher], node, tx.snapshot, known),
      hidden: try tx.snapshot.countHidden(of: node), known.policy)
    try tx.apply(decision, in: service, now: now, known)
    return true
  }
}
