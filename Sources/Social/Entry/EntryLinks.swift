import XML
import XMPP

extension Entry {
  /// A page that a post points to, with what its author's client has seen of it; addresses are http or https.
  package struct LinkCard: Hashable, Sendable {
    package var href: String
    package var title: String?
    package var description: String?
    /// The address of a picture.
    package var picture: String?

    package init(
      href: String, title: String? = nil, description: String? = nil, picture: String? = nil
    ) {
      self.href = href
      self.title = title
      self.description = description
      self.picture = picture
    }
  }

  /// `<link rel='related' href='…' title='…' description='…' logo='…'/>`; the last two are Movim's.
  static func links(of payload: Element, limits: EntryLimits) -> [LinkCard] {
    let base = payload.base(within: nil)
    var links: [LinkCard] = []
    for link in payload.all("link", Namespace.atom) where link["rel"] == "related" {
      guard links.count < limits.links else { break }
      let base = link.base(within: base)
      func address(_ name: String) -> String? {
        guard let raw = link[name], raw.utf8.count <= limits.content.addressBytes else {
          return nil
        }
        return SafeAddress.media(raw, base: base)
      }
      func line(_ name: String, _ length: Int) -> String? {
        let line = link[name]?.oneLine(limit: length) ?? ""
        return line.isEmpty ? nil : line
      }
      guard let href = address("href"), !links.contains(where: { $0.href == href }) else {
        continue
      }
      links.append(
        LinkCard(
          href: href, title: line("title", limits.titleLength),
          description: line("description", limits.linkDescriptionLength), picture: address("logo")))
    }
    return links
  }
}
