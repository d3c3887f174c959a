import XML
package import XMPP

/// The ad-hoc commands (XEP-0050) of moderation: their names, and the forms that they ask to be filled in. The
/// `FORM_TYPE` of each form is the node of its command.
package enum ModerationForm {
  /// A name of our own, no specification's.
  package static let namespace = "https://martlet.im/protocol/moderation"

  package static let report = namespace + "#report"
  package static let queue = namespace + "#reports"
  package static let hide = namespace + "#hide"
  package static let show = namespace + "#show"
  package static let removeAll = namespace + "#remove-all"
  package static let audit = namespace + "#log"

  /// All of them.
  package static let commands = [report, queue, hide, show, removeAll, audit]

  package static let queueName = "Reports that wait for you"

  /// Beside `not-acceptable`, of a post that holds what the administrators have blocked.
  static let policyViolation = Element("policy-violation", namespace)

  private static func node(isRequired: Bool = true) -> DataForm.Field {
    DataForm.Field("node", .textSingle, label: "Node", isRequired: isRequired)
  }

  private static let item = DataForm.Field(
    "item", .textSingle, label: "The id of the item", isRequired: true)

  // MARK: Forms to fill in

  package static let reportForm = DataForm(
    .form, formType: report, title: "Report a post",
    fields: [
      node(), item,
      DataForm.Field(
        "reason", .listSingle, label: "What is wrong with it", isRequired: true,
        options: [
          DataForm.Option(Report.Reason.spam.rawValue, label: "Spam"),
          DataForm.Option(Report.Reason.abuse.rawValue, label: "Abuse"),
          DataForm.Option(Report.Reason.other.rawValue, label: "Something else"),
        ], values: [Report.Reason.spam.rawValue]),
      DataForm.Field("text", .textMulti, label: "What else there is to say"),
    ])

  package static let hideForm = DataForm(
    .form, formType: hide, title: "Hide a post", fields: [node(), item])

  package static let showForm = DataForm(
    .form, formType: show, title: "Show hidden posts again", fields: [node()])

  /// - Parameter items: their ids and what is said of them.
  package static func showForm(_ node: NodeID, _ items: [(id: ItemID, label: String)]) -> DataForm {
    DataForm(
      .form, formType: show, title: "Show hidden posts again",
      fields: [
        DataForm.Field("node", .hidden, values: [node.name]),
        DataForm.Field(
          "item", .listMulti, label: "The posts", isRequired: true,
          options: items.map { DataForm.Option($0.id.name, label: $0.label) }),
      ])
  }

  package static let removeAllForm = DataForm(
    .form, formType: removeAll, title: "Remove everything of an account",
    fields: [
      node(),
      DataForm.Field("account", .jidSingle, label: "Whose posts", isRequired: true),
      DataForm.Field("ban", false, label: "Ban the account, too"),
    ])

  package static let auditForm = DataForm(
    .form, formType: audit, title: "What moderators did",
    fields: [
      DataForm.Field(
        nil, .fixed,
        values: [
          "What was done to others' posts and subscriptions,",
          "and how affiliations, access and publish models changed.",
        ]), node(isRequired: false),
    ])

  /// - Parameters:
  ///   - reports: UIDs, and what is said of them.
  ///   - before: where the next page begins.
  package static func queueForm(_ reports: [(uid: String, label: String)], before: String?)
    -> DataForm
  {
    DataForm(
      .form, formType: queue, title: queueName,
      fields: [
        DataForm.Field(
          "report", .listMulti, label: "Reports, the newest first",
          options: reports.map { DataForm.Option($0.uid, label: $0.label) }),
        DataForm.Field(
          "act", .listMulti, label: "What to do about the ones that are chosen",
          options: [
            DataForm.Option(Moderate.Act.dismiss.rawValue, label: "Dismiss them"),
            DataForm.Option(Moderate.Act.hide.rawValue, label: "Hide the posts"),
            DataForm.Option(Moderate.Act.retract.rawValue, label: "Retract the posts"),
            DataForm.Option(Moderate.Act.ban.rawValue, label: "Ban who published them"),
          ]),
      ] + cursor(before))
  }

  /// - Parameter node: whose acts they are; nil for those of all nodes.
  package static func auditPage(_ lines: [String], of node: NodeID?, before: String?) -> DataForm {
    DataForm(
      before == nil ? .result : .form, formType: audit, title: "What moderators did",
      fields: [
        DataForm.Field("node", .hidden, values: node.map { [$0.name] } ?? []),
        DataForm.Field("log", .textMulti, label: "The newest first", values: lines),
      ] + cursor(before))
  }

  private static func cursor(_ before: String?) -> [DataForm.Field] {
    before.map { [DataForm.Field("before", .hidden, values: [$0])] } ?? []
  }
}

// MARK: - What is submitted

/// What somebody reports.
package struct ReportRequest: Hashable, Sendable {
  package var node: NodeID
  package var item: ItemID
  package var reason: Report.Reason
  package var text: String

  package init(node: NodeID, item: ItemID, reason: Report.Reason, text: String) {
    self.node = node
    self.item = item
    self.reason = reason
    self.text = text
  }

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(ModerationForm.report)
    guard let reason = try form.single("reason").flatMap(Report.Reason.init) else {
      throw .command(.badPayload, "The form gives a reason: spam, abuse or other.")
    }
    self.init(
      node: try form.node(), item: try form.item(), reason: reason,
      text: form.text(of: "text") ?? "")
  }
}

/// Which item of a node the form of a command means: one that is to be hidden, or whose earlier versions are asked for.
package struct ItemChoice: Hashable, Sendable {
  package var node: NodeID
  package var item: ItemID

  package init(_ form: DataForm, of command: String) throws(StanzaError) {
    try form.requireCommand(command)
    node = try form.node()
    item = try form.item()
  }
}

/// Which items are shown again; without any, those that may be are asked for.
package struct ShowRequest: Hashable, Sendable {
  package var node: NodeID
  package var items: [ItemID]

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(ModerationForm.show)
    node = try form.node()
    items = []
    for name in form.values(of: "item") ?? [] {
      let item = try ItemID(name)
      if !items.contains(item) { items.append(item) }
    }
    guard items.count <= Hide.perForm else {
      throw StanzaError(.policyViolation, "Show at most \(Hide.perForm) items at a time.")
    }
  }
}

package struct RemoveAllRequest: Hashable, Sendable {
  package var node: NodeID
  package var account: BareJID
  package var isBan: Bool

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(ModerationForm.removeAll)
    node = try form.node()
    guard let jid = try form.jids(of: "account")?.first?.bare else {
      throw .command(.badPayload, "The form names an account.")
    }
    account = jid
    isBan = try form.bool(of: "ban") ?? false
  }
}

/// Which reports are dealt with, and how; without any, the reports themselves are asked for.
package struct QueueRequest: Hashable, Sendable {
  package var reports: [String]
  package var acts: Set<Moderate.Act>
  package var before: String?

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(ModerationForm.queue)
    before = try form.single("before").flatMap { $0.isEmpty ? nil : $0 }
    reports = form.values(of: "report") ?? []
    acts = []
    for name in form.values(of: "act") ?? [] {
      guard let act = Moderate.Act(rawValue: name) else {
        throw .command(.badPayload, "There is nothing of that name to do about a report.")
      }
      acts.insert(act)
    }
    guard reports.count <= Moderate.reportsPerPage else {
      throw StanzaError(
        .policyViolation, "Deal with at most \(Moderate.reportsPerPage) reports at a time.")
    }
  }
}

package struct AuditRequest: Hashable, Sendable {
  /// Nil for all nodes.
  package var node: NodeID?
  package var before: String?

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(ModerationForm.audit)
    before = try form.single("before").flatMap { $0.isEmpty ? nil : $0 }
    let name = try form.single("node") ?? ""
    node = name.isEmpty ? nil : try NodeID(name)
  }
}

extension DataForm {
  /// What is submitted to an ad-hoc command of ours.
  package func requireCommand(_ type: String) throws(StanzaError) {
    guard formType == nil || formType == type, repeatedField == nil else {
      throw .command(.badPayload, "That is not the form that this command asks for.")
    }
  }

  func node() throws(StanzaError) -> NodeID { try NodeID(try single("node") ?? "") }

  func item() throws(StanzaError) -> ItemID { try ItemID(try single("item") ?? "") }
}
