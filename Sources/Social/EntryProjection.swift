package import XML
package import XMPP

extension Entry {
  /// Reads an entry as leniently as the clients that write them need it.
  ///
  /// - The body is the best `content` (xhtml before html before text), else the `summary`, else the
  ///   title: a short post has nothing else. A title that is the whole body is not a title too, so
  ///   `title` is then empty.
  /// - `published` and `updated` stand in for each other, then the service's own clock does. An
  ///   absurdly old date counts as missing. Clocks that are fast are set right: `published` is never
  ///   after `firstSeen`, so that an edit does not move it, and `updated` never after `received`, so
  ///   that an edit stays one; `updated` is never before `published`.
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
    guard payload.is("entry", Namespace.atom), !Self.isReserved(itemID) else { return nil }
    let body = EntryBody(payload, limits: limits)
    let enclosures = Self.enclosures(of: payload, limits: limits)
    guard !body.html.markup.isEmpty || !body.title.isEmpty || !enclosures.isEmpty else {
      return nil
    }
    let dates = Self.dates(
      of: payload, received: received, firstSeen: firstSeen ?? received, limits: limits)
    self.init(
      atomID: Self.atomID(of: payload, limits: limits), title: body.title, html: body.html,
      text: body.text, author: Author(of: payload, publisher: publisher, limits: limits),
      published: dates.published, updated: dates.updated, language: body.language,
      tags: Self.tags(of: payload, limits: limits), enclosures: enclosures)
  }

  /// Items that describe the node or its owner, whatever their payload (XEP-0084, section 4).
  private static func isReserved(_ itemID: String) -> Bool {
    itemID == "urn:xmpp:avatar:metadata" || itemID == "urn:xmpp:avatar:data"
  }

  private static func atomID(of payload: Element, limits: EntryLimits) -> String? {
    guard let id = payload.first("id", Namespace.atom)?.text.trimmed,
      id.utf8.count <= limits.idBytes, let (scheme, rest) = SafeAddress.split(id), !rest.isEmpty,
      !["javascript", "vbscript", "data"].contains(scheme),
      !id.unicodeScalars.contains(where: { scalar in
        scalar.isForbidden || scalar.isInvisibleControl || scalar.properties.isWhitespace
          || "\"<>\\^`{|}".unicodeScalars.contains(scalar)
      })
    else { return nil }
    return id
  }

  private static func dates(
    of payload: Element, received: Timestamp, firstSeen: Timestamp, limits: EntryLimits
  ) -> (published: Timestamp, updated: Timestamp) {
    func date(_ name: String) -> Timestamp? {
      guard let date = payload.first(name, Namespace.atom).flatMap({ Timestamp($0.text.trimmed) }),
        date.milliseconds >= limits.earliest
      else { return nil }
      return min(date, received)
    }
    let given = date("published")
    let updated = date("updated") ?? given ?? received
    let published = min(given ?? updated, firstSeen)
    return (published, max(updated, published))
  }

  private static func tags(of payload: Element, limits: EntryLimits) -> [String] {
    var tags: [String] = []
    var seen: Set<String> = []  // canonically equal spellings are one tag
    for category in payload.elements where category.is("category", Namespace.atom) {
      guard tags.count < limits.tags else { break }
      let raw = category["term"] ?? category["label"] ?? ""
      let tag = String(
        raw.oneLine(limit: limits.tagLength + 2).drop { $0 == "#" || $0 == " " }
      ).lowercased()
      guard !tag.isEmpty, tag.unicodeScalars.count <= limits.tagLength, seen.insert(tag).inserted
      else { continue }
      tags.append(tag)
    }
    return tags
  }

  private static func enclosures(of payload: Element, limits: EntryLimits) -> [Enclosure] {
    var enclosures: [Enclosure] = []
    let base = payload.base(within: nil)
    for link in payload.elements where link.is("link", Namespace.atom) {
      guard enclosures.count < limits.enclosures else { break }
      guard link["rel"] == "enclosure", let raw = link["href"],
        raw.utf8.count <= limits.content.addressBytes,
        let href = SafeAddress.media(raw, base: link.base(within: base)),
        !enclosures.contains(where: { $0.href == href })
      else { continue }
      let title = link["title"]?.oneLine(limit: limits.enclosureTitleLength)
      enclosures.append(
        Enclosure(
          href: href, type: link["type"].flatMap(mediaType),
          title: title?.isEmpty == true ? nil : title,
          length: link["length"].flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }))
    }
    return enclosures
  }

  /// `type/subtype` in lower case (RFC 6838, section 4.2), parameters left out.
  private static func mediaType(_ raw: String) -> String? {
    let type = String(raw.prefix { $0 != ";" }).trimmed
    let parts = type.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2,
      parts.allSatisfy({ part in
        (1...127).contains(part.utf8.count)
          && part.utf8.allSatisfy {
            $0.isASCIILetter || $0.isASCIIDigit || "!#$&-^_.+".utf8.contains($0)
          }
      })
    else { return nil }
    return type.lowercased()
  }
}

extension String {
  /// Without white space at either end.
  var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(scalars[first...last])
  }
}
