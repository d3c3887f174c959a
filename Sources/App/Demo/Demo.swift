import Glibc
import Logging
import ServiceLifecycle
import UnixSignals
import XMPP

/// `martlet demo`: a whole little world on loopback, from an empty folder to a site to read.
struct Demo: Sendable {
  static let domain = "localhost"
  static let component = "social.localhost"
  static let visitor = "visitor"
  static let siteName = "Three small communities"

  let keep: String?
  let ports: DemoSettings.Wishes

  /// Until a signal, or until something fails, which is told on stderr.
  func serve() async -> ExitStatus {
    LoggingSystem.bootstrap { _ in LineLogHandler(level: .warning, format: .text) }
    let logger = Logger(label: "martlet")
    // The demo's own folder comes to be in there later, beside other threads.
    TemporaryFiles.keep(in: keep.map(PathName.folder) ?? DemoFolder.temporaryParent)
    // The group traps the signals before the stage begins: from its first file on, whatever is
    // begun is also cleared away.
    var group = ServiceGroupConfiguration(
      services: [.init(service: DemoStage(demo: self, logger: logger))],
      gracefulShutdownSignals: [.sigint, .sigterm, .sighup],
      logger: Logger(label: "martlet.demo") { _ in SwiftLogNoOpLogHandler() })
    group.maximumGracefulShutdownDuration = .seconds(30)
    do {
      try await ServiceGroup(configuration: group).run()
    } catch let failure as Failure {
      LineLogHandler.standardError(Array("\nmartlet demo: \(failure.message)\n".utf8))
      return failure.status
    } catch {
      LineLogHandler.standardError(Array("\nmartlet demo: \(error)\n".utf8))
      return .software
    }
    return .ok
  }

  /// A line of progress, seen at once also where stdout is a pipe.
  static func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}

/// What happens between the first signal handler and the last.
private struct DemoStage: Service {
  let demo: Demo
  let logger: Logger

  func run() async throws {
    let folder = try DemoFolder(keep: demo.keep)
    do {
      try await run(in: folder)
    } catch {
      folder.remove()
      throw error
    }
    folder.remove()
    Demo.say(
      folder.isKept
        ? "Stopped. The data is in \(folder.path)." : "Stopped; nothing is left behind.")
  }

  private func run(in folder: DemoFolder) async throws {
    let settings = try DemoSettings(in: folder, wishes: demo.ports)
    let pictures = try PictureFiles(in: folder)
    let server = try DemoServer(folder, settings)
    Demo.say("Prosody starts (XMPP on 127.0.0.1:\(settings.ports.xmpp)) ...")
    do {
      try await serve(folder, settings, pictures, server)
    } catch {
      await server.stop()
      throw error
    }
    await server.stop()
  }

  private func serve(
    _ folder: DemoFolder, _ settings: DemoSettings, _ pictures: PictureFiles, _ server: DemoServer
  ) async throws {
    try await cancelled { try await server.untilReady() }
    guard !Task.isShuttingDownGracefully else { return }
    Demo.say("Martlet attaches as \(Demo.component) ...")
    let martlet = try Martlet(settings.configuration(folder), logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await martlet.run() }
      group.addTask {
        try await cancelled {
          try await fill(folder, settings, pictures)
          Demo.say(DemoGuide(settings: settings, isKept: folder.isKept).text)
          try await server.watch()
        }
      }
      while try await group.next() != nil {}
    }
  }

  private func fill(
    _ folder: DemoFolder, _ settings: DemoSettings, _ pictures: PictureFiles
  ) async throws {
    var settings = settings
    let ports = settings.ports
    try await LoopbackPort(ports.web).untilOpen(within: .seconds(10), "The web")
    let stop = StopFlag()
    let script = DemoScript(settings: settings, pictures: pictures, stop: stop)
    try await withTaskCancellationHandler {
      try await onThreadOfItsOwn { try script.perform() }
    } onCancel: {
      stop.raise()
    }
    settings.isFilled = true
    try settings.save(in: folder)
  }

  /// Ends at a signal, quietly.
  private func cancelled(_ body: @escaping @Sendable () async throws -> Void) async throws {
    do {
      try await cancelWhenGracefulShutdown(body)
    } catch is CancellationError where Task.isShuttingDownGracefully {
      return
    }
  }
}
