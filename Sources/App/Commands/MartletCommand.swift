import ArgumentParser
import Glibc

/// The version that `--version` prints and the log names.
package enum Version {
  package static let current = "0.1.0"
}

/// The program: what `main.swift` calls.
package enum Program {
  package static func main() async {
    signal(SIGPIPE, SIG_IGN)
    // Whoever started us may have left them blocked, and then no signal would stop us.
    var stops = sigset_t()
    sigemptyset(&stops)
    for number in [SIGTERM, SIGINT] { sigaddset(&stops, number) }
    pthread_sigmask(SIG_UNBLOCK, &stops, nil)
    await MartletCommand.main()
  }
}

struct MartletCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "martlet",
    abstract: "The social side of an XMPP domain: feeds, a public web, a searchable store.",
    discussion: """
      Martlet attaches to an XMPP server (Prosody, ejabberd) as an external component (XEP-0114). \
      People follow and post with their XMPP clients; everybody reads in a browser or a feed reader.

      EXAMPLES
        martlet check                        is all well? If not, what mends it?
        martlet run                          serve
        martlet run --config martlet.yaml    serve, with this configuration
        martlet help run                     every setting and its default

      EXIT STATUS
      \(ExitStatus.reference)
      """,
    version: "martlet \(Version.current)",
    subcommands: [
      RunCommand.self, CheckCommand.self, FollowCommand.self, UnfollowCommand.self,
      FollowsCommand.self, AuditCommand.self, ReindexCommand.self, TemplatesCommand.self,
      DemoCommand.self,
    ])
}

/// `--config`, and what comes of it.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The configuration file.",
      discussion: "Default: $\(SettingsEnvironment.configurationFile), else "
        + "\(ConfigurationLoader.defaultPath).",
      valueName: "file"))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "How log records are written: \(LogFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
      discussion: "Overrides log.format.", valueName: "format"))
  var logFormat: LogFormat?

  /// The configuration, which also says where SQLite's temporary files go; ends the command with an explanation if it
  /// cannot be used.
  func loadOrExplain() throws -> ConfigurationLoader.Loaded {
    do throws(ConfigurationError) {
      let loaded = try load()
      TemporaryFiles.keep(beside: loaded.configuration.database)
      return loaded
    } catch {
      Run.explain(error, format: logFormat ?? .auto, environment: Environment.all)
      throw error.status.exit
    }
  }

  private func load() throws(ConfigurationError) -> ConfigurationLoader.Loaded {
    var loaded = try ConfigurationLoader.load(path: config, environment: Environment.all)
    if let logFormat { loaded.configuration.log.format = logFormat }
    return loaded
  }
}

extension LogFormat: ExpressibleByArgument {}

extension ExitStatus {
  /// Ends the command with this status; what had to be said has been said.
  var exit: ExitCode { ExitCode(rawValue) }
}

extension Failure {
  /// Says what is wrong, and ends the command with the status for that.
  var explained: ExitCode {
    _ = "\(message)\n".withCString { write(STDERR_FILENO, $0, strlen($0)) }
    return status.exit
  }
}

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Try everything that `run` needs, and say what is wrong and what mends it.",
    discussion: """
      Reads the configuration, looks at the database, tries each component's link and handshake, \
      and the web address. Nothing is changed, and a Martlet that runs is not disturbed: its links \
      are left to it. Secrets are never printed.
      """)

  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    let status = await Check.run(
      path: options.config, environment: Environment.all, print: { print($0) })
    if status != .ok { throw status.exit }
  }
}

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Serve until SIGTERM or SIGINT.",
    discussion: """
      Logs go to stderr. A server that is away is waited for; it is not an error.

      SETTINGS
      Each is a key in the YAML file and a variable of the environment, which wins. N is a \
      component's number from 0; lists are separated by commas in a variable.

      \(ConfigurationReference.text)
      """)

  @OptionGroup var options: ConfigurationOptions

  func run() async throws {
    let status = await Run.serve(try options.loadOrExplain(), environment: Environment.all)
    if status != .ok { throw status.exit }
  }
}
