import Foundation
import TestSupport
import Testing

@testable import App

/// The program itself, as it was built beside these tests.
@Suite struct ProgramTests {
  static let program: String = {
    let tests = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    return tests.deletingLastPathComponent().appendingPathComponent("martlet").path
  }()

  @Test func versionAndHelp() async throws {
    let version = try await Finished.running([Self.program, "--version"])
    #expect(version.status == 0)
    #expect(version.output == "martlet \(Version.current)\n")
    let help = try await Finished.running([Self.program, "--help"])
    #expect(help.status == 0)
    for word in ["run", "check", "EXAMPLES", "EXIT STATUS", "78"] {
      #expect(help.output.contains(word))
    }
  }

  @Test(arguments: [["chek"], ["run", "--nonsense"], ["run", "--log-format", "xml"]])
  func aWrongCommandLine(arguments: [String]) async throws {
    #expect(try await Finished.running([Self.program] + arguments).status == Status.usage.rawValue)
  }

  @Test(arguments: ["run", "check"])
  func aConfigurationThatCannotBeUsed(command: String) async throws {
    let folder = try Folder()
    let file = try folder.write("martlet.yaml", "server: { prot: 1 }\n")
    let result = try await Finished.running([Self.program, command, "--config", file])
    #expect(result.status == Status.configuration.rawValue)
    #expect(
      result.output.contains(
        "\(file):1:11: error: server.prot: is not a known key. Did you mean `port`?\n"))
    #expect(result.output.contains("components: is missing or empty"))
    let missing = try await Finished.running([Self.program, command, "--config", file + "x"])
    #expect(missing.status == Status.noInput.rawValue)
  }

  @Test func aDatabaseThatIsNone() async throws {
    let folder = try Folder()
    let database = try folder.write("martlet.sqlite", String(repeating: "no database ", count: 999))
    let file = try folder.write(
      "martlet.yaml",
      Sample.minimal + "\ndatabase: \(database)\nweb: { listen: \"127.0.0.1:0\" }\n")
    let result = try await Finished.running([Self.program, "run", "--config", file])
    #expect(result.status == Status.data.rawValue)
    #expect(result.output.contains("is not an SQLite database"))
  }

  @Test func aWebAddressInUse() async throws {
    let folder = try Folder()
    let listener = try Listener()
    let file = try folder.write(
      "martlet.yaml",
      Sample.minimal + "\ndatabase: \(folder.path)/martlet.sqlite\n"
        + "web: { listen: \"127.0.0.1:\(listener.port)\" }\n")
    let result = try await Finished.running([Self.program, "run", "--config", file])
    #expect(result.status == Status.unavailable.rawValue)
    #expect(result.output.contains("127.0.0.1:\(listener.port) is in use by another process"))
  }

  /// Attaches, stops on either signal in order, and leaves the database whole.
  @Test(arguments: [SIGTERM, SIGINT])
  func startsAndStops(signal: Int32) async throws {
    let server = try await ScriptedServer.start(domain: "social.example.org")
    let folder = try Folder()
    let file = try folder.write(
      "martlet.yaml",
      """
      server: { port: \(server.port) }
      components: [{ jid: social.example.org, secret: secret }]
      domains: [example.org]
      database: \(folder.path)/martlet.sqlite
      web: { listen: "127.0.0.1:0" }
      """)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments = ["run", "--config", file, "--log-format", "journal"]
    let systemd = try NotifySocket("\(folder.path)/notify")
    process.environment = ["NOTIFY_SOCKET": "\(folder.path)/notify"]
    let log = try folder.write("log", "")
    process.standardError = FileHandle(forWritingAtPath: log)
    process.standardOutput = FileHandle.nullDevice
    let ended = Inbox<Int32>("end of the program")
    process.terminationHandler = { ended.put($0.terminationStatus) }
    keepDescriptorsPrivate()
    try process.run()
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    let link = try await server.accept()
    #expect(await systemd.next(withinSeconds: 10) == "READY=1")
    kill(process.processIdentifier, signal)
    let ending = try await link.ending()
    #expect(ending.inOrder)
    let status = try await ended.next(within: .seconds(30))
    let output = try String(contentsOfFile: log, encoding: .utf8)
    #expect(status == 0, "\(output)")
    #expect(output.contains("<5>Martlet has stopped."))
    #expect(await systemd.next() == "STOPPING=1")
    #expect(DatabaseOwner.of("\(folder.path)/martlet.sqlite") == .nobody)
    await server.stop()
  }
}
