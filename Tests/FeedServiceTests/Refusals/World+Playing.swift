import Store
import Testing
import XML
import XMPP

extension World {
  /// Plays a table in a world of its own, row by row. Where nothing else is said, the world has to
  /// be the same afterwards: who is refused changes nothing.
  static func play(_ rows: [Row], isChanged: Bool = false) async throws {
    let world = try await World()
    let before = try await world.state()
    for row in rows { try await world.play(row) }
    if !isChanged { #expect(try await world.state() == before) }
    try await world.desk.store.close()
  }

  /// A request with the names that the service has chosen.
  func put(_ text: String) -> String {
    // The longer ones first: some begin with others.
    names.sorted { $0.key.count > $1.key.count }
      .reduce(text) { $0.replacing($1.key, with: $1.value) }
  }

  func play(_ row: Row) async throws {
    let request = put(row.request)
    let answer = try await desk.answer(row.kind, row.who, request)
    let isAsExpected =
      row.expected == Told.result ? answer["type"] == "result" : outcome(answer) == row.expected
    #expect(
      isAsExpected, "\(row.section): \(row.who): \(outcome(answer)), not \(row.expected)",
      sourceLocation: row.location)
    guard let error = answer.first("error", Namespace.component) else { return }
    for fault in Self.faults(of: error, to: request, of: desk.full(row.who)) {
      Issue.record("\(row.section): \(fault)", sourceLocation: row.location)
    }
  }

  /// Everything that an administrator can see, and how much waits to be told.
  func state() async throws -> [String] {
    var state = ["\(try await desk.outbox().count)"]
    func look(_ request: String, _ kind: IQ.Kind = .get) async throws {
      state.append(try await desk.ask(kind, "escalus", request))
    }
    try await look("<query xmlns='\(Namespace.discoItems)'/>")
    for (name, _) in Self.nodes {
      try await look("<query xmlns='\(Namespace.discoInfo)' node='\(name)'/>")
      try await look(owner("<configure node='\(name)'/>"))
      try await look(owner("<affiliations node='\(name)'/>"))
      try await look(owner("<subscriptions node='\(name)'/>"))
      try await look(pubsub("<items node='\(name)'/>"))
    }
    for who in ["rosaline", "gregory", "samson", "nurse"] {
      state.append(try await desk.get(who, "<subscriptions/>"))
      state.append(try await desk.get(who, "<options node='open' jid='\(who)@verona.lit'/>"))
    }
    return state
  }
}

// MARK: - What is wrong with an error

extension World {
  /// The conditions stand in order, and the text says something and gives nothing away.
  static func faults(of error: Element, to request: String, of asker: String) -> [String] {
    var faults: [String] = []
    let children = Array(error.elements)
    let own = [Namespace.pubsubErrors, Namespace.commands]
    let head = children.prefix { own.contains($0.name.namespace) }
    let conditions = children.filter {
      $0.name.namespace == Namespace.stanzaErrors && $0.name.name != "text"
    }
    if head.count > 1 || conditions.count != 1
      || children.dropFirst(head.count).first?.name != conditions.first?.name
    {
      faults.append("The conditions are not in order.")
    }
    guard let text = children.last, text.is("text", Namespace.stanzaErrors) else {
      return faults + ["There is no text at the end."]
    }
    return faults + self.faults(of: text.text)
      + leaks(in: String(decoding: error.xml(), as: UTF8.self), request, asker)
  }

  /// A text is a sentence or a few, and no word of it is one of ours.
  private static func faults(of text: String) -> [String] {
    var faults: [String] = []
    if !text.hasSuffix(".") || text.hasPrefix(" ") || !text.contains(" ") || text.utf8.count > 200 {
      faults.append("This is no sentence: \(text)")
    }
    let code = #/[A-Za-z][a-z]+[A-Z][a-z]|SELECT|SQL|GRDB|\bnil\b|\(\)|::|\n/#
    if let found = text.firstMatch(of: code) {
      faults.append("\(found.output) is a word of the program's: \(text)")
    }
    return faults
  }

  /// Addresses of others, unless the request named them.
  private static func leaks(in error: String, _ request: String, _ asker: String) -> [String] {
    error.matches(of: #/[a-z]+@[a-z.]+/#).map { String($0.output) }.filter {
      !request.contains($0) && !asker.hasPrefix($0)
    }.map { "\($0) is named." }
  }
}
