package import XMPP

/// The ad-hoc command (XEP-0050) by which people elsewhere say whether what they write there may be found here. Its node is
/// the `FORM_TYPE` of its form; a name of our own, no specification's.
package enum OptOutForm {
  package static let command = "https://martlet.im/protocol/opt-out"
  package static let name = "Whether your posts elsewhere are found here"

  fileprivate static let field = "found"

  /// - Parameter isFound: as it is now.
  package static func form(isFound: Bool) -> DataForm {
    DataForm(
      .form, formType: command, title: name,
      fields: [
        DataForm.Field(
          field, .boolean,
          label: "My blog, and posts of mine in communities on other servers, may be found here",
          values: [isFound ? "1" : "0"])
      ])
  }
}

/// What somebody has decided.
package struct OptOutRequest: Hashable, Sendable {
  package var isFound: Bool

  package init(_ form: DataForm) throws(StanzaError) {
    try form.requireCommand(OptOutForm.command)
    guard let isFound = try form.bool(of: OptOutForm.field) else {
      throw StanzaError(.badRequest, "The form does not say whether they may be found: 1 or 0.")
    }
    self.isFound = isFound
  }
}
