/// A text of a catalogue, with slots for what is put in: `{}` for a value, `{n}` for a number.
struct Phrase: Hashable, Sendable {
  enum Slot: String, Sendable {
    case value = ""
    case number = "n"
    case day, month, year, date, time
  }

  enum Part: Hashable, Sendable {
    case text(String)
    case slot(Slot)
  }

  let parts: [Part]

  /// Throws the name of a slot that there is not, or that has no end.
  init(_ text: String) throws(UnknownSlot) {
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      let name = rest[rest.index(after: open)...].prefix { $0 != "}" }
      guard name.endIndex < rest.endIndex, let slot = Slot(rawValue: String(name)) else {
        throw UnknownSlot(name: String(name))
      }
      parts.append(.slot(slot))
      rest = rest[rest.index(after: name.endIndex)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  var slots: Set<Slot> {
    Set(parts.compactMap { if case .slot(let slot) = $0 { slot } else { nil } })
  }

  func filled(_ value: (Slot) -> String) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let words): text += words
      case .slot(let slot): text += value(slot)
      }
    }
    return text
  }

  struct UnknownSlot: Error, Hashable {
    var name: String
  }
}
