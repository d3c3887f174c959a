import XML
import XMPP

/// Entries that are not meant to be seen yet (RFC 5023, section 13.1.1).
/// ```xml
/// <control xmlns='http://www.w3.org/2007/app'><draft>yes</draft></control>
/// ```
enum Draft {
  /// The second is that of the drafts of RFC 5023, which some still write.
  private static let namespaces = ["http://www.w3.org/2007/app", "http://purl.org/atom/app#"]

  static func isDraft(_ payload: Element) -> Bool {
    guard payload.is("entry", Namespace.atom) else { return false }
    return namespaces.contains { namespace in
      payload.all("control", namespace).contains { control in
        control.all("draft", namespace).contains { $0.text.trimmed.lowercased() == "yes" }
      }
    }
  }
}
