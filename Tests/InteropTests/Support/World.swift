import Foundation
import TestSupport
import Testing

/// A server, Martlet attached to it, and people; all of them end with the test.
struct World<Server: XMPPServer>: Sendable {
  let home: Home
  let folder: TemporaryFolder
  let ports: ServerPorts
  let webPort: Int
  let cast = Cast()

  /// Who is to be stopped; an actor, for servers and clients come and go in a test.
  actor Cast {
    private var programs: [Program] = []
    func add(_ program: Program) { programs.append(program) }
    func stopAll() async {
      for program in programs.reversed() { await program.stop() }
    }
  }

  init(_ home: Home) throws {
    let free = try Port.free(3)
    self.home = home
    folder = try TemporaryFolder()
    ports = ServerPorts(client: free[0], component: free[1])
    webPort = free[2]
  }

  static func with(_ body: (World) async throws -> Void) async throws {
    let world = try World(Home())
    try await world.runs { try await body(world) }
  }

  /// Stops all who came on, however the body ends.
  func runs(_ body: () async throws -> Void) async throws {
    do {
      try await body()
    } catch {
      await cast.stopAll()
      print("martlet said:\n\(folder.read("martlet.out").suffix(4_000))")
      throw error
    }
    await cast.stopAll()
  }

  @discardableResult
  func server() async throws -> Server {
    let server = try await Server.started(in: folder, ports: ports, home: home)
    await cast.add(server.program)
    return server
  }

  /// - Parameters:
  ///   - web: more of the site's settings, each after a comma.
  ///   - more: of its configuration.
  func martlet(_ more: String = "", web: String = "") async throws -> MartletProcess {
    let martlet = try MartletProcess(
      in: folder, componentPort: ports.component, webPort: webPort, domain: home.domain, web: web,
      more: more)
    await cast.add(martlet.program)
    return martlet
  }

  func person(_ name: String) async throws -> PythonClient {
    let client = try await PythonClient.online(
      name, at: home.domain, in: folder, port: ports.client)
    await cast.add(client.program)
    return client
  }

  /// Those of `Home.audience`, once they can be told.
  func audience() async throws -> Audience {
    let program = try Program(
      Installed.python,
      [
        "-B", try PythonClient.script("audience"), String(ports.component), home.audience,
        ServerPorts.secret,
      ],
      in: folder, name: "audience")
    await cast.add(program)
    let audience = Audience(program: program)
    try await eventually("the audience is there") {
      guard program.isRunning else { throw WaitFailure("audience.py: \(program.words)") }
      return audience.count != nil
    }
    return audience
  }

  /// A command that runs to its end.
  func run(_ path: String, _ arguments: [String]) async throws -> (status: Int32, words: String) {
    try await Program.run(path, arguments, in: folder)
  }

  /// What feedparser makes of one of the feeds.
  func feed(_ path: String) async throws -> ParsedFeed {
    try await ParsedFeed.read("http://127.0.0.1:\(webPort)\(path)", in: folder)
  }
}

/// A feed in feedparser's words.
struct ParsedFeed: Decodable, Sendable {
  struct Entry: Decodable, Sendable {
    var id: String?
    var title: String?
    var link: String?
    var author: String?
    var updated: String?
    /// Whether its date was understood.
    var parsed: Bool
    var content: String
  }

  var status: Int?
  /// The status of the second request, with what the first one said of its state.
  var again: Int?
  var bozo: Bool
  var problem: String
  var version: String
  var title: String?
  var entries: [Entry]

  static func read(_ address: String, in folder: TemporaryFolder) async throws -> ParsedFeed {
    let (status, words) = try await Program.run(
      Installed.python, [try PythonClient.script("feed"), address], in: folder)
    guard status == 0 else { throw WaitFailure("feed.py: \(words)") }
    return try JSONDecoder().decode(ParsedFeed.self, from: Data(words.utf8))
  }

  /// Expects of it what a reader needs: no complaint, a second request that is not sent the same
  /// again, and entries with all that they must have.
  func expectIsWhole(_ name: String) {
    #expect(status == 200 && again == 304 && !bozo, "\(name): \(problem)")
    #expect(version == "atom10" && !entries.isEmpty)
    #expect(Set(entries.map(\.id)).count == entries.count)
    for entry in entries {
      #expect(
        entry.id?.isEmpty == false && entry.link?.hasPrefix("http://127.0.0.1") == true
          && entry.author?.isEmpty == false && entry.parsed, "\(entry)")
    }
  }
}

/// `label 12.3 ms`, for the log of a run.
func report(_ label: String, _ time: Duration) {
  let milliseconds =
    Double(time.components.attoseconds) / 1e15
    + Double(time.components.seconds) * 1_000
  print("measured: \(label) \(String(format: "%.1f", milliseconds)) ms")
}
