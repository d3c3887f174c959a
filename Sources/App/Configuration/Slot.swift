/// A place in the configuration: a key and, below `components`, the component's number from 0.
package struct Slot: Hashable, Sendable, CustomStringConvertible {
  package let key: ConfigurationKey
  package let index: Int

  package init(_ key: ConfigurationKey, _ index: Int = 0) {
    self.key = key
    self.index = key.isOfComponent ? index : 0
  }

  /// As problems name it: `server.port`, `components[1].jid`.
  package var description: String {
    key.isOfComponent ? "components[\(index)].\(key.steps[1])" : key.rawValue
  }

  /// `MARTLET_SERVER_PORT`, `MARTLET_COMPONENTS_1_JID`.
  package var environmentName: String {
    Self.environmentName(key, String(index))
  }

  /// `number` stands for the component: a number, or `N` in a reference.
  package static func environmentName(_ key: ConfigurationKey, _ number: String) -> String {
    var steps = key.steps.map { String($0).uppercased() }
    if key.isOfComponent { steps.insert(number, at: 1) }
    return "MARTLET_" + steps.joined(separator: "_")
  }
}
