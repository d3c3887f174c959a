import ComponentLink
import Glibc
import Store
import XMPP

/// `martlet check`: tries what `martlet run` needs and changes nothing.
enum Check {
  /// The folder that systemd makes for the service, and that belongs to a user of its own.
  static let stateFolder = "/var/lib/martlet"

  /// How long one link may take to be decided.
  static let linkDeadline: Duration = .seconds(15)

  /// Reads the configuration and checks everything; `print` is given the report.
  static func run(
    path: String?, environment: [String: String], print: (String) -> Void
  ) async -> ExitStatus {
    var report = CheckReport()
    do throws(ConfigurationError) {
      let loaded = try ConfigurationLoader.load(path: path, environment: environment)
      report.add(
        .good, "configuration", "\(loaded.path ?? "the environment") can be used.")
      for warning in loaded.warnings { report.add(.warning, "configuration", "\(warning)") }
      await check(loaded.configuration, &report)
    } catch {
      for problem in error.problems {
        let outcome: CheckReport.Finding.Outcome =
          problem.severity == .error ? .bad(error.status) : .warning
        report.add(outcome, "configuration", "\(problem)")
      }
    }
    print(report.text)
    return report.status
  }

  static func check(_ configuration: Configuration, _ report: inout CheckReport) async {
    let owner = DatabaseOwner.of(configuration.database)
    database(configuration.database, owner, &report)
    for component in configuration.components {
      await link(configuration.link(component), owner, &report)
    }
    web(configuration.web, owner, &report)
  }

  // MARK: The database

  static func database(
    _ path: String, _ owner: DatabaseOwner, _ report: inout CheckReport
  ) {
    guard owner == .nobody else {
      return report.add(
        .good, "database", "\(path) is in use by \(owner.words): a Martlet is running.")
    }
    guard access(path, F_OK) == 0 else { return newDatabase(path, &report) }
    guard access(path, R_OK | W_OK) == 0 else {
      return report.add(
        .bad(.noPermission), "database",
        "\(path) may not be read and written by this user. Check as root, or as the user that runs "
          + "Martlet, to whom the file must belong.")
    }
    do throws(StoreError) {
      let damage = try Store.damage(path)
      if let first = damage.first {
        report.add(
          .bad(.data), "database", "\(path) is damaged (\(printable(first))); restore a backup.")
      } else {
        report.add(.good, "database", "\(path) is whole.")
      }
    } catch {
      report.add(.bad(error.status), "database", "\(error).")
    }
  }

  private static func newDatabase(_ path: String, _ report: inout CheckReport) {
    let folder = PathName.folder(of: path)
    if access(folder, W_OK) == 0 {
      return report.add(.good, "database", "\(path) does not exist yet; `martlet run` makes it.")
    }
    switch errno {
    case ENOENT where folder == stateFolder:
      report.add(
        .warning, "database",
        "\(folder) does not exist yet; systemd makes it at the first start (StateDirectory= in "
          + "conf/martlet.service).")
    case ENOENT, ENOTDIR:
      report.add(
        .bad(.cannotCreate), "database",
        "\(folder) does not exist. As the user that runs Martlet, or for that user:",
        remedy: "install -d -m 700 '\(printable(folder))'")
    default:
      report.add(
        .bad(.noPermission), "database",
        "\(folder) may not be written to by this user. Check as root, or as the user that runs "
          + "Martlet, to whom the folder must belong.")
    }
  }

  // MARK: The links

  /// With a Martlet attached already a second handshake would be refused (Prosody), or would draw
  /// half of its stanzas (ejabberd): then the link is left alone.
  private static func link(
    _ link: LinkConfiguration, _ owner: DatabaseOwner, _ report: inout CheckReport
  ) async {
    let subject = "component \(link.jid)"
    let place = HostAndPort(host: link.host, port: link.port)
    guard owner == .nobody else {
      return report.add(
        .good, subject, "left to the Martlet that is running (\(owner.words)); its log tells.")
    }
    switch await ComponentLink.probe(link, deadline: linkDeadline) {
    case .attached:
      report.add(.good, subject, "attached to \(place) and let go again.")
    case .failed(let failure):
      report.add(
        .bad(failure.status), subject, failure.explanation(link),
        remedy: failure.isOfServerConfiguration ? snippet(link) : "")
    case .timedOut:
      report.add(
        .bad(.unavailable), subject, "nothing was decided within \(linkDeadline) at \(place).",
        remedy: snippet(link))
    }
  }

  private static func snippet(_ link: LinkConfiguration) -> String {
    ServerSnippet(jid: link.jid, port: link.port, tls: link.tls).both
  }

  // MARK: The web

  private static func web(
    _ web: Configuration.Web, _ owner: DatabaseOwner, _ report: inout CheckReport
  ) {
    let address = HostAndPort(host: web.host, port: web.port)
    let found = ListenCheck.of(address)
    if found == .inUse, owner != .nobody {
      report.add(
        .good, "web", "\(address) is in use, as it is when a Martlet is running (\(owner.words)).")
    } else if let failure = found.failure(address) {
      report.add(.bad(failure.status), "web", failure.message)
    } else {
      report.add(.good, "web", "\(address) can be used; the site is \(web.origin).")
    }
  }
}

extension LinkFailure {
  /// Whether lines in the server's configuration may mend it.
  fileprivate var isOfServerConfiguration: Bool {
    switch self {
    case .connectionRefused, .connectTimedOut, .noXMPP, .handshakeTimedOut, .wrongSecret,
      .unknownHost:
      true
    default: false
    }
  }
}
