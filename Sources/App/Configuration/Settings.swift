/// A text as it was found, not yet checked.
package struct Located: Hashable, Sendable {
  package let text: String
  package let origin: SettingOrigin

  package init(_ text: String, _ origin: SettingOrigin) {
    self.text = text
    self.origin = origin
  }
}

/// What the file or the environment say, before it is checked: one text for each slot, several for
/// a list.
struct Settings {
  /// More than anybody needs, few enough that a mistake does no harm.
  static let maximumComponents = 64

  private(set) var values: [Slot: [Located]] = [:]
  /// Where each component begins; as many as there are components.
  private(set) var components: [SettingOrigin] = []
  var problems: [ConfigurationProblem] = []
  /// The file is not YAML, or not of keys and values at all: the rest would only be consequences.
  var isBroken = false

  mutating func set(_ slot: Slot, _ texts: [Located]) { values[slot] = texts }

  mutating func addComponent(_ origin: SettingOrigin) { components.append(origin) }

  /// Lays `other` over these settings: what it sets wins.
  mutating func override(by other: Settings) {
    for index in 0..<other.components.count {
      if index >= components.count { components.append(other.components[index]) }
      // The two are alternatives: setting one takes back the other.
      let pair = [Slot(.componentSecret, index), Slot(.componentSecretFile, index)]
      if pair.contains(where: { other.values[$0] != nil }) {
        for slot in pair { values[slot] = nil }
      }
    }
    values.merge(other.values) { $1 }
    problems += other.problems
  }

  func list(_ slot: Slot) -> [Located] { values[slot] ?? [] }

  func one(_ key: ConfigurationKey, _ index: Int = 0) -> Located? {
    values[Slot(key, index)]?.first
  }

  /// Where the slot was set, or else where it would have to be.
  func origin(_ slot: Slot) -> SettingOrigin {
    if let first = values[slot]?.first { return first.origin }
    if slot.key.isOfComponent, components.indices.contains(slot.index) {
      return components[slot.index]
    }
    return .preset
  }
}
