import XML
package import XMPP

extension Entry.Author {
  /// Who wrote an entry (RFC 4287, section 4.2.1). A name beside another address than the
  /// publisher's is not believed: anybody could sign as anybody.
  init(of entry: Element, publisher: BareJID?, limits: EntryLimits) {
    let person = entry.first("author", Namespace.atom)
    let claimed = person?.first("uri", Namespace.atom)?.text.trimmed ?? ""
    let named = claimed.isEmpty ? nil : XMPPURI.account(of: claimed)
    let name = person?.first("name", Namespace.atom)?.text.oneLine(limit: limits.nameLength) ?? ""
    let disagrees = publisher != nil && named != nil && named != publisher
    let address = publisher ?? named
    self.init(
      name: name.isEmpty || disagrees ? Self.name(of: address, limits: limits) : name,
      uri: address.map(XMPPURI.account) ?? SafeAddress.link(claimed), disagrees: disagrees)
  }

  /// Whether a publisher's address is all that it is named by.
  package func isNamedByAddress(of publisher: BareJID) -> Bool {
    name == Self.name(of: publisher, limits: EntryLimits())
  }

  /// The local part as its owner would write it (XEP-0106), else the domain.
  private static func name(of address: BareJID?, limits: EntryLimits) -> String {
    guard let address else { return nobody }
    let local = address.local.map(JIDEscaping.unescape)?.oneLine(limit: limits.nameLength) ?? ""
    return local.isEmpty ? address.domain.oneLine(limit: limits.nameLength) : local
  }

  /// Atom asks for a name even where none is known.
  private static let nobody = "Anonymous"
}
