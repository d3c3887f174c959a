/// Why a text is not a JID (RFC 7622). `description` is plain enough for whoever wrote the text.
package enum JIDError: Error, Hashable, Sendable {
  package enum Part: String, Sendable { case local, domain, resource }

  /// What is wrong with the shape of a domain (RFC 7622, section 3.2; RFC 5891, section 4.2).
  package enum DomainFault: String, Sendable {
    case emptyLabel = "it holds an empty label"
    case labelTooLong = "a label is longer than 63 bytes"
    case hyphen = "a label begins or ends with a hyphen, or has two in its third and fourth place"
    case leadingMark = "a label begins with a combining mark"
    case punycode = "a label that begins with xn-- is not the encoding of an international label"
    case address = "what stands in brackets is not an IPv6 address"
  }

  case empty(Part)
  /// More than `BareJID.partLimit` bytes once prepared.
  case tooLong(Part)
  /// More than `JID.textLimit` bytes as given; it was not read.
  case textTooLong
  case forbidden(Unicode.Scalar, Part)
  /// A character that is allowed in certain surroundings only (RFC 5892, appendix A).
  case misplaced(Unicode.Scalar, Part)
  /// Right-to-left text that breaks the Bidi Rule (RFC 5893, section 2).
  case bidi(Part)
  case malformedDomain(DomainFault)
  /// A resource in an address that cannot have one.
  case unexpectedResource
}

extension JIDError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty(let part): "the \(part.rawValue) part is empty"
    case .tooLong(let part):
      "the \(part.rawValue) part is longer than \(BareJID.partLimit) bytes"
    case .textTooLong: "it is longer than \(JID.textLimit) bytes"
    case .forbidden(let scalar, let part):
      "the \(part.rawValue) part holds \(scalar.codePoint), which is not allowed there"
    case .misplaced(let scalar, let part):
      "the \(part.rawValue) part holds \(scalar.codePoint) in a place where it is not allowed"
    case .bidi(let part): "the \(part.rawValue) part mixes directions of writing"
    case .malformedDomain(let fault): "the domain is malformed: \(fault.rawValue)"
    case .unexpectedResource: "it has a resource (a part after a slash), and none is allowed"
    }
  }
}

extension Unicode.Scalar {
  /// `U+00E9`: never the character itself, which may be invisible or turn the line round.
  fileprivate var codePoint: String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
