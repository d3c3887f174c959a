package import XMPP

/// The ad-hoc command (XEP-0050) by which people elsewhere say whether what they write there may be found here. Its node is
/// the `FORM_TYPE` of its form; a name of our own, no specification's.
package enum OptOutForm {
  package static let command = "https://martlet.im/protocol/opt-out"
  package static let name = "Whether your posts elsewhere are found here"

  fileprivate static let field = "found"
  fileprivate static let publication = "public"
  fileprivate static let robots = "robots"
  fileprivate static let node = "node"

  /// - Parameters:
  ///   - isFound: as it is now.
  ///   - publication: likewise.
  ///   - robots: likewise.
  package static func form(
    isFound: Bool, _ publication: OptOutRequest.Publication, _ robots: Robots
  ) -> DataForm {
    DataForm(
      .form, formType: command, title: name,
      fields: [
        DataForm.Field(
          field, .boolean,
          label: "My blog, and posts of mine in communities on other servers, may be found here",
          values: [isFound ? "1" : "0"]),
        DataForm.Field(
          Self.publication, .listSingle, label: "My blog may be shown on the public web",
          options: [
            DataForm.Option(
              OptOutRequest.Publication.asDecided.rawValue,
              label: "As the administrators here decide"),
            DataForm.Option(OptOutRequest.Publication.yes.rawValue, label: "Yes"),
            DataForm.Option(OptOutRequest.Publication.no.rawValue, label: "No"),
          ], values: [publication.rawValue]),
        DataForm.Field(
          Self.robots, .listSingle,
          label: "What search engines and AI may do with my blog on the public web",
          options: Robots.allCases.map { DataForm.Option($0.rawValue, label: Robots.labels[$0]) },
          values: [robots.rawValue]),
        DataForm.Field(
          node, .textSingle,
          label: "The address of a community of yours elsewhere, if that is meant",
          description:
            "As xmpp:pubsub.example.net?;node=news. Its service must say that you own it."),
      ])
  }
}

/// What somebody has decided.
package struct OptOutRequest: Hashable, Sendable {
  /// Whether an open blog is on the public web.
  package enum Publication: String, Hashable, Sendable, CaseIterable {
    /// The owner leaves that to the administrators.
    case asDecided = "default"
    case yes = "1"
    case no = "0"

    package var isAllowed: Bool? { self == .asDecided ? nil : self == .yes }
  }

  package var isFound: Bool
  /// Nil: as it was.
  package var publication: Publication?
  /// What robots may do with their blog on the web; nil: as it was.
  package var robots: Robots?
  /// The address of one node that is meant, rather than all that somebody writes.
  package var node: String?

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(OptOutForm.command)
    guard let isFound = try form.bool(of: OptOutForm.field) else {
      throw StanzaError(.badRequest, "The form does not say whether they may be found: 1 or 0.")
    }
    self.isFound = isFound
    publication = try form.single(OptOutForm.publication).map(Publication.init(submitted:))
    robots = try form.single(OptOutForm.robots).map(Robots.init(submitted:))
    node = try form.single(OptOutForm.node).flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension OptOutRequest.Publication {
  fileprivate init(submitted text: String) throws(StanzaError) {
    switch DataForm.bool(text) {
    case true?: self = .yes
    case false?: self = .no
    case nil:
      guard text == Self.asDecided.rawValue else {
        throw StanzaError(.badRequest, "The blog may be public, or not: 1, 0 or default.")
      }
      self = .asDecided
    }
  }
}

extension Robots {
  fileprivate init(submitted text: String) throws(StanzaError) {
    guard let robots = Self(rawValue: text) else {
      let words = Self.allCases.map(\.rawValue).joined(separator: ", ")
      throw StanzaError(.badRequest, "Robots may do one of these: \(words).")
    }
    self = robots
  }
}
