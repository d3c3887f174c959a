/// Reads the configuration: the file, over it the environment, checked as one.
package enum ConfigurationLoader {
  package static let defaultPath = "/etc/martlet/martlet.yaml"
  /// The largest configuration file, in bytes.
  package static let maximumBytes = 1_048_576

  package struct Loaded: Sendable {
    package var configuration: Configuration
    package let warnings: [ConfigurationProblem]
    /// nil: there was no file, the environment gave everything.
    package let path: String?
  }

  /// Loads what `--config` names, else `MARTLET_CONFIG`, else the default path; that last file may
  /// be missing if the environment holds settings.
  package static func load(
    path: String?, environment: [String: String], defaultPath: String = Self.defaultPath
  ) throws(ConfigurationError) -> Loaded {
    let chosen = path ?? environment[SettingsEnvironment.configurationFile].flatMap(nonEmpty)
    let overrides = SettingsEnvironment.read(environment)
    let file = chosen ?? defaultPath
    var settings = Settings()
    var found: String? = file
    if let text = try read(file, isOptional: chosen == nil && !overrides.values.isEmpty) {
      settings = SettingsFile.read(text.content, path: file)
      if settings.isBroken {
        throw ConfigurationError(status: .configuration, problems: settings.problems)
      }
      if text.readableByAll { settings.warnOfReadableSecrets(file) }
    } else {
      found = nil
    }
    settings.override(by: overrides)
    let result = try check(settings, folder: folder(of: file))
    return Loaded(configuration: result.0, warnings: result.1, path: found)
  }

  /// nil: the file is missing and may be.
  private static func read(
    _ path: String, isOptional: Bool
  ) throws(ConfigurationError) -> TextFile? {
    do throws(TextFile.Failure) {
      return try TextFile.read(path, limit: maximumBytes)
    } catch {
      if isOptional, error == .missing { return nil }
      throw unreadable(path, error)
    }
  }

  private static func check(
    _ settings: Settings, folder: String
  ) throws(ConfigurationError) -> (Configuration, [ConfigurationProblem]) {
    var reader = ConfigurationReader(settings, folder: folder)
    let configuration = reader.configuration()
    let problems = reader.problems.sorted { ($0.origin.line ?? .max) < ($1.origin.line ?? .max) }
    guard problems.allSatisfy({ $0.severity == .warning }) else {
      throw ConfigurationError(status: .configuration, problems: problems)
    }
    return (configuration, problems)
  }

  private static func unreadable(_ path: String, _ failure: TextFile.Failure) -> ConfigurationError
  {
    ConfigurationError(
      status: failure == .noPermission ? .noPermission : .noInput,
      problems: [
        ConfigurationProblem(
          .file(path, line: 1, column: 1), "", failure.words,
          "Name the file with --config; conf/martlet.yaml is one to begin with.")
      ])
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }
}

extension Settings {
  /// A secret in a file that everybody may read is none.
  fileprivate mutating func warnOfReadableSecrets(_ path: String) {
    guard
      let slot = values.keys.filter({ $0.key == .componentSecret }).min(by: { $0.index < $1.index })
    else { return }
    problems.append(
      ConfigurationProblem(
        origin(slot), slot.description,
        "stands in a file that every user of this machine may read",
        "Run `chmod o= \(printable(path))`, or use secret_file.",
        severity: .warning))
  }
}
