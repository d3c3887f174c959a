/// The address of an account, a service or a server: no resource (RFC 7622). Prepared when made, so
/// that equality is equality of addresses.
package struct BareJID: Sendable {
  /// The most bytes of a prepared part (RFC 7622, sections 3.2 to 3.4).
  package static let partLimit = 1023

  /// `romeo@montague.lit`, prepared.
  fileprivate let text: String
  /// Bytes of the local part; 0 if there is none.
  fileprivate let localLength: Int

  fileprivate init(prepared text: String, localLength: Int) {
    self.text = text
    self.localLength = localLength
  }

  /// Reads and prepares; refuses a resource.
  package init(_ text: some StringProtocol) throws(JIDError) {
    let jid = try JID(text)
    guard !jid.hasResource else { throw .unexpectedResource }
    self = jid.bare
  }

  /// Prepares the parts. `local` is nil for the address of a server, never empty.
  package init(local: String?, domain: String) throws(JIDError) {
    let domain = try DomainPart.prepare(domain)
    if let local {
      self.init(local: try LocalPart.prepare(local), domain: domain)
    } else {
      self.init(prepared: domain, localLength: 0)
    }
  }

  fileprivate init(local: String, domain: String) {
    self.init(prepared: "\(local)@\(domain)", localLength: local.utf8.count)
  }

  package var local: String? { localLength == 0 ? nil : text.bytes(0, localLength) }

  package var domain: String {
    localLength == 0 ? text : text.bytes(localLength + 1, text.utf8.count)
  }
}

/// An address (RFC 7622), perhaps with a resource. Prepared when made.
package struct JID: Sendable {
  /// The most bytes that are read at all. No character shrinks to less than a third of its bytes in
  /// preparation, so that nothing longer than three full parts can become a JID.
  package static let textLimit = 3 * (3 * BareJID.partLimit + 2)

  package let bare: BareJID
  /// `romeo@montague.lit/orchard`, prepared. Without a resource it shares the storage of `bare`.
  fileprivate let text: String

  /// Reads and prepares: the resource is all after the first `/`, the local part all before the
  /// first `@` that stands before it (RFC 7622, section 3.1).
  package init(_ text: some StringProtocol) throws(JIDError) {
    let text = String(text)
    if let shape = JIDShape(ofPrepared: text) {
      self.text = text
      bare = BareJID(
        prepared: shape.bareLength == text.utf8.count ? text : text.bytes(0, shape.bareLength),
        localLength: shape.localLength)
    } else {
      self = try JID(preparing: text)
    }
  }

  package init(_ bare: BareJID) {
    self.bare = bare
    text = bare.text
  }

  package init(_ bare: BareJID, resource: String) throws(JIDError) {
    self.init(bare, prepared: try ResourcePart.prepare(resource))
  }

  private init(_ bare: BareJID, prepared resource: String) {
    self.bare = bare
    text = "\(bare.text)/\(resource)"
  }

  private init(preparing text: String) throws(JIDError) {
    guard text.utf8.count <= JID.textLimit else { throw .textTooLong }
    var rest = text[...]
    var resource: String?
    if let slash = rest.utf8.firstIndex(of: UInt8(ascii: "/")) {
      resource = String(rest[rest.utf8.index(after: slash)...])
      rest = rest[..<slash]
    }
    var local: String?
    if let at = rest.utf8.firstIndex(of: UInt8(ascii: "@")) {
      local = String(rest[..<at])
      rest = rest[rest.utf8.index(after: at)...]
    }
    let bare = try BareJID(local: local, domain: String(rest))
    if let resource {
      try self.init(bare, resource: resource)
    } else {
      self.init(bare)
    }
  }

  package var hasResource: Bool { text.utf8.count != bare.text.utf8.count }

  package var resource: String? {
    hasResource ? text.bytes(bare.text.utf8.count + 1, text.utf8.count) : nil
  }
}

extension BareJID: Hashable, CustomStringConvertible {
  package static func == (a: BareJID, b: BareJID) -> Bool { a.text == b.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
  package var description: String { text }
}

extension JID: Hashable, CustomStringConvertible {
  package static func == (a: JID, b: JID) -> Bool { a.text == b.text }
  package func hash(into hasher: inout Hasher) { hasher.combine(text) }
  package var description: String { text }
}

extension String {
  /// A part by its offsets in UTF-8, which must lie between characters.
  fileprivate func bytes(_ start: Int, _ end: Int) -> String {
    let from = utf8.index(startIndex, offsetBy: start)
    return String(self[from..<utf8.index(from, offsetBy: end - start)])
  }
}
