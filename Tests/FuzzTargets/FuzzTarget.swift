/// What strangers' bytes go into, and what must hold for any of them.
package enum FuzzTarget: String, CaseIterable, Sendable {
  case stream, jid, form, entry, html, configuration, path, conditions

  /// Throws `FuzzFailure` for what must not be; what crashes, crashes.
  package func run(_ bytes: [UInt8]) throws(FuzzFailure) {
    switch self {
    case .stream: try StreamFuzz.run(bytes)
    case .jid: try AddressFuzz.run(text(bytes))
    case .form: try FormFuzz.run(bytes)
    case .entry: try EntryFuzz.run(bytes)
    case .html: try MarkupFuzz.run(text(bytes))
    case .configuration: ConfigurationFuzz.run(text(bytes))
    case .path: try PathFuzz.run(text(bytes))
    case .conditions: try ConditionFuzz.run(text(bytes))
    }
  }

  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}

/// Something that holds for all input does not hold for one.
package struct FuzzFailure: Error, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }
}

func require(_ isSo: Bool, _ what: @autoclosure () -> String) throws(FuzzFailure) {
  guard isSo else { throw FuzzFailure(what()) }
}
