/// Addresses that may be linked to or loaded from. What a browser would ignore is taken out
/// *before* the scheme is looked at, so that `java<tab>script:` cannot slip through.
enum SafeAddress {
  private static let linkSchemes: Set<String> = ["http", "https", "mailto", "xmpp", "tel", "geo"]
  private static let mediaSchemes: Set<String> = ["http", "https"]

  /// The address of a link, absolute and normalised; nil if it may not be followed.
  static func link(_ raw: String, base: BaseAddress? = nil) -> String? {
    absolute(raw, base: base, schemes: linkSchemes)
  }

  /// The address of a picture, a sound, a film or a file: http or https.
  static func media(_ raw: String, base: BaseAddress? = nil) -> String? {
    absolute(raw, base: base, schemes: mediaSchemes)
  }

  private static func absolute(
    _ raw: String, base: BaseAddress?, schemes: Set<String>
  ) -> String? {
    var address = prepared(raw)
    // The XEPs themselves write these on several lines.
    if address.hasPrefix("xmpp:") { address = address.replacing("%20", with: "") }
    guard !address.isEmpty else { return nil }
    guard let (scheme, rest) = split(address) else {
      return base?.resolve(address).flatMap { absolute($0, base: nil, schemes: schemes) }
    }
    guard schemes.contains(scheme), !rest.isEmpty else { return nil }
    if scheme == "http" || scheme == "https" { return web(scheme, rest) }
    return scheme + ":" + rest
  }

  /// Without controls, without blanks at the ends, everything that could end an attribute or hide
  /// from the eye percent-encoded.
  private static func prepared(_ raw: String) -> String {
    // Most addresses need nothing of that.
    let isPlain = raw.utf8.allSatisfy {
      (0x21...0x7E).contains($0) && !"\"<>`{}|^".utf8.contains($0)
    }
    if isPlain { return raw }
    let scalars = raw.unicodeScalars.filter {
      $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value)
    }
    guard let first = scalars.firstIndex(where: { $0 != " " }),
      let last = scalars.lastIndex(where: { $0 != " " })
    else { return "" }
    var out = String.UnicodeScalarView()
    for scalar in scalars[first...last] {
      switch scalar {
      case " ", "\"", "<", ">", "`", "{", "}", "|", "^": out.append(contentsOf: encoded(scalar))
      default:
        if scalar.isInvisibleControl || scalar.isForbidden || scalar.properties.isWhitespace {
          out.append(contentsOf: encoded(scalar))
        } else {
          out.append(scalar)
        }
      }
    }
    return String(out)
  }

  private static func encoded(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
    String(scalar).utf8.reduce(into: "") { $0 += percentEncoded($1) }.unicodeScalars
  }

  static func percentEncoded(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return "%" + (digits.utf8.count < 2 ? "0" : "") + digits
  }

  /// The scheme in lower case and what follows its colon (RFC 3986, section 3.1); nil if there is
  /// none.
  static func split(_ address: String) -> (scheme: String, rest: String)? {
    let bytes = address.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon != bytes.startIndex else {
      return nil
    }
    let scheme = address[..<colon]
    guard scheme.utf8.first?.isASCIILetter == true,
      scheme.utf8.allSatisfy({
        $0.isASCIILetter || $0.isASCIIDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
          || $0 == UInt8(ascii: ".")
      })
    else { return nil }
    return (scheme.lowercased(), String(address[bytes.index(after: colon)...]))
  }

  /// `scheme://host...`; without user names, since `https://bank.example@evil.example` is a trap.
  private static func web(_ scheme: String, _ rest: String) -> String? {
    let end = rest.firstIndex { $0 == "?" || $0 == "#" } ?? rest.endIndex
    // A browser reads a backslash as a slash here.
    let path = String(rest[..<end]).replacingBackslashes(with: "/")
    guard path.hasPrefix("//") else { return nil }
    let authority = path.dropFirst(2).prefix { $0 != "/" }
    guard !authority.isEmpty, authority.first != ":",
      authority.utf8.allSatisfy({ byte in
        byte >= 0x80 || byte.isASCIILetter || byte.isASCIIDigit || "-._:[]".utf8.contains(byte)
      })
    else { return nil }
    return scheme + ":" + path + String(rest[end...]).replacingBackslashes(with: "%5C")
  }
}

/// An http(s) address that relative references start from (`xml:base`; RFC 3986, section 5.2).
struct BaseAddress: Hashable, Sendable {
  /// `https://host`
  private let origin: String
  /// Begins with a slash.
  private let path: String
  private let query: String

  init?(_ address: String) {
    guard let safe = SafeAddress.media(address), let slashes = safe.firstRange(of: "//") else {
      return nil
    }
    let rest = safe[slashes.upperBound...].prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    let tail = rest[authority.endIndex...]
    let path = tail.prefix { $0 != "?" }
    origin = String(safe[..<slashes.upperBound] + authority)
    self.path = path.isEmpty ? "/" : String(path)
    query = String(tail[path.endIndex...])
  }

  /// The base inside an element whose `xml:base` is this; the outer one if it is of no use.
  func following(_ reference: String) -> BaseAddress {
    SafeAddress.media(reference, base: self).flatMap(BaseAddress.init) ?? self
  }

  /// The absolute address of a relative reference. Network-path references (`//host/`) and first
  /// segments with a colon are refused.
  func resolve(_ reference: String) -> String? {
    guard let first = reference.first else { return nil }
    if first == "#" { return origin + path + query + reference }
    if first == "?" { return origin + path + reference }
    let end = reference.firstIndex { $0 == "?" || $0 == "#" } ?? reference.endIndex
    let relative = String(reference[..<end]).replacingBackslashes(with: "/")
    let tail = reference[end...]
    if relative.hasPrefix("//") { return nil }
    if relative.hasPrefix("/") { return origin + Self.withoutDots(relative) + tail }
    if relative.prefix(while: { $0 != "/" }).contains(":") { return nil }
    let folder = String(path[...(path.lastIndex(of: "/") ?? path.startIndex)])
    return origin + Self.withoutDots(folder + relative) + tail
  }

  /// Section 5.2.4 for a path that begins with a slash.
  private static func withoutDots(_ path: String) -> String {
    var kept: [Substring] = []
    let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch segment {
      case ".": if isLast { kept.append("") }
      case "..":
        if !kept.isEmpty { kept.removeLast() }
        if isLast { kept.append("") }
      default: kept.append(segment)
      }
    }
    return "/" + kept.joined(separator: "/")
  }
}

extension String {
  fileprivate func replacingBackslashes(with text: String) -> String {
    utf8.contains(UInt8(ascii: "\\")) ? replacing("\\", with: text) : self
  }
}

extension UInt8 {
  var isASCIILetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  var isASCIIDigit: Bool { (0x30...0x39).contains(self) }
}
