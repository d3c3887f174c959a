/// The table of settings in words: for `--help` and for the README.
package enum ConfigurationReference {
  /// One paragraph a setting.
  package static var text: String {
    ConfigurationKey.allCases.map { key in
      """
        \(key.place)  [\(key.fallback.replacing("`", with: ""))]
          \(key.meaning.replacing("`", with: ""))
          \(Slot.environmentName(key, "N"))
      """
    }.joined(separator: "\n")
  }

  /// A table in Markdown; the README holds exactly this.
  package static var markdown: String {
    let rows = ConfigurationKey.allCases.map { key in
      let preset = key.preset.map { "`\($0)`" } ?? key.fallback
      let variable = Slot.environmentName(key, "N")
      return
        "| `\(key.place)` | \(key.form.description) | \(preset) | `\(variable)` | \(key.meaning) |"
    }
    let head = ["| key | value | default | environment | meaning |", "|---|---|---|---|---|"]
    return (head + rows).joined(separator: "\n")
  }
}

extension ConfigurationKey {
  /// As the reference writes it: `server.port`, `components[].jid`.
  package var place: String {
    isOfComponent ? rawValue.replacing("components.", with: "components[].") : rawValue
  }
}
