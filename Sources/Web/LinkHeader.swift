import HTTPTypes

/// What a page or a feed is connected with, as a header field (RFC 8288):
/// `<https://social.example.org/feed>; rel="alternate"; type="application/atom+xml"`
struct LinkHeader: Sendable {
  private(set) var text = ""

  /// Bytes of the field; what finds no room is left out. Proxies take no header of any length.
  static let limit = 2_048

  /// An address that others have given may be none that a header can hold: it is left out.
  mutating func add(_ address: String, _ relation: String, type: String? = nil) {
    guard address.utf8.allSatisfy(Self.isWritable) else { return }
    let link =
      (text.isEmpty ? "" : ", ") + "<\(address)>; rel=\"\(relation)\""
      + (type.map { "; type=\"\($0)\"" } ?? "")
    if text.utf8.count + link.utf8.count <= Self.limit { text += link }
  }

  func apply(to headers: inout HTTPFields) {
    guard !text.isEmpty, let name = HTTPField.Name("Link") else { return }
    headers[name] = text
  }

  private static func isWritable(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")
  }
}

extension Site {
  /// Of a page.
  func linkHeader(_ frame: Frame) -> LinkHeader {
    var header = LinkHeader()
    if let canonical = frame.canonical { header.add(canonical, "canonical") }
    for feed in frame.feeds {
      header.add(links.origin + feed.feedLink, "alternate", type: "application/atom+xml")
      header.add(links.origin + feed.jsonLink, "alternate", type: "application/feed+json")
    }
    return header
  }
}
