import Foundation
import Glibc
import Logging
import Synchronization
import TestSupport
import Testing

@testable import App

@Suite struct WatchdogTests {
  @Test func endsTheProcessInTime() async {
    let begin = ContinuousClock.now
    let status = await withCheckedContinuation { continuation in
      Watchdog(
        patience: .milliseconds(50),
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        end: { continuation.resume(returning: $0) }
      ).arm()
    }
    #expect(status == .software)
    #expect(ContinuousClock.now - begin >= .milliseconds(50))
  }

  @Test func knowsALogThatNobodyReads() throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    #expect(Watchdog.takesALine(descriptor))
    fill(descriptor)
    #expect(!Watchdog.takesALine(descriptor))
  }

  /// The program's log leads into a pipe that is full: its last words hang for ever, and with them
  /// the stop. It ends all the same.
  @Test func aStopThatHangsIsABoundedOne() async throws {
    let server = try await ScriptedServer.start(domain: "social.example.org")
    let folder = try Folder()
    let file = try folder.write(
      "martlet.yaml",
      """
      server: { port: \(server.port) }
      components: [{ jid: social.example.org, secret: secret }]
      domains: [example.org]
      database: martlet.sqlite
      web: { listen: "127.0.0.1:0" }
      limits: { shutdown_seconds: 1 }
      """)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ProgramTests.program)
    process.arguments = ["run", "--config", file]
    let systemd = try NotifySocket("\(folder.path)/notify")
    process.environment = ["NOTIFY_SOCKET": "\(folder.path)/notify"]
    let log = Pipe()
    process.standardError = log
    process.standardOutput = FileHandle.nullDevice
    let ended = Inbox<Void>("end of the program")
    process.terminationHandler = { _ in ended.put(()) }
    keepDescriptorsPrivate()
    try process.run()
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    _ = try await server.accept()
    #expect(await systemd.next(withinSeconds: 10) == "READY=1")
    // By its reading end: the other one is the program's alone now.
    fill(log.fileHandleForReading.fileDescriptor)
    let begin = ContinuousClock.now
    kill(process.processIdentifier, SIGTERM)
    // Far beyond the 3 seconds that are promised.
    try await ended.next(within: .seconds(30))
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == Status.software.rawValue)
    #expect(ContinuousClock.now - begin >= .seconds(3))
    await server.stop()
  }

  /// Until the pipe takes nothing more, by a description of its own that does not wait.
  private func fill(_ descriptor: Int32) {
    let own = open("/proc/self/fd/\(descriptor)", O_WRONLY | O_NONBLOCK | O_CLOEXEC)
    defer { close(own) }
    let bytes = [UInt8](repeating: 10, count: 4_096)
    while write(own, bytes, bytes.count) > 0 {}
  }
}
