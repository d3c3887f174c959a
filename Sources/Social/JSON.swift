import FoundationEssentials

/// A value of JSON (RFC 8259).
package enum JSON: Hashable, Sendable {
  case text(String)
  case number(Int64)
  case truth(Bool)
  case list([JSON])
  case object([String: JSON])

  /// An object; members without a value are left out.
  package init(
    _ members: KeyValuePairs<String, JSON?>, and more: KeyValuePairs<String, JSON?> = [:]
  ) {
    let given = (Array(members) + Array(more)).compactMap { name, value in
      value.map { (name, $0) }
    }
    self = .object(Dictionary(given) { _, last in last })
  }

  /// Nil for nothing: such a member is left out.
  package init?(_ texts: [String]) {
    guard !texts.isEmpty else { return nil }
    self = .list(texts.map(JSON.text))
  }

  package static func count(_ number: Int) -> JSON { .number(Int64(number)) }

  /// UTF-8. The members of an object are in the order of their names, so that what is the same is written the same.
  package func bytes() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(self))
  }
}

extension JSON: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self = .text(text) }
}

extension JSON: ExpressibleByArrayLiteral {
  package init(arrayLiteral values: JSON...) { self = .list(values) }
}

extension JSON: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .text(let text): try container.encode(text)
    case .number(let number): try container.encode(number)
    case .truth(let truth): try container.encode(truth)
    case .list(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}
