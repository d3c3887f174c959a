import XML
import XMPP

extension Entry {
  /// Another post that this one answers or passes on.
  package struct Reference: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
      /// `in-reply-to` (RFC 4685, section 3). Outside of comments it is how Movim shares a post, with or without
      /// words of one's own.
      case reply
      /// `<link rel='via'/>` (XEP-0472, "Repeating a Post").
      case share
    }

    package var kind: Kind
    /// Where the post is; nil if that is no item of a node.
    package var place: XMPPURI.Place?
    /// Where a browser finds it, http or https.
    package var page: String?

    package init(kind: Kind, place: XMPPURI.Place?, page: String? = nil) {
      self.kind = kind
      self.place = place
      self.page = page
    }
  }
}

/// The posts that an entry refers to, each once. Clients name one post several times: by its XMPP address and by its
/// page, or as what is answered and as what is passed on.
struct EntryReferences {
  private(set) var list: [Entry.Reference] = []
  private let limits: EntryLimits

  init(_ payload: Element, limits: EntryLimits) {
    self.limits = limits
    var pages: [(Entry.Reference.Kind, String)] = []
    for link in payload.all("link", Namespace.atom) where link["rel"] == "via" {
      read([link["href"]], .share, &pages)
    }
    for reply in InReplyTo.all(in: payload) { read([reply.href, reply.ref], .reply, &pages) }
    for (kind, page) in pages { add(page, kind) }
  }

  /// - Parameter pages: those that are found, to be added when all places are known.
  private mutating func read(
    _ addresses: [String?], _ kind: Entry.Reference.Kind,
    _ pages: inout [(Entry.Reference.Kind, String)]
  ) {
    for case let address? in addresses {
      if let place = XMPPURI.Place(address), place.item != nil {
        guard list.count < limits.references, !list.contains(where: { $0.place == place }) else {
          return
        }
        return list.append(Entry.Reference(kind: kind, place: place))
      }
      guard pages.count < limits.references, address.utf8.count <= limits.content.addressBytes,
        let page = SafeAddress.media(address)
      else { continue }
      return pages.append((kind, page))
    }
  }

  /// The page of a post that is named already, if there is one without; else another post.
  private mutating func add(_ page: String, _ kind: Entry.Reference.Kind) {
    guard !list.contains(where: { $0.page == page }) else { return }
    if let index = list.firstIndex(where: { $0.kind == kind && $0.page == nil }) {
      list[index].page = page
    } else if list.count < limits.references {
      list.append(Entry.Reference(kind: kind, place: nil, page: page))
    }
  }
}
