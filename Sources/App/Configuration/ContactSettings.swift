import XMPP

// Whom to write to about the service.
extension ConfigurationReader {
  mutating func contacts() -> ContactAddresses {
    ContactAddresses(
      abuse: contacts(.contactAbuse), admin: contacts(.contactAdmin),
      feedback: contacts(.contactFeedback), sales: contacts(.contactSales),
      security: contacts(.contactSecurity), status: contacts(.contactStatus),
      support: contacts(.contactSupport))
  }

  private mutating func contacts(_ key: ConfigurationKey) -> [String] {
    settings.list(Slot(key)).compactMap { text in
      guard ContactURI.isValid(text.text) else {
        return refuse(
          text, Slot(key), "is not an xmpp:, mailto: or https: URI",
          "Write it as `xmpp:admin@example.org`, `mailto:admin@example.org` or "
            + "`https://example.org/contact`, in ASCII.")
      }
      return text.text
    }
  }
}

/// A URI (RFC 3986) at which people are reached: `xmpp:` (RFC 5122), `mailto:` (RFC 6068), `https:`.
enum ContactURI {
  /// What clients may be trusted to show.
  static let maximumBytes = 1023

  static func isValid(_ text: String) -> Bool {
    guard text.utf8.count <= maximumBytes, hasOnlyURICharacters(text),
      let colon = text.firstIndex(of: ":")
    else { return false }
    let rest = text[text.index(after: colon)...]
    let path = rest.prefix { $0 != "?" && $0 != "#" }
    return switch text[..<colon].lowercased() {
    // An address that is percent-encoded is left to the clients.
    case "xmpp": path.contains("%") || (try? JID(path)) != nil
    case "mailto": path.contains("@") && !path.hasPrefix("@") && !path.hasSuffix("@")
    case "https":
      rest.hasPrefix("//")
        && WebOrigin("https://" + path.dropFirst(2).prefix { $0 != "/" }) != nil
    default: false
    }
  }

  private static func hasOnlyURICharacters(_ text: String) -> Bool {
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        continue
      case UInt8(ascii: "%"):
        let digits = rest.prefix(2)
        guard digits.count == 2, digits.allSatisfy(\.isHexadecimalDigit) else { return false }
      default:
        guard "-._~:/?#[]@!$&'()*+,;=".utf8.contains(byte) else { return false }
      }
    }
    return true
  }
}

extension UInt8 {
  fileprivate var isHexadecimalDigit: Bool { Character(Unicode.Scalar(self)).isHexDigit }
}
