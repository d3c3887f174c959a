/// Where the parts of a JID end that is prepared as it stands: lower-case ASCII with nothing to
/// map. Nearly every address on the wire is one; a scan of its bytes is all that it needs.
struct JIDShape {
  /// Bytes of the local part; 0 if there is none.
  let localLength: Int
  /// Bytes before the `/`, or all.
  let bareLength: Int

  /// nil if the text is no JID or needs the full preparation.
  init?(ofPrepared text: String) {
    let shape = text.utf8.withContiguousStorageIfAvailable { JIDShape($0) }
    guard let shape, let shape else { return nil }
    self = shape
  }

  private init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    let slash = bytes.firstIndex(of: UInt8(ascii: "/")) ?? bytes.count
    let at = bytes[..<slash].firstIndex(of: UInt8(ascii: "@"))
    if let at {
      guard 1...BareJID.partLimit ~= at, ASCIISet.local.holds(all: bytes[..<at]) else { return nil }
    }
    guard JIDShape.isPlainDomain(bytes[(at.map { $0 + 1 } ?? 0)..<slash]) else { return nil }
    if slash < bytes.count {
      let resource = bytes[(slash + 1)...]
      guard 1...BareJID.partLimit ~= resource.count, ASCIISet.printable.holds(all: resource) else {
        return nil
      }
    }
    localLength = at ?? 0
    bareLength = slash
  }

  /// Labels of lower-case letters, digits and single hyphens within; no `xn--` and no final dot.
  private static func isPlainDomain(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard bytes.count <= BareJID.partLimit else { return false }
    var length = 0
    var last = UInt8(ascii: ".")
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): length += 1
      case UInt8(ascii: "-"):
        guard length > 0, last != byte else { return false }
        length += 1
      case UInt8(ascii: "."):
        guard length > 0, last != UInt8(ascii: "-") else { return false }
        length = 0
      default: return false
      }
      guard length <= DomainPart.labelLimit else { return false }
      last = byte
    }
    return length > 0 && last != UInt8(ascii: "-")
  }
}

/// A set of ASCII characters as a bitmap.
struct ASCIISet {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ range: ClosedRange<UInt8>, except: String = "") {
    for byte in range where !except.utf8.contains(byte) {
      if byte < 64 { low |= 1 << byte } else { high |= 1 << (byte - 64) }
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    switch byte {
    case ..<64: low >> byte & 1 != 0
    case ..<128: high >> (byte - 64) & 1 != 0
    default: false
    }
  }

  func holds(all bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    for byte in bytes where !contains(byte) { return false }
    return true
  }

  static let printable = ASCIISet(0x20...0x7E)
  /// What a local part holds as it is: no capitals and none of RFC 7622, section 3.3.1.
  static let local = ASCIISet(
    0x21...0x7E, except: LocalPart.excluded + "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
