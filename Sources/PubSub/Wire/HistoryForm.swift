package import XMPP

/// The ad-hoc command (XEP-0050) that tells what an edited post said before. Its node is the `FORM_TYPE` of its forms; a
/// name of our own, no specification's.
package enum HistoryForm {
  package static let command = "https://martlet.im/protocol/history"
  package static let name = "Earlier versions of a post"

  /// An earlier version.
  package struct Version: Hashable, Sendable {
    package var time: Timestamp
    package var publisher: BareJID
    package var title: String
    package var text: String

    package init(time: Timestamp, publisher: BareJID, title: String, text: String) {
      self.time = time
      self.publisher = publisher
      self.title = title
      self.text = text
    }

    /// So many code points of a text, and of a title, are told.
    package static let textLength = 4_000
    package static let titleLength = 200
  }

  package static let form = DataForm(
    .form, formType: command, title: name,
    fields: [
      DataForm.Field("node", .textSingle, label: "Node", isRequired: true),
      DataForm.Field("item", .textSingle, label: "The id of the item", isRequired: true),
    ])

  /// - Parameter versions: the newest first.
  package static func result(_ versions: [Version]) -> DataForm {
    DataForm(
      .result, formType: command, title: name,
      fields: versions.enumerated().map { index, version in
        let title = version.title.unicodeScalars.prefix(Version.titleLength)
        return DataForm.Field(
          "version-\(index + 1)", .textMulti,
          label: "\(version.time.text) by \(version.publisher)"
            + (title.isEmpty ? "" : ": \(String(title).onOneLine)"),
          values: lines(of: version.text))
      })
  }

  /// Of a field with several lines, each value is one (XEP-0004, section 3.3).
  private static func lines(of text: String) -> [String] {
    String(text.unicodeScalars.prefix(Version.textLength))
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }
}
