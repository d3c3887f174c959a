import Logging
import XMPP

/// `martlet run`: the log, the start and the end.
enum Run {
  /// Serves until a signal; what goes wrong is logged.
  static func serve(
    _ loaded: ConfigurationLoader.Loaded, environment: [String: String]
  ) async -> ExitStatus {
    let configuration = loaded.configuration
    let format = configuration.log.format.resolved(environment: environment)
    let level = configuration.log.level
    LoggingSystem.bootstrap { _ in LineLogHandler(level: level, format: format) }
    let logger = Logger(label: "martlet")
    for warning in loaded.warnings { logger.warning("\(warning)") }
    logger.notice(
      "Martlet \(Version.current) starts.",
      metadata: [
        "configuration": "\(loaded.path ?? "environment")", "database": "\(configuration.database)",
        "components": "\(configuration.components.map(\.jid.description).joined(separator: ","))",
      ])
    do {
      try await Martlet(
        configuration, environment: environment, stopsOnSignals: true, logger: logger
      ).run()
    } catch {
      let failure = error as? Failure ?? Failure(.software, "\(error)")
      logger.critical("\(failure.message)", metadata: ["status": "\(failure.status.name)"])
      return failure.status
    }
    logger.notice("Martlet has stopped.")
    return .ok
  }

  /// A configuration that cannot be used: one line for each problem, before there is a log.
  static func explain(
    _ error: ConfigurationError, format: LogFormat, environment: [String: String],
    sink: LineLogHandler.Sink = LineLogHandler.standardError
  ) {
    let isJournal = format.resolved(environment: environment) == .journal
    for problem in error.problems {
      let level: Logger.Level = problem.severity == .error ? .error : .warning
      sink(Array("\(isJournal ? "<\(level.priority)>" : "")\(problem)\n".utf8))
    }
  }
}
