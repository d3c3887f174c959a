/// Where a setting was read.
package enum SettingOrigin: Hashable, Sendable, CustomStringConvertible {
  case file(String, line: Int, column: Int)
  case environment(String)
  /// Nothing was set.
  case preset

  package var description: String {
    switch self {
    case .file(let path, let line, let column): "\(printable(path)):\(line):\(column)"
    case .environment(let name): "environment \(printable(name))"
    case .preset: "configuration"
    }
  }

  package var line: Int? {
    if case .file(_, let line, _) = self { line } else { nil }
  }
}

/// Something wrong with the configuration: where, which key, what, and what to do.
package struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
  package enum Severity: String, Sendable { case error, warning }

  package let severity: Severity
  package let origin: SettingOrigin
  /// The key as it is or should be written; empty where the file as a whole is meant.
  package let key: String
  package let what: String
  package let remedy: String

  package init(
    _ origin: SettingOrigin, _ key: String, _ what: String, _ remedy: String,
    severity: Severity = .error
  ) {
    self.severity = severity
    self.origin = origin
    self.key = key
    self.what = what
    self.remedy = remedy
  }

  /// `martlet.yaml:3:9: error: server.port: "abc" is not a whole number. Give ...`
  package var description: String {
    let subject = key.isEmpty ? "" : "\(key): "
    return "\(origin): \(severity.rawValue): \(subject)\(what). \(remedy)"
  }
}

/// The configuration cannot be used; all that is wrong with it.
package struct ConfigurationError: Error, Sendable, CustomStringConvertible {
  package let status: ExitStatus
  package let problems: [ConfigurationProblem]

  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}

/// Foreign text made fit for one line of a terminal or a log: control characters escaped, and cut
/// after `limit` characters.
package func printable(_ text: some StringProtocol, limit: Int = 200) -> String {
  var result = ""
  for scalar in text.prefix(limit).unicodeScalars {
    if scalar.isUnprintable {
      result += scalar.escaped(asASCII: true)
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return text.dropFirst(limit).isEmpty ? result : result + "..."
}

extension Unicode.Scalar {
  /// Whether it could break a line, move a terminal's cursor or turn the direction of text.
  package var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
    default: false
    }
  }
}
