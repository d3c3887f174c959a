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

  /// The account that is meant by an address of nothing else: no resource, no node, nothing to be done.
  static func account(named address: String) -> BareJID? {
    guard !address.contains("?"), let jid = account(of: address), jid.local != nil else {
      return nil
    }
    return jid
  }

  /// A node, or an item of it, that an address leads to.
  ///
  /// Written in one way; read with or without percent-encoding, whatever the address wants done with the place.
  package struct Place: Hashable, Sendable {
    package var service: BareJID
    package var node: String
    package var item: String?

    package init(service: BareJID, node: String, item: String? = nil) {
      self.service = service
      self.node = node
      self.item = item
    }

    /// Nil if it is no address of a node, or one that could mean several.
    package init?(_ address: String) {
      guard address.utf8.count <= XMPPURI.limit, let (scheme, rest) = SafeAddress.split(address),
        scheme == "xmpp", let parts = Parts(rest), let jid = try? JID(parts.path),
        let node = parts["node"], !node.isEmpty
      else { return nil }
      let item = parts["item"].flatMap { $0.isEmpty ? nil : $0 }
      self.init(service: jid.bare, node: node, item: item)
    }

    package var uri: String {
      item.map { XMPPURI.item(service: service, node: node, item: $0) }
        ?? XMPPURI.node(service: service, node: node)
    }

    /// By exact code points.
    package static func == (a: Place, b: Place) -> Bool { a.uri == b.uri }

    package func hash(into hasher: inout Hasher) { hasher.combine(uri) }
  }

  /// The longest address that is read, in bytes.
  static let limit = 8192

  /// What follows the scheme, taken apart and decoded (XEP-0147, section 2).
  struct Parts {
    /// Meant to be an address.
    var path: String
    /// What shall be done, `pubsub` in `?pubsub;node=news`; empty if nothing is said.
    var query = ""
    private var values: [String: String] = [:]

    private static let keys: Set<String> = ["node", "item", "action"]

    /// Nil if it is badly encoded, or says twice what can be said once.
    init?(_ rest: String) {
      let whole = Substring(rest.utf8.prefix { $0 != UInt8(ascii: "#") })
      let path = Substring(whole.utf8.prefix { $0 != UInt8(ascii: "?") })
      guard let path = decoded(path) else { return nil }
      self.path = path
      let parts = whole.utf8.drop { $0 != UInt8(ascii: "?") }.dropFirst()
        .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      for (place, part) in parts.enumerated() {
        let pair = part.split(
          separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false
        ).map { String(Substring($0)) }
        if pair.count == 1, place == 0 { query = pair[0] }
        guard pair.count == 2, Self.keys.contains(pair[0]) else { continue }
        guard let value = decoded(Substring(pair[1])),
          values.updateValue(value, forKey: pair[0]) == nil
        else { return nil }
      }
    }

    subscript(key: String) -> String? { values[key] }
  }

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
