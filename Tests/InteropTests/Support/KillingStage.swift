import Foundation
import TestSupport
import Testing
import XML
import XMPP

/// A scripted server and a Martlet that does not live long, with what both have seen.
actor KillingStage {
  /// What a look into the database finds (`Python/examine.py`).
  struct State: Decodable, Sendable {
    struct Event: Decodable, Sendable {
      var event: Int64
      var cursor: Int64
    }
    struct Node: Decodable, Sendable {
      var name: String
      var items: [String]
    }
    var wrong: [String]
    var sequence: Int64
    var waiting: [Event]
    var nodes: [Node]
    var leftovers: Int

    func items(_ name: String) -> [String]? { nodes.first { $0.name == name }?.items }
  }

  /// A notification, as its id names it.
  struct Message: Sendable {
    let id: String
    let event: Int64
    let subscription: Int64

    init?(_ id: String) {
      let parts = id.dropFirst().split(separator: "-")
      guard parts.count == 2, let event = Int64(parts[0]), let subscription = Int64(parts[1])
      else { return nil }
      (self.id, self.event, self.subscription) = (id, event, subscription)
    }
  }

  static let nodes = ["stream", "short", "fleeting"]
  /// How many follow each node of these, and each that is deleted.
  static let subscribers = 40
  static let few = 5
  /// How many items the short node keeps, and how many are published at once.
  static let keep = 3
  static let batch = 20
  private static let owner = "admin@localhost/desk"

  private let server: ScriptedServer
  private let folder: Folder
  private let webPort: Int
  private var martlet: MartletProcess?
  private var link: ScriptedLink?

  private(set) var answers = 0
  /// Items that were asked for.
  private(set) var asked: Set<String> = []
  /// Items of each node whose publishing was answered, in that order.
  private var done: [String: [String]] = [:]
  private(set) var deleted: Set<String> = []
  /// Who was told of each item and of each node's end.
  private(set) var told: [String: Set<String>] = [:]
  private(set) var messages = 0
  private(set) var repeated = 0
  /// As it was found last.
  private(set) var state: State?

  init() async throws {
    folder = try Folder()
    webPort = try Port.free(1)[0]
    server = try await ScriptedServer.start(domain: "social.localhost")
  }

  func answered(in node: String) -> [String] { done[node] ?? [] }

  // MARK: Lives

  func begin() async throws {
    try await start()
    for (node, options) in [
      ("stream", ["max_items": "max"]), ("short", ["max_items": "\(Self.keep)"]),
      ("fleeting", ["item_expire": "1"]),
    ] {
      try await create(node, options, subscribers: Self.subscribers)
    }
    try await kill()
    _ = try await examine()
  }

  func start() async throws {
    martlet = try MartletProcess(
      in: folder, componentPort: server.port, webPort: webPort, secret: "secret",
      more: "admins: [admin@localhost]")
    link = try await server.accept()
  }

  func kill() async throws {
    let (program, link) = (martlet?.program, link)
    program?.signal(SIGKILL)
    _ = try await program?.ended()
    _ = try await link?.ending()
  }

  func stop() async {
    await martlet?.program.stop()
    await server.stop()
  }

  // MARK: What is asked for

  private struct Died: Error {}

  func publish(to node: String, _ life: Int) async {
    for number in 0..<1_000 {
      let item = "\(node)-\(life)-\(number)"
      asked.insert(item)
      guard await sets("<publish node='\(node)'>\(Self.item(item))</publish>") else { return }
      done[node, default: []].append(item)
    }
  }

  func createAndDelete(_ life: Int) async {
    for number in 0..<100 {
      let node = "doomed-\(life)-\(number)"
      let items = (0..<Self.batch).map { Self.item("\(node)-\($0)") }.joined()
      guard (try? await create(node, [:], subscribers: Self.few)) != nil,
        await sets("<publish node='\(node)'>\(items)</publish>"),
        await sets("<delete node='\(node)'/>", Namespace.pubsubOwner)
      else { return }
      deleted.insert(node)
    }
  }

  private static func item(_ id: String) -> String {
    """
    <item id='\(id)'><entry xmlns='http://www.w3.org/2005/Atom'><title>\(id)</title></entry></item>
    """
  }

  private func create(
    _ node: String, _ options: [String: String], subscribers: Int
  ) async throws {
    let fields = options.merging(
      ["notify_sub": "0", "send_last_published_item": "never"]) { $1 }.map {
        "<field var='pubsub#\($0)'><value>\($1)</value></field>"
      }
    let form =
      "<configure><x xmlns='jabber:x:data' type='submit'>\(fields.joined())</x></configure>"
    guard await sets("<create node='\(node)'/>\(form)") else { throw Died() }
    for number in 0..<subscribers {
      let jid = "s\(number)@people.localhost"
      guard await sets("<subscribe node='\(node)' jid='\(jid)'/>", as: "\(jid)/phone")
      else { throw Died() }
    }
  }

  /// False if Martlet died of it, or before.
  private func sets(
    _ inner: String, _ namespace: String = Namespace.pubsub, as person: String = owner
  ) async -> Bool {
    guard let link,
      let payload = try? Element(
        parsing: Array("<pubsub xmlns='\(namespace)'>\(inner)</pubsub>".utf8)),
      let answer = try? await link.ask(.set, payload, from: person)
    else { return false }
    #expect(answer["type"] == "result", "\(answer)")
    answers += 1
    return answer["type"] == "result"
  }

  // MARK: What is seen

  /// The notifications that have come since the last time.
  func takeMessages() -> [Message] {
    (link?.received() ?? []).compactMap { stanza in
      guard stanza.name.name == "message", let id = stanza["id"], let to = stanza["to"],
        let event = stanza.first("event", Namespace.pubsubEvent),
        let change = Array(event.elements).first
      else { return nil }
      let item = change.elements.first { $0.name.name == "item" }
      let name = change.name.name == "items" ? item?["id"] : change["node"]
      if let name {
        messages += 1
        if told[name, default: []].insert(to).inserted == false { repeated += 1 }
      }
      return Message(id)
    }
  }

  func examine(inPlace: Bool = false) async throws -> State {
    let copy = inPlace ? [] : [folder.file("copy")]
    let (status, words) = try await Program.run(
      Installed.python,
      [try PythonClient.script("examine"), folder.file("martlet.sqlite")] + copy, in: folder)
    guard status == 0 else { throw Overdue(description: "examine.py: \(words)") }
    let state = try JSONDecoder().decode(State.self, from: Data(words.utf8))
    self.state = state
    return state
  }
}
