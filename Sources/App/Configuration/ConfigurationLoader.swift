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
    var readableByAll = false
    if let text = try read(file, isOptional: chosen == nil && !overrides.values.isEmpty) {
      settings = try self.settings(text.content, path: file)
      readableByAll = text.readableByAll
    } else {
      found = nil
    }
    settings.override(by: overrides)
    if readableByAll { settings.warnOfReadableSecrets() }
    let result = try check(settings, folder: found.map(folder) ?? "")
    return Loaded(configuration: result.0, warnings: result.1, path: found)
  }

  /// What a file of some text says by itself.
  package static func load(text: String, path: String) throws(ConfigurationError) -> Loaded {
    let result = try check(try settings(text, path: path), folder: folder(of: path))
    return Loaded(configuration: result.0, warnings: result.1, path: path)
  }

  private static func settings(
    _ text: String, path: String
  ) throws(ConfigurationError) -> Settings {
    let settings = SettingsFile.read(text, path: path)
    guard !settings.isBroken else {
      throw ConfigurationError(status: .configuration, problems: settings.problems)
    }
    return settings
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
  /// A secret in a file that everybody may read is none. The file itself has to stay readable: the
  /// service's user may exist only while it runs, and owns nothing in /etc.
  fileprivate mutating func warnOfReadableSecrets() {
    for index in components.indices {
      let slot = Slot(.componentSecret, index)
      guard origin(slot).line != nil, one(.componentSecret, index) != nil else { continue }
      problems.append(
        ConfigurationProblem(
          origin(slot), slot.description,
          "stands in a file that every user of this machine may read",
          "Put it into a file of its own that others may not read, and name that in secret_file "
            + "(conf/martlet.service hands such a file to the service).",
          severity: .warning))
    }
  }
}
