import Foundation
import Synchronization
import TestSupport
import Testing

/// A slixmpp client, driven over its stdin and stdout (`Python/client.py`).
final class PythonClient: Sendable {
  let program: Program
  let jid: String
  /// Whom it asks where nobody is named.
  let component: String
  private let heard: Mutex<Heard>

  /// What it told, one line of JSON.
  struct Line: Sendable, Decodable {
    var event: String?
    var reply: Int?
    var ok: Bool?
    var condition: String?
    var sender: String?
    var node: String?
    var item: String?
    var items: [String]?
    var publisher: String?
    var payload: String?
    var features: [String]?
    var identities: [[String]]?
    /// Stanzas as they came, or the parts of one that were asked for.
    var answers: [String]?
    /// Of a form.
    var fields: [String: [String]]?
    var status: String?
    var notes: [String]?
    /// What a result set says of itself: `first`, `last`, `count`.
    var page: [String: String]?
  }

  /// What was read of its output.
  private struct Heard {
    let file: FileHandle
    var rest = Data()
    var lines: [Line] = []
  }

  init(
    _ name: String, at domain: String, password: String, in folder: TemporaryFolder, port: Int
  ) throws {
    jid = "\(name)@\(domain)"
    component = Home.component(of: domain)
    program = try Program(
      Installed.python, ["-B", try Self.script("client"), jid, password, String(port)], in: folder,
      name: "\(name)-\(UUID().uuidString)")
    let output = URL(fileURLWithPath: folder.file(program.output))
    heard = Mutex(Heard(file: try FileHandle(forReadingFrom: output)))
  }

  static func script(_ name: String) throws -> String {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Python/\(name).py").path
    guard FileManager.default.fileExists(atPath: path) else {
      throw WaitFailure("\(path) is missing")
    }
    return path
  }

  /// Logged in and available.
  static func online(
    _ name: String, at domain: String = "localhost", password: String = ServerPorts.password,
    in folder: TemporaryFolder, port: Int
  ) async throws -> PythonClient {
    let client = try PythonClient(name, at: domain, password: password, in: folder, port: port)
    _ = try await client.line("its session") { $0.event == "session" }
    return client
  }

  /// All that was told so far, whole lines alone: the last may be on its way.
  var lines: [Line] {
    heard.withLock { heard in
      heard.rest += (try? heard.file.readToEnd()) ?? Data()
      let decoder = JSONDecoder()
      while let end = heard.rest.firstIndex(of: 10) {
        let line = heard.rest[..<end]
        if let line = try? decoder.decode(Line.self, from: line) { heard.lines.append(line) }
        heard.rest = Data(heard.rest[(end + 1)...])
      }
      return heard.lines
    }
  }

  /// The ids of the items of which it was told.
  var itemsTold: Set<String> {
    Set(lines.compactMap { $0.event == "item" ? $0.item : nil })
  }

  /// The first line that fits, once it is there.
  func line(
    _ what: String, within limit: Duration = .seconds(20), _ fits: (Line) -> Bool
  ) async throws -> Line {
    var found: Line?
    try await eventually("\(jid): \(what)", within: limit) {
      found = lines.first(where: fits)
      return found != nil
    }
    return try #require(found)
  }

  /// Gives a command and does not wait; the answer has this number.
  @discardableResult
  func start(_ name: String, _ arguments: [String: any Sendable] = [:]) throws -> Int {
    let number = Int.random(in: 1...(.max >> 12))
    var command: [String: Any] = ["id": number, "do": name, "to": component]
    for (key, value) in arguments { command[key] = value }
    let data = try JSONSerialization.data(withJSONObject: command)
    try program.write(line: String(decoding: data, as: UTF8.self))
    return number
  }

  /// Gives a command and waits for its answer.
  func tries(_ name: String, _ arguments: [String: any Sendable] = [:]) async throws -> Line {
    let number = try start(name, arguments)
    return try await line("the answer to \(name)") { $0.reply == number }
  }

  /// As `tries`, and an error is a failure of the test.
  @discardableResult
  func does(_ name: String, _ arguments: [String: any Sendable] = [:]) async throws -> Line {
    let line = try await tries(name, arguments)
    guard line.ok == true else {
      throw WaitFailure("\(jid) may not \(name): \(line.condition ?? "?")")
    }
    return line
  }

  /// Asks a component, by itself that of its own server, until it answers.
  func findsComponent(
    _ name: String? = nil, within limit: Duration = .seconds(20)
  ) async throws -> Line {
    let name = name ?? component
    var found: Line?
    try await eventually("\(name) answers", within: limit) {
      let line = try await tries("info", ["to": name])
      found = line
      return line.ok == true
    }
    return try #require(found)
  }

  func stop() async { await program.stop() }
}
