import XML
package import XMPP

/// Somebody reports an item to those who moderate its node.
package enum Report {
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    case spam, abuse, other
  }

  /// What is known of the item and of the reports that wait.
  package struct Present: Sendable {
    /// Nil if there is none of the name.
    package var item: HeldItem?
    /// The reporter has reported it before, and nobody has looked at that yet.
    package var isKnown: Bool
    /// How many reports wait: the reporter's, of the node, and of the whole service.
    package var own: Int
    package var ofNode: Int
    package var all: Int
    /// Some of the node's.
    package var owners: [BareJID]

    package init(
      item: HeldItem?, isKnown: Bool = false, own: Int = 0, ofNode: Int = 0, all: Int = 0,
      owners: [BareJID] = []
    ) {
      self.item = item
      self.isKnown = isKnown
      self.own = own
      self.ofNode = ofNode
      self.all = all
      self.owners = owners
    }
  }

  /// So many moderators are told of one report.
  package static let maximumTold = 50

  /// Whoever may not read the item is told what they would be told if there were none.
  package static func decide(
    _ request: ReportRequest, _ node: NodeFacts?, by actor: Actor, _ present: Present,
    _ policy: ServicePolicy
  ) throws(StanzaError) -> Decision {
    guard let jid = actor.jid, let node, Rights.may(.retrieve, actor, node.configuration),
      let item = present.item, !item.isHidden
    else { throw StanzaError(.itemNotFound, "There is no such item here.") }
    guard !actor.isBlocked else { throw .blockedDomain }
    // Nobody manages such a node, so nobody could judge the report.
    guard node.configuration.kept == nil else {
      throw StanzaError(
        .notAllowed, "The service keeps this node by itself; report the post that it belongs to.")
    }
    guard request.text.unicodeScalars.count <= policy.maximumReportText else {
      throw StanzaError(
        .notAcceptable, "A report has at most \(policy.maximumReportText) characters of text.",
        kind: .modify)
    }
    if !present.isKnown { try requireRoom(present, policy) }
    let report = ReportFacts(
      item: item.id, reporter: jid, reason: request.reason, text: request.text)
    var decision = Decision(effects: [.report(node.id, report)])
    guard !present.isKnown, node.configuration.notifyReports else { return decision }
    decision.events = told(of: item, present.owners, policy).map {
      Event(
        node: node.id, audience: .one(JID($0)), type: .normal,
        content: [Element("body", Namespace.component, text: notice(report, item, node))])
    }
    return decision
  }

  private static func requireRoom(_ present: Present, _ policy: ServicePolicy)
    throws(StanzaError)
  {
    guard present.own < policy.maximumReportsPerAccount else {
      throw StanzaError(
        .resourceConstraint,
        "\(present.own) reports of yours wait for somebody to look at them; so must this one.",
        kind: .wait)
    }
    guard present.ofNode < policy.maximumReportsPerNode, present.all < policy.maximumReports else {
      throw StanzaError(
        .resourceConstraint, "Too many reports wait here already; try again later.", kind: .wait)
    }
  }

  /// Nobody is told of reports of what they have published; where that leaves no owner, the administrators are.
  static func told(of item: HeldItem, _ owners: [BareJID], _ policy: ServicePolicy) -> [BareJID] {
    let owners = owners.filter { $0 != item.publisher }
    let told =
      owners.isEmpty
      ? policy.admins.filter { $0 != item.publisher }
        .sorted { $0.description < $1.description } : owners
    return Array(told.prefix(maximumTold))
  }

  /// It does not say who reports.
  private static func notice(_ report: ReportFacts, _ item: HeldItem, _ node: NodeFacts) -> String {
    let what = report.reason == .other ? "" : " as \(report.reason.rawValue)"
    let text = report.text.isEmpty ? "" : "\n\n\(report.text)"
    return """
      Somebody reports a post of \(item.publisher)\(what): \
      \(item.id.name.onOneLine) in \(node.id.name.onOneLine). \
      The command "\(ModerationForm.queueName)" of this service has all reports.\(text)
      """
  }
}

/// A report as it is kept.
package struct ReportFacts: Hashable, Sendable {
  package var item: ItemID
  package var reporter: BareJID
  package var reason: Report.Reason
  package var text: String

  package init(item: ItemID, reporter: BareJID, reason: Report.Reason, text: String) {
    self.item = item
    self.reporter = reporter
    self.reason = reason
    self.text = text
  }
}
