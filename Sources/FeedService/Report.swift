import PubSub
import Social
import Store
import XML
import XMPP

/// Somebody reports an item: by a form, or by the payload of XEP-0377.
extension Context {
  func report(_ iq: IQ) throws(StanzaError) -> Work {
    let report = try AbuseReport(try iq.request)
    guard report.service == jid else {
      throw StanzaError(.itemNotFound, "That is not a node of this service.")
    }
    let request = ReportRequest(
      node: try NodeID(report.node), item: try ItemID(report.item),
      reason: Report.Reason(rawValue: report.reason) ?? .other, text: report.text)
    return try take(request, iq, answer: nil)
  }

  func reportByForm(_ command: Command, _ iq: IQ) throws(StanzaError) -> Work {
    guard let form = command.form else {
      return .answer(asking(command, ModerationForm.reportForm).element)
    }
    let thanks = answer(
      command, .completed, note: "Thank you. Those who look after the node will see to it.")
    return try take(try ReportRequest(form), iq, answer: thanks.element)
  }

  private func take(_ request: ReportRequest, _ iq: IQ, answer: Element?) throws(StanzaError)
    -> Work
  {
    try charge(iq, as: .reports)
    let (known, now) = (known, Timestamp.now)
    return .write { tx in
      let (node, actor) = try asked(request.node, by: iq.from, tx.snapshot, known)
      let present = try node.map {
        try tx.snapshot.reports(
          of: request.item, in: $0, by: iq.from.bare, service, owners: Report.maximumTold + 1)
      }
      let decision = try Report.decide(
        request, node?.facts, by: actor, present ?? Report.Present(item: nil), known.policy)
      try tx.apply(decision, in: service, now: now, known)
      return Reply(answer)
    }
  }
}
