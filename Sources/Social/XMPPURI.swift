package import XMPP

/// `xmpp:` addresses (RFC 5122) of accounts, nodes and items (XEP-0060, section 12.22).
package enum XMPPURI {
  /// `xmpp:romeo@montague.lit`; letters of other scripts stay readable (an IRI).
  package static func account(_ jid: BareJID) -> String { "xmpp:" + path(jid) }

  /// `xmpp:social.example.org?;node=news`
  package static func node(service: BareJID, node: String) -> String {
    "xmpp:\(path(service))?;node=\(encoded(node))"
  }

  /// `xmpp:social.example.org?;node=news;item=1cb57d9c`
  package static func item(service: BareJID, node: String, item: String) -> String {
    "\(self.node(service: service, node: node));item=\(encoded(item))"
  }

  /// Opens a client's question whether to follow:
  /// `xmpp:social.example.org?pubsub;action=subscribe;...`
  package static func subscribe(service: BareJID, node: String) -> String {
    "xmpp:\(path(service))?pubsub;action=subscribe;node=\(encoded(node))"
  }

  /// The account that an address in an entry means: `xmpp:romeo@montague.lit/pda`, or a JID as it
  /// is.
  static func account(of address: String) -> BareJID? {
    var rest = Substring(address)
    if let (scheme, after) = SafeAddress.split(address) {
      guard scheme == "xmpp" else { return nil }
      rest = after.prefix { $0 != "?" && $0 != "#" }
    }
    guard rest.utf8.count <= JID.textLimit, let text = decoded(rest), let jid = try? JID(text)
    else {
      return nil
    }
    return jid.bare
  }

  /// The item that an address names; nil if it is not that of an item.
  package static func item(at address: String) -> (service: BareJID, node: String, item: String)? {
    guard let (scheme, rest) = SafeAddress.split(address), scheme == "xmpp",
      address.utf8.count <= maximumBytes, let service = account(of: address),
      let question = rest.firstIndex(of: "?")
    else { return nil }
    var values: [Substring: String] = [:]
    let query = rest[question...].dropFirst().prefix { $0 != "#" }
    // The first part would be what to do with it.
    for pair in query.split(separator: ";", omittingEmptySubsequences: false).dropFirst() {
      guard let equals = pair.firstIndex(of: "="),
        let value = decoded(pair[equals...].dropFirst())
      else { continue }
      values[pair[..<equals]] = values[pair[..<equals]] ?? value
    }
    guard let node = values["node"], let item = values["item"] else { return nil }
    return (service, node, item)
  }

  /// The longest address that is read, in bytes: every byte of the longest names can be encoded as three.
  private static let maximumBytes = 16_384

  private static func path(_ jid: BareJID) -> String {
    (jid.local.map { encoded($0, keeping: "!$()*+,;=", international: true) + "@" } ?? "")
      + encoded(jid.domain, keeping: ":[]", international: true)
  }

  /// Everything but letters, digits and `-._~` percent-encoded.
  private static func encoded(
    _ text: String, keeping kept: String = "", international: Bool = false
  ) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      let isKept =
        scalar.isASCII
        ? UInt8(ascii: scalar).isUnreserved || kept.unicodeScalars.contains(scalar)
        : international && !scalar.isForbidden && !scalar.isInvisibleControl
      if isKept {
        out.unicodeScalars.append(scalar)
      } else {
        for byte in String(scalar).utf8 { out += SafeAddress.percentEncoded(byte) }
      }
    }
    return out
  }

  /// Percent-encoding undone; nil if a sign of percent stands alone or the bytes are no UTF-8.
  private static func decoded(_ text: Substring) -> String? {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "%") {
        bytes.append(byte)
      } else {
        let digits = String(Substring(rest.prefix(2)))
        guard digits.utf8.count == 2,
          digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
          let value = UInt8(digits, radix: 16)
        else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension UInt8 {
  /// RFC 3986, section 2.3.
  fileprivate var isUnreserved: Bool {
    isASCIILetter || isASCIIDigit || "-._~".utf8.contains(self)
  }
}
