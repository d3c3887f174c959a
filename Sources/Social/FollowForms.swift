package import PubSub
package import XMPP

/// The ad-hoc commands (XEP-0050) by which our own people follow nodes of other services, administrators for everybody. The
/// node of each is the `FORM_TYPE` of its form; names of our own, no specification's.
package enum FollowForm {
  private static let protocols = "https://martlet.im/protocol/"
  package static let follow = protocols + "follow"
  package static let follows = protocols + "follows"
  package static let unfollow = protocols + "unfollow"
  package static let audit = protocols + "audit"

  /// All of them.
  package static let commands = [follow, follows, unfollow, audit]

  package static let followName = "Follow a blog or a community elsewhere"
  package static let followsName = "What you follow elsewhere"
  package static let unfollowName = "Follow something elsewhere no more"
  package static let auditName = "Compare what is followed with its service"

  fileprivate static let address = "address"
  fileprivate static let again = "again"

  package static let followForm = DataForm(
    .form, formType: follow, title: followName,
    fields: [
      DataForm.Field(
        address, .textSingle,
        label: "Its address: an account, or xmpp:pubsub.example.net?;node=news", isRequired: true)
    ])

  /// - Parameter addresses: some of what they follow themselves.
  package static func unfollowForm(_ addresses: [FollowAddress]) -> DataForm {
    DataForm(
      .form, formType: unfollow, title: unfollowName,
      fields: [
        DataForm.Field(
          address, .listMulti, label: "What you follow", isRequired: true,
          options: addresses.map { DataForm.Option("\($0)", label: $0.label) })
      ])
  }

  package static let auditForm = DataForm(
    .form, formType: audit, title: auditName,
    fields: [
      DataForm.Field(address, .textSingle, label: "Its address", isRequired: true),
      DataForm.Field(again, true, label: "Compare every post now"),
    ])

  /// What comparing all posts of a node came to last.
  package static func auditResult(_ rows: [(name: String, label: String, value: String)])
    -> DataForm
  {
    DataForm(
      .result, formType: audit, title: auditName,
      fields: rows.map {
        DataForm.Field($0.name, .textSingle, label: $0.label, values: [$0.value])
      })
  }

  private static let columns = [
    DataForm.Column("address", "Address"), DataForm.Column("state", "State"),
    DataForm.Column("way", "How news come"), DataForm.Column("items", "Posts"),
    DataForm.Column("heard", "Last event"), DataForm.Column("compared", "Last compared"),
    DataForm.Column("remedy", "What is wrong, and what mends it"),
  ]

  /// How one thing goes that is followed.
  package struct Line: Hashable, Sendable {
    package var address: FollowAddress
    package var state: String
    package var way: String?
    package var items: String?
    package var heard: Timestamp?
    package var compared: Timestamp?
    package var remedy: String?

    package init(_ address: FollowAddress, state: String) {
      self.address = address
      self.state = state
    }

    fileprivate var row: [String: String] {
      let values = [
        "address": "\(address)", "state": state, "way": way, "items": items, "heard": heard?.text,
        "compared": compared?.text, "remedy": remedy,
      ]
      return values.compactMapValues(\.self)
    }
  }

  package static func followsTable(_ lines: [Line]) -> DataForm {
    var form = DataForm(.result, formType: follows, title: followsName)
    form.table = DataForm.Table(columns: columns, rows: lines.map(\.row))
    return form
  }
}

extension FollowAddress {
  /// As a person reads it.
  fileprivate var label: String {
    guard let node, self != FollowAddress(service: service).orBlog else {
      return service.description
    }
    return "\(node.name) at \(service)"
  }
}

// MARK: - What is submitted

/// What somebody wants to follow.
package struct FollowRequest: Hashable, Sendable {
  package var address: FollowAddress

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(FollowForm.follow)
    address = try form.address()
  }
}

/// What somebody wants to follow no more.
package struct UnfollowRequest: Hashable, Sendable {
  package var addresses: [FollowAddress]

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(FollowForm.unfollow)
    addresses = []
    for text in form.values(of: FollowForm.address) ?? [] {
      addresses.append(try FollowAddress(submitted: text))
    }
    guard !addresses.isEmpty else {
      throw .command(.badPayload, "Choose what you want to follow no more.")
    }
  }
}

/// Which node is looked at, and whether all of it is compared once more.
package struct AuditOfSource: Hashable, Sendable {
  package var address: FollowAddress
  package var isAgain: Bool

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(FollowForm.audit)
    address = try form.address()
    isAgain = try form.bool(of: FollowForm.again) ?? true
  }
}

extension DataForm {
  fileprivate func address() throws(StanzaError) -> FollowAddress {
    try FollowAddress(submitted: try single(FollowForm.address) ?? "")
  }
}

extension FollowAddress {
  /// Of a form; an account stands for its blog.
  package init(submitted text: String) throws(StanzaError) {
    do throws(FollowAddressError) { self = try FollowAddress(text).orBlog } catch {
      throw StanzaError(.notAcceptable, "That cannot be followed: \(error).")
    }
  }
}
