import Foundation
import NIOCore
import NIOPosix
import TestSupport
import Testing

/// A release build of `martlet` with nothing but its environment, on a link of ours: in a process of its own, so that what it
/// costs can be told from what the load costs.
struct MeasuredProgram: Sendable {
  /// What `MARTLET_PROGRAM` names.
  static let path = ProcessInfo.processInfo.environment["MARTLET_PROGRAM"]
  static let domain = "social.localhost"
  static let owner = "owner@bench.localhost"

  private static let longestLoad = TimeAmount.minutes(10)

  private let program: Program
  private let link: NIOLoopBound<LoadLink>

  /// - Parameter folder: holds the database, which may be there already.
  static func with<Result>(
    _ folder: TemporaryFolder, _ body: (MeasuredProgram) async throws -> Result
  ) async throws -> Result {
    let door = LoadDoor(domain: domain)
    let listener = try await door.open()
    let program = try Program(
      try #require(path), ["run"], in: folder, name: "martlet",
      environment: environment(folder, port: listener.localAddress?.port ?? 0))
    do {
      let result = try await body(MeasuredProgram(program: program, link: try await door.link()))
      await program.stop()
      try await listener.close()
      return result
    } catch {
      await program.stop()
      try? await listener.close()
      throw error
    }
  }

  private static func environment(_ folder: TemporaryFolder, port: Int) -> [String: String] {
    [
      "MARTLET_SERVER_PORT": "\(port)", "MARTLET_COMPONENTS_0_JID": domain,
      "MARTLET_COMPONENTS_0_SECRET": "secret", "MARTLET_DATABASE": folder.database,
      "MARTLET_ADMINS": owner, "MARTLET_DOMAINS": "bench.localhost",
      "MARTLET_WEB_LISTEN": "127.0.0.1:0",
    ]
  }

  /// One load after the other.
  @discardableResult
  func run(_ load: Load) async throws -> LoadResult {
    let link = link
    let result = try await link.eventLoop.flatSubmit {
      let done = link.eventLoop.makePromise(of: LoadResult.self)
      link.value.begin(load, done)
      let deadline = link.eventLoop.scheduleTask(in: Self.longestLoad) {
        done.fail(WaitFailure("The load did not come to its end."))
      }
      done.futureResult.whenComplete { _ in deadline.cancel() }
      return done.futureResult
    }.get()
    try #require(result.errors == 0, "\(result.errors) of \(load.count) were refused")
    return result
  }

  func create(_ nodes: [String]) async throws {
    try await run(Load(count: nodes.count, window: 64) { Ask.create($0, nodes[$0]) })
  }

  /// Items that are named by their numbers.
  func fill(_ node: String, _ items: Int) async throws {
    try await run(
      Load(count: items, window: 64) { Ask.publish($0, "i\($0)", in: node, Ask.entry($0)) })
  }

  /// Each of them is told of it.
  func subscribe(_ subscribers: Int, to node: String) async throws {
    let some = 500
    try await run(
      Load(count: (subscribers + some - 1) / some, window: 4, messages: subscribers) { number in
        let end = min((number + 1) * some, subscribers)
        return Ask.subscribe(number, number * some..<end, to: node)
      })
  }

  // MARK: What it has cost

  /// Seconds of processors that it has used: of the program and of the system for it (proc(5)).
  var processorSeconds: Double {
    let line =
      (try? String(contentsOfFile: "/proc/\(program.identifier)/stat", encoding: .utf8)) ?? ""
    // What stands before is its name, in parentheses.
    let fields = line.split(separator: ")").last?.split(separator: " ") ?? []
    let ticks = fields.dropFirst(11).prefix(2).compactMap { Double($0) }.reduce(0, +)
    return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// What it held in memory at most.
  var peakMegabytes: Double {
    Double(ProcessStatus.bytes("VmHWM", of: "\(program.identifier)") ?? 0) / 1_048_576
  }
}
