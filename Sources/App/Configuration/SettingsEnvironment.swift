/// Reads the environment into `Settings`: `MARTLET_` and the key, components by number.
///
/// Lists are separated by commas. An empty variable is one that is not set. An unknown one that looks
/// like a setting is refused, for what it was to change would silently stay as it is; others are
/// warned of.
enum SettingsEnvironment {
  private static let prefix = "MARTLET_"
  /// Names the configuration file; not a setting itself.
  static let configurationFile = "MARTLET_CONFIG"

  static func read(_ environment: [String: String]) -> Settings {
    var settings = Settings()
    var slots: [String: Slot] = [:]
    for key in ConfigurationKey.allCases {
      for index in 0..<(key.isOfComponent ? Settings.maximumComponents : 1) {
        let slot = Slot(key, index)
        slots[slot.environmentName] = slot
      }
    }
    var components: [Int: String] = [:]
    for (name, value) in environment.sorted(by: { $0.key < $1.key })
    where name.hasPrefix(prefix) && name != configurationFile && !value.isEmpty {
      guard let slot = slots[name] else {
        settings.problems.append(unknown(name))
        continue
      }
      settings.set(slot, texts(value, slot.key, .environment(name)))
      if slot.key.isOfComponent { components[slot.index] = components[slot.index] ?? name }
    }
    for index in 0..<((components.keys.max() ?? -1) + 1) {
      settings.addComponent(.environment(components[index] ?? "MARTLET_COMPONENTS_\(index)_JID"))
    }
    return settings
  }

  private static func texts(
    _ value: String, _ key: ConfigurationKey, _ origin: SettingOrigin
  ) -> [Located] {
    guard key.form.isList else { return [Located(value, origin)] }
    return value.split(separator: ",").map { part in
      Located(String(part.trimmingSpaces), origin)
    }.filter { !$0.text.isEmpty }
  }

  private static func unknown(_ name: String) -> ConfigurationProblem {
    let number = name.split(separator: "_").lazy.compactMap { Int($0) }.first ?? 0
    let known = ConfigurationKey.allCases.map {
      String(Slot($0, number).environmentName.dropFirst(prefix.count))
    }
    let rest = String(name.dropFirst(prefix.count))
    guard !isOfPlatform(rest), let meant = nearest(to: rest, among: known) else {
      return ConfigurationProblem(
        .environment(name), "", "is not a setting and has no effect", "Unset it.",
        severity: .warning)
    }
    return ConfigurationProblem(
      .environment(name), "", "is not a setting",
      "Did you mean \(prefix)\(meant)? If not, unset it.")
  }

  /// Container platforms set MARTLET_SERVICE_HOST, MARTLET_PORT, MARTLET_PORT_8080_TCP and the like
  /// in every container beside a service that is called "martlet".
  private static func isOfPlatform(_ rest: String) -> Bool {
    rest == "PORT" || rest.hasPrefix("PORT_") || rest.hasPrefix("SERVICE_")
  }
}

extension StringProtocol {
  /// Without the white space at both ends.
  var trimmingSpaces: SubSequence {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return self[endIndex...] }
    return self[first...last]
  }
}
