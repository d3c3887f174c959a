package import XML
package import XMPP

extension Entry {
  /// Reads an entry as leniently as the clients that write them need it.
  ///
  /// - The body is the best `content` (xhtml before html before text), else the `summary`, else the
  ///   title: a short post has nothing else. A title that is the whole body is not a title too, so
  ///   `title` is then empty.
  /// - What it says of its dates is believed as far as that can be, see `EntryDates`.
  /// - The publisher that the service saw wins over `author`, see `Author`.
  ///
  /// nil for what has no place in anything social: a payload that is no Atom entry (an avatar's
  /// metadata, the `feed` of XEP-0277, section 8), an item whose id says so, and an entry with
  /// nothing to show (clients publish an empty one as `test_post` to see whether they may).
  ///
  /// - Parameters:
  ///   - received: when this version arrived.
  ///   - firstSeen: when the item first arrived; nil: it is new.
  package init?(
    payload: Element, itemID: String, publisher: BareJID?, received: Timestamp,
    firstSeen: Timestamp? = nil, limits: EntryLimits = EntryLimits()
  ) {
    self.init(
      payload: payload, itemID: itemID, publisher: publisher, received: received,
      firstSeen: firstSeen, dates: nil, limits: limits)
  }

  /// - Parameter dates: what the entry says of them, if that is read already.
  init?(
    payload: Element, itemID: String, publisher: BareJID?, received: Timestamp,
    firstSeen: Timestamp?, dates: EntryDates?, limits: EntryLimits
  ) {
    guard payload.is("entry", Namespace.atom), !Self.isReserved(itemID) else { return nil }
    let body = EntryBody(payload, limits: limits)
    let enclosures = EntryEnclosures(payload, limits: limits).list
    guard !body.html.markup.isEmpty || !body.title.isEmpty || !enclosures.isEmpty else {
      return nil
    }
    let dates = (dates ?? EntryDates(of: payload, limits: limits))
      .settled(received: received, firstSeen: firstSeen ?? received)
    self.init(
      atomID: Self.atomID(of: payload, limits: limits), title: body.title, html: body.html,
      text: body.text, author: Author(of: payload, publisher: publisher, limits: limits),
      published: dates.published, updated: dates.updated, language: body.language,
      tags: Self.tags(of: payload, body, limits: limits), enclosures: enclosures,
      links: Self.links(of: payload, limits: limits),
      mentions: Self.mentions(of: payload, body, limits: limits),
      references: EntryReferences(payload, limits: limits).list,
      location: Location(of: payload, limits: limits))
  }

  /// Items that describe the node or its owner, whatever their payload (XEP-0084, section 4).
  private static func isReserved(_ itemID: String) -> Bool {
    itemID == SocialNode.avatar || itemID == SocialNode.avatarData
  }

  private static func atomID(of payload: Element, limits: EntryLimits) -> String? {
    guard let id = payload.first("id", Namespace.atom)?.text.trimmed,
      id.utf8.count <= limits.idBytes, let (scheme, rest) = SafeAddress.split(id), !rest.isEmpty,
      !["javascript", "vbscript", "data"].contains(scheme),
      !id.hasByte({ $0 <= 0x20 || "\"<>\\^`{|}".utf8.contains($0) }),
      !id.hasByte({ $0 >= 0x7F })
        || !id.unicodeScalars.contains(where: {
          $0.isForbidden || $0.isInvisibleControl || $0.isWhitespace
        })
    else { return nil }
    return id
  }
}

extension String {
  /// Without white space at either end.
  var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    let end = scalars.index(after: last)
    return first == startIndex && end == endIndex ? self : String(scalars[first..<end])
  }
}
