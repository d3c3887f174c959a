/// How `martlet` ends: the statuses of `sysexits.h`, so that a service manager and a script can tell
/// what has to be mended.
package enum ExitStatus: Int32, CaseIterable, Sendable {
  case ok = 0
  case usage = 64
  case data = 65
  case noInput = 66
  case unavailable = 69
  case software = 70
  case cannotCreate = 73
  case inputOutput = 74
  case temporary = 75
  case noPermission = 77
  case configuration = 78

  /// What the status means here; `--help` and the README print it.
  package var meaning: String {
    switch self {
    case .ok: "all is well; after a signal: stopped cleanly"
    case .usage: "the command line is wrong"
    case .data: "the database is damaged, or of a newer version"
    case .noInput: "the configuration file cannot be read"
    case .unavailable: "the XMPP server, or the web address, is not to be had"
    case .software: "an error in Martlet itself"
    case .cannotCreate: "the database, or a folder, cannot be made"
    case .inputOutput: "reading or writing failed, the disk may be full"
    case .temporary:
      "another process holds the database, or a name cannot be looked up; try again later"
    case .noPermission: "a file or an address may not be used by this user"
    case .configuration: "the configuration is wrong"
    }
  }

  /// The name in `sysexits.h`.
  package var name: String {
    switch self {
    case .ok: "EX_OK"
    case .usage: "EX_USAGE"
    case .data: "EX_DATAERR"
    case .noInput: "EX_NOINPUT"
    case .unavailable: "EX_UNAVAILABLE"
    case .software: "EX_SOFTWARE"
    case .cannotCreate: "EX_CANTCREAT"
    case .inputOutput: "EX_IOERR"
    case .temporary: "EX_TEMPFAIL"
    case .noPermission: "EX_NOPERM"
    case .configuration: "EX_CONFIG"
    }
  }

  /// The list of all statuses, one a line, as `--help` prints it.
  package static var reference: String {
    allCases.map { "  \($0.rawValue)\($0 == .ok ? "   " : "  ")\($0.meaning)" }
      .joined(separator: "\n")
  }
}

/// Why a command cannot go on: what is wrong and what to do about it, in words for the admin.
package struct Failure: Error, Hashable, Sendable, CustomStringConvertible {
  package let status: ExitStatus
  package let message: String

  package init(_ status: ExitStatus, _ message: String) {
    self.status = status
    self.message = message
  }

  package var description: String { message }
}
