import XML
import XMPP

/// The files that an entry says belong to it (RFC 4287, section 4.2.7.2), as far as a node's profile asks for them.
enum Enclosures {
  static func hasAny(_ entry: Element) -> Bool { !addresses(entry).isEmpty }

  /// Whether there is one and no other, by whatever it is named beside (XEP-0501, "Pubsub Stories profile").
  static func hasExactlyOne(_ entry: Element) -> Bool {
    addresses(entry).count == 1
      && EntryEnclosures(entry, limits: EntryLimits()).list.count <= 1
  }

  /// Whether one of them is a picture: by its type or, where it has none, by how its address ends.
  static func hasPicture(_ entry: Element) -> Bool {
    links(entry).contains { link in
      guard let address = link["href"], !address.isEmpty else { return false }
      if let type = link["type"]?.trimmed.lowercased(), !type.isEmpty {
        return type.hasPrefix("image/")
      }
      let path = address.lowercased().prefix { $0 != "?" && $0 != "#" }
      return endings.contains { path.hasSuffix($0) }
    }
  }

  private static let endings = [
    ".apng", ".avif", ".gif", ".jpeg", ".jpg", ".jxl", ".png", ".svg", ".webp",
  ]

  private static func addresses(_ entry: Element) -> Set<String> {
    Set(links(entry).compactMap { $0["href"] }.filter { !$0.isEmpty })
  }

  private static func links(_ entry: Element) -> [Element] {
    entry.all("link", Namespace.atom).filter { $0["rel"] == "enclosure" }
  }
}
