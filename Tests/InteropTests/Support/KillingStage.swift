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
      var subscribers: Int
      var items: [String]
    }
    var wrong: [String]
    var sequence: Int64
    var waiting: [Event]
    var nodes: [Node]
    /// Items that are gone and still have rows: how many of each node that has any.
    var remains: [Int]
    /// Items whose time has come.
    var expired: Int
    var leftovers: Int

    func items(_ name: String) -> [String]? { nodes.first { $0.name == name }?.items }

    /// - Parameters:
    ///   - isCopied: whether a copy is looked into; nobody has the database open then.
    ///   - moment: when the program was last seen alive.
    static func found(in folder: TemporaryFolder, isCopied: Bool, at moment: Date) async throws
      -> State
    {
      let moment = "\(Int64(moment.timeIntervalSince1970 * 1000))"
      let copy = isCopied ? [folder.file("copy")] : []
      let (status, words) = try await Program.run(
        Installed.python,
        [try PythonClient.script("examine"), folder.file("martlet.sqlite"), moment] + copy,
        in: folder)
      guard status == 0 else { throw WaitFailure("examine.py: \(words)") }
      return try JSONDecoder().decode(State.self, from: Data(words.utf8))
    }
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
  /// How many follow each node of these, and how many items are published in a life.
  static let subscribers = 40
  static let items = 20
  /// How many items the short node keeps.
  static let keep = 3
  /// How many follow a node that is to be deleted, and how many items it has: more than is told, or swept, at a time.
  static let crowd = 1_100
  static let stock = 700
  /// How many items are published at once.
  static let batch = 100
  private static let owner = "admin@localhost/desk"

  private let server: ScriptedServer
  private let folder: TemporaryFolder
  private let webPort: Int
  private var martlet: MartletProcess?
  private var link: ScriptedLink?

  private var died = Date()

  private(set) var answers = 0
  /// Items that were asked for.
  private(set) var asked: Set<String> = []
  /// Items of each node whose publishing was answered, in that order.
  private var done: [String: [String]] = [:]
  /// Nodes whose deletion was answered, and how many followed each.
  private(set) var deleted: [String: Int] = [:]
  /// How many of the crowds have been told in this life, of an item or of the end.
  private(set) var crowdTold = 0
  private var taken: [Message] = []
  /// Who was told of each item and of each node's end.
  private(set) var told: [String: Set<String>] = [:]
  private(set) var messages = 0
  private(set) var repeated = 0
  /// As it was found last.
  private(set) var state: State?

  init() async throws {
    folder = try TemporaryFolder()
    webPort = try Port.free(1)[0]
    // Who tells many of something waits until the server has read what was sent before.
    var manners = ScriptedServer.Manners()
    manners.unreadBytes = 65_536
    server = try await ScriptedServer.start(domain: "social.localhost", manners: manners)
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
    crowdTold = 0
    martlet = try MartletProcess(
      in: folder, componentPort: server.port, webPort: webPort, secret: "secret",
      more: "admins: [admin@localhost]")
    link = try await server.accept()
  }

  func kill() async throws {
    let (program, link) = (martlet?.program, link)
    died = Date()
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

  func publish(to node: String, _ life: Int, from first: Int = 0, count: Int = items) async {
    for number in first..<first + count {
      let item = "\(node)-\(life)-\(number)"
      asked.insert(item)
      guard await sets("<publish node='\(node)'>\(Self.item(item))</publish>") else { return }
      done[node, default: []].append(item)
    }
  }

  /// Makes a node that many follow and that holds much, and deletes it; first those that have outlived a life.
  ///
  /// - Parameter isTrimmed: whether most of its items go before it does.
  func createAndDelete(_ life: Int, isTrimmed: Bool) async {
    for old in state?.nodes ?? [] where old.name.hasPrefix("doomed") {
      guard await delete(old.name, followers: old.subscribers) else { return }
    }
    let node = "doomed-\(life)"
    guard (try? await create(node, [:], subscribers: 0)) != nil,
      await fill(node), await follow(node),
      await sets("<publish node='\(node)'>\(Self.item("\(node)-news", Self.news))</publish>")
    else { return }
    if isTrimmed {
      let form = Self.form(["max_items": "\(Self.keep)"])
      guard await sets("<configure node='\(node)'>\(form)</configure>", Namespace.pubsubOwner)
      else { return }
    }
    _ = await delete(node, followers: Self.crowd)
  }

  private func fill(_ node: String) async -> Bool {
    for start in stride(from: 0, to: Self.stock, by: Self.batch) {
      let items = (start..<start + Self.batch).map { Self.item("\(node)-\($0)") }.joined()
      guard await sets("<publish node='\(node)'>\(items)</publish>") else { return false }
    }
    return true
  }

  private func follow(_ node: String) async -> Bool {
    for start in stride(from: 0, to: Self.crowd, by: Self.crowd / 2) {
      let people = (start..<start + Self.crowd / 2).map {
        "<subscription jid='s\($0)@people.localhost' subscription='subscribed'/>"
      }.joined()
      let list = "<subscriptions node='\(node)'>\(people)</subscriptions>"
      guard await sets(list, Namespace.pubsubOwner) else { return false }
    }
    return true
  }

  private func delete(_ node: String, followers: Int) async -> Bool {
    guard await sets("<delete node='\(node)'/>", Namespace.pubsubOwner) else { return false }
    deleted[node] = followers
    return true
  }

  /// So long that it takes a while until all of a crowd have it.
  private static let news = String(repeating: "news ", count: 3_000)

  private static func item(_ id: String, _ text: String = "") -> String {
    """
    <item id='\(id)'><entry xmlns='http://www.w3.org/2005/Atom'><title>\(id)</title>\
    <summary>\(text)</summary></entry></item>
    """
  }

  private func create(
    _ node: String, _ options: [String: String], subscribers: Int
  ) async throws {
    let options = options.merging(
      ["notify_sub": "0", "send_last_published_item": "never"]) { $1 }
    guard
      await sets("<create node='\(node)'/><configure>\(Self.form(options))</configure>")
    else { throw Died() }
    for number in 0..<subscribers {
      let jid = "s\(number)@people.localhost"
      guard await sets("<subscribe node='\(node)' jid='\(jid)'/>", as: "\(jid)/phone")
      else { throw Died() }
    }
  }

  private static func form(_ options: [String: String]) -> String {
    let fields = options.map {
      "<field var='pubsub#\($0)'><value>\($1)</value></field>"
    }.joined()
    return """
      <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>\
      <value>\(Namespace.pubsub)#node_config</value></field>\(fields)</x>
      """
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
    listen()
    defer { taken = [] }
    return taken
  }

  /// Takes note of what has come.
  func listen() {
    for stanza in link?.received() ?? [] where stanza.name.name == "message" {
      guard let id = stanza["id"], let to = stanza["to"],
        let change = stanza.first("event", Namespace.pubsubEvent)?.elements.first(where: { _ in
          true
        })
      else { continue }
      if let message = Message(id) { taken.append(message) }
      let item = change.elements.first { $0.name.name == "item" }
      switch change.name.name {
      case "items": note(item?["id"], to)
      case "delete": note(change["node"], to)
      default: continue
      }
      if change["node"]?.hasPrefix("doomed") == true { crowdTold += 1 }
    }
  }

  private func note(_ name: String?, _ to: String) {
    guard let name else { return }
    messages += 1
    if told[name, default: []].insert(to).inserted == false { repeated += 1 }
  }

  func examine(inPlace: Bool = false) async throws -> State {
    let state = try await State.found(in: folder, isCopied: !inPlace, at: inPlace ? Date() : died)
    self.state = state
    return state
  }
}
