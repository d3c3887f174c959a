import Foundation

// Questions about many servers at once.
extension Snapshot {
  /// The domain of an address that a column holds.
  static func domain(of column: String) -> String {
    "substr(\(column), instr(\(column), '@') + 1)"
  }

  /// Several values as one argument, for `json_each`.
  static func list(_ values: [some Encodable]) throws -> String {
    String(decoding: try JSONEncoder().encode(values), as: UTF8.self)
  }
}
