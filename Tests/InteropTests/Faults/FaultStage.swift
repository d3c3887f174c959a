import Foundation
import TestSupport
import Testing
import XML
import XMPP

/// A scripted server, a Martlet that has bad luck, and the books of what was asked for, answered, stored and told.
actor FaultStage {
  /// A line of the fault matrix.
  struct Books: Sendable {
    var asked = 0
    /// With a result.
    var answered = 0
    var refused = 0
    /// The link ended before the answer.
    var unanswered = 0
    var stored = 0
    /// To each of the followers.
    var announced = 0
    var lost = 0
  }

  struct Answers: Equatable, Sendable {
    var posts = 0
    var errors = 0
  }

  private enum Outcome: Equatable {
    case stored, unanswered
    case refused(condition: String)
  }

  static let nodes = ["a", "b"]
  static let followers = (0..<5).map { "f\($0)@localhost" }
  private static let reader = "reader@localhost/desk"
  private static let publishers = (0..<4).map { "p\($0)@localhost/desk" }

  let folder: TemporaryFolder
  let shim: FaultShim
  private(set) var server: ScriptedServer
  private(set) var link: ScriptedLink?
  private(set) var martlet: MartletProcess?
  private let more: String
  private let files: Int?
  private let itemsPerNode: String
  let webPort: Int
  private var requests = 0
  private var outcomes: [String: Outcome] = [:]
  private var told: [String: Set<String>] = [:]
  /// What was sent in a flood and is not answered.
  private var flooded: Set<String> = []

  /// - Parameters:
  ///   - more: of the configuration.
  ///   - files: so many the program may have open.
  ///   - body: gives back how often the fault was met.
  static func play(
    _ fault: String, more: String = "", files: Int? = nil,
    _ body: (FaultStage) async throws -> Int
  ) async throws {
    let stage = try await FaultStage(more, files: files)
    do {
      try await stage.begin()
      let rounds = try await body(stage)
      try await balance(stage, fault, rounds)
    } catch {
      print("martlet said:\n\(stage.folder.read("martlet.out").suffix(4_000))")
      await stage.stop()
      throw error
    }
    await stage.stop()
  }

  /// - Parameter itemsPerNode: `pubsub#max_items` of the nodes.
  init(_ more: String = "", files: Int? = nil, itemsPerNode: String = "max") async throws {
    self.more = more
    self.itemsPerNode = itemsPerNode
    self.files = files
    folder = try TemporaryFolder()
    shim = try await FaultShim(in: folder)
    webPort = try Port.free(1)[0]
    server = try await ScriptedServer.start(domain: "social.localhost")
  }

  // MARK: Lives

  func start() async throws {
    martlet = try MartletProcess(
      in: folder, componentPort: server.port, webPort: webPort, secret: "secret", more: more,
      files: files, environment: shim.environment)
    try await accept()
  }

  /// The next connection of the program.
  func accept() async throws {
    listen()
    link = try await server.accept()
  }

  /// In order; what was under way is finished.
  func end() async throws {
    let status = try await endedStatus()
    #expect(status == 0)
  }

  private func endedStatus() async throws -> Int32? {
    martlet?.program.signal(SIGTERM)
    let status = try await martlet?.program.ended()
    listen()
    return status
  }

  func stop() async {
    shim.mend()
    await martlet?.program.stop()
    await server.stop()
  }

  var isRunning: Bool { martlet?.program.isRunning == true }

  // MARK: What is asked for

  /// Starts with nodes that somebody follows.
  func begin() async throws {
    try await start()
    for node in Self.nodes {
      let form = """
        <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>\
        \(Namespace.pubsub)#node_config</value></field>\
        <field var='pubsub#publish_model'><value>open</value></field>\
        <field var='pubsub#max_items'><value>\(itemsPerNode)</value></field>\
        <field var='pubsub#notify_sub'><value>0</value></field>\
        <field var='pubsub#send_last_published_item'><value>never</value></field></x>
        """
      let answer = try await asks(
        "<create node='\(node)'/><configure>\(form)</configure>", as: Self.publishers[0])
      #expect(answer["type"] == "result")
      for follower in Self.followers {
        let answer = try await asks(
          "<subscribe node='\(node)' jid='\(follower)'/>", as: "\(follower)/phone")
        #expect(answer["type"] == "result")
      }
    }
  }

  /// Publishes so many posts at the same time, and writes down what is answered.
  ///
  /// - Returns: how many were stored.
  @discardableResult
  func publish(_ count: Int, bytes: Int = 200) async -> Int {
    let first = outcomes.count
    let text = String(repeating: "word ", count: bytes / 5)
    let asked = (first..<first + count).map { (number: $0, item: "item-\($0)") }
    for (_, item) in asked { outcomes[item] = .unanswered }
    await withTaskGroup(of: (String, Outcome).self) { group in
      for (number, item) in asked {
        group.addTask { (item, await self.publish(item, number, text)) }
      }
      for await (item, outcome) in group { outcomes[item] = outcome }
    }
    return asked.count { outcomes[$0.item] == .stored }
  }

  private func publish(_ item: String, _ number: Int, _ text: String) async -> Outcome {
    let node = Self.nodes[number % Self.nodes.count]
    let publisher = Self.publishers[number % Self.publishers.count]
    let entry = """
      <entry xmlns='\(Namespace.atom)'><title>\(item)</title><summary>\(text)</summary></entry>
      """
    guard
      let answer = try? await asks(
        "<publish node='\(node)'><item id='\(item)'>\(entry)</item></publish>", as: publisher)
    else { return .unanswered }
    return outcome(answer)
  }

  private nonisolated func outcome(_ answer: Element) -> Outcome {
    guard answer["type"] == "error" else { return .stored }
    return .refused(condition: answer.errorCondition ?? "nothing")
  }

  /// Asks for posts so many times at once.
  ///
  /// - Returns: how many requests were answered with posts, and how many with an error.
  func read(_ count: Int) async -> Answers {
    await withTaskGroup(of: Bool?.self) { group in
      for number in 0..<count {
        group.addTask {
          let request = "<items node='\(Self.nodes[number % Self.nodes.count])'/>"
          return try? await self.asks(request, as: Self.reader, .get)["type"] == "result"
        }
      }
      var answers = Answers()
      for await isGood in group {
        if isGood == true { answers.posts += 1 }
        if isGood == false { answers.errors += 1 }
      }
      return answers
    }
  }

  func asks(_ inner: String, as person: String, _ kind: IQ.Kind = .set) async throws -> Element {
    guard let link else { throw WaitFailure("There is no link.") }
    // Answers of an earlier connection may come on this one.
    requests += 1
    let id = "request-\(requests)"
    link.send(
      """
      <iq type='\(kind.rawValue)' id='\(id)' from='\(person)' to='social.localhost'>\
      <pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub></iq>
      """)
    return try await link.answer(id, to: person, within: .seconds(120))
  }

  /// Sends so many posts without waiting for answers.
  func flood(_ count: Int, bytes: Int) {
    let text = String(repeating: "word ", count: bytes / 5)
    var xml = ""
    for number in outcomes.count..<outcomes.count + count {
      let item = "item-\(number)"
      outcomes[item] = .unanswered
      flooded.insert(item)
      xml += """
        <iq type='set' id='\(item)' from='\(Self.publishers[0])' to='social.localhost'>\
        <pubsub xmlns='\(Namespace.pubsub)'><publish node='a'><item id='\(item)'>\
        <entry xmlns='\(Namespace.atom)'><title>\(text)</title></entry></item></publish></pubsub></iq>
        """
    }
    link?.send(xml)
  }

  func hasAnsweredFlood() -> Bool {
    listen()
    return flooded.isEmpty
  }

  /// Sends the first half of a stanza and cuts the connection.
  func cutInStanza(_ round: Int) async throws {
    link?.send(
      """
      <iq type='set' id='half' from='\(Self.publishers[0])' to='social.localhost'>\
      <pubsub xmlns='\(Namespace.pubsub)'><publish node='a'><item id='half-\(round)'>
      """)
    try await link?.drop()
  }

  /// Those whose publishing was answered with a result.
  var answeredItems: Set<String> { Set(outcomes.filter { $0.value == .stored }.keys) }

  /// How many were answered with an error.
  var refused: Int {
    outcomes.values.count { if case .refused = $0 { true } else { false } }
  }

  /// The conditions of all refusals.
  var conditions: Set<String> {
    Set(
      outcomes.values.compactMap {
        if case .refused(let condition) = $0 { condition } else { nil }
      })
  }

  // MARK: The books

  /// Takes what has come.
  func listen() {
    for stanza in link?.received() ?? [] {
      if let item = stanza["id"], flooded.remove(item) != nil { outcomes[item] = outcome(stanza) }
      guard stanza.name.name == "message", let to = stanza["to"],
        let items = stanza.descendant("items")
      else { continue }
      for item in items.elements where item.name.name == "item" {
        if let id = item["id"] { told[id, default: []].insert(to) }
      }
    }
  }

  /// What was answered is stored, what is stored was asked for, was not refused, and is told to everybody at least once;
  /// nothing else in the database is wrong.
  private static func balance(_ stage: FaultStage, _ fault: String, _ rounds: Int) async throws {
    let answered = await stage.answeredItems
    try await eventually("all that was answered is told by the same program") {
      await stage.areTold(answered)
    }
    try await stage.end()
    let state = try await KillingStage.State.found(in: stage.folder, isCopied: true, at: Date())
    #expect(state.wrong == [])
    let stored = Set(nodes.flatMap { state.items($0) ?? [] })
    // What was stored though its answer was lost, too.
    try await stage.start()
    try await eventually("all that is stored is told") { await stage.areTold(stored) }
    try await stage.end()
    let books = await stage.books(stored)
    #expect(books.lost == 0)
    #expect(books.announced == books.stored)
    print("measured: fault matrix: \(fault), \(rounds) rounds: \(books)")
  }

  func areTold(_ items: Set<String>) -> Bool {
    listen()
    return items.allSatisfy(isTold)
  }

  private func isTold(_ item: String) -> Bool {
    told[item]?.isSuperset(of: Self.followers) == true
  }

  private func books(_ stored: Set<String>) -> Books {
    var books = Books(asked: outcomes.count, stored: stored.count)
    for (item, outcome) in outcomes {
      switch outcome {
      case .stored:
        books.answered += 1
        if !stored.contains(item) { books.lost += 1 }
      case .refused:
        books.refused += 1
        #expect(!stored.contains(item), "\(item) was refused, and is stored")
      case .unanswered: books.unanswered += 1
      }
    }
    books.announced = stored.count(where: isTold)
    #expect(stored.allSatisfy { outcomes[$0] != nil })
    return books
  }
}

extension Element {
  fileprivate var errorCondition: String? {
    first("error", Namespace.component)?.elements
      .first { $0.name.namespace == Namespace.stanzaErrors && $0.name.name != "text" }?.name.name
  }
}
