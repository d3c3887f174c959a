import App
import PubSub
import TestSupport
import Testing
import XML
import XMPP

/// One or some examples of the XEP, played by the whole program between people of Denmark: first what must be true
/// before, then who sends what, and what the service says to whom.
struct Scenario: Sendable, CustomTestStringConvertible {
  let steps: [Step]
  private var setting = Setting.denmark

  init(_ steps: Step...) { self.steps = steps }

  /// No answer of the service holds more items.
  func answering(atMost items: Int) -> Scenario {
    var scenario = self
    scenario.setting.limits.itemsPerAnswer = items
    return scenario
  }

  /// People do not create nodes.
  func whereNobodyCreates() -> Scenario {
    var scenario = self
    scenario.setting.nodes.creators = .nobody
    return scenario
  }

  var examples: [Example] { steps.compactMap(\.example) }

  var testDescription: String {
    guard let last = examples.last else { return "What no example shows" }
    return "\(examples.map { "\($0.number)" }.joined(separator: ", ")) \(last.caption)"
  }

  func play() async throws {
    try await Stage.play(in: setting) { stage async throws in
      var play = Play(stage)
      for step in steps {
        do {
          try await step.run(&play)
        } catch {
          // What follows depends on it.
          Issue.record(
            "\(step.example.map { "Example \($0.number): " } ?? "")\(error)",
            sourceLocation: step.location)
          return
        }
      }
    }
  }
}

/// A step of a scenario. Those that the XEP shows are below, those that come before in `Steps.swift`.
struct Step: Sendable {
  var example: Example?
  let location: SourceLocation
  let run: @Sendable (inout Play) async throws -> Void

  init(
    _ example: Example? = nil, _ location: SourceLocation,
    _ run: @escaping @Sendable (inout Play) async throws -> Void
  ) {
    self.example = example
    self.location = location
    self.run = run
  }
}

/// How far a scenario has come.
struct Play: Sendable {
  let stage: Stage
  var chosen = ChosenNames()
  /// The last request, which has not been answered.
  var request: Element?

  init(_ stage: Stage) { self.stage = stage }

  var link: ScriptedLink { stage.link }

  /// Compares what the service sent with an example.
  mutating func compare(
    _ example: Example, _ xep: Element, with ours: Element, _ location: SourceLocation
  ) {
    var comparison = Comparison(chosen)
    comparison.compare(xep, with: ours)
    chosen = comparison.chosen
    guard !comparison.differences.isEmpty else { return }
    Issue.record(
      """
      Example \(example.number), \(example.caption):
      \(comparison.differences.joined(separator: "\n"))
      \(example.reasons.map { "Of the XEP's example, this was changed: \($0)\n" }.joined())\
      The service says: \(String(decoding: ours.xml(inNamespace: Namespace.component), as: UTF8.self))
      """, sourceLocation: location)
  }
}

// MARK: - What the XEP shows

extension Step {
  /// Somebody sends what the example shows. Ids that the service has chosen are those that it chose.
  static func sends(_ example: Example, at location: SourceLocation = #_sourceLocation) -> Step {
    Step(example, location) { play in
      for stanza in try example.stanzas() { play.send(stanza) }
    }
  }

  /// The service's answer to what was sent last.
  ///
  /// - Parameter names: ids that the service chooses.
  static func answers(
    _ example: Example, choosing names: String..., at location: SourceLocation = #_sourceLocation
  ) -> Step {
    Step(example, location) { play in
      let xep = try #require(try example.stanzas().first)
      play.chosen.expect(names)
      try await play.takeAnswer(example, xep, location)
    }
  }

  /// The example shows a request and its answer.
  static func exchanges(_ example: Example, at location: SourceLocation = #_sourceLocation) -> Step
  {
    Step(example, location) { play in
      let stanzas = try example.stanzas()
      try #require(stanzas.count == 2)
      play.send(stanzas[0])
      try await play.takeAnswer(example, stanzas[1], location)
    }
  }

  /// The example shows a request of the service's own, and what it is answered.
  static func asks(_ example: Example, at location: SourceLocation = #_sourceLocation) -> Step {
    Step(example, location) { play in
      let stanzas = try example.stanzas()
      try #require(stanzas.count == 2)
      let xep = stanzas[0]
      let ours = try await play.link.next {
        $0.name == xep.name && $0["to"] == xep["to"] && $0["type"] == xep["type"]
      }
      play.compare(example, xep, with: ours, location)
      var answer = stanzas[1]
      answer["id"] = ours["id"]
      play.link.send(answer)
    }
  }

  /// What each of those is told that the example shows a message to. It is the next message that they get: if the
  /// service had told them anything before, this would be compared.
  static func tells(
    _ example: Example, choosing names: String..., at location: SourceLocation = #_sourceLocation
  ) -> Step {
    Step(example, location) { play in
      play.chosen.expect(names)
      var ids: Set<String> = []
      for xep in try example.stanzas() {
        let ours = try await play.link.message(to: try #require(xep["to"]))
        play.compare(example, xep, with: ours, location)
        let id = try #require(ours["id"], sourceLocation: location)
        #expect(ids.insert(id).inserted, "two messages with one id", sourceLocation: location)
      }
    }
  }
}

extension Play {
  mutating func send(_ stanza: Element) {
    let stanza = chosen.put(into: stanza)
    link.send(stanza)
    if stanza.name.name == "iq" { request = stanza }
  }

  /// An answer goes back to where the request came from, with its id (RFC 6120, section 8.1). The XEP's examples mostly
  /// show this; some leave the address out, cut its resource or turn both round, and some have another id.
  mutating func takeAnswer(_ example: Example, _ xep: Element, _ location: SourceLocation)
    async throws
  {
    let request = try #require(request)
    let (id, asker) = (try #require(request["id"]), try #require(request["from"]))
    let ours = try await link.answer(id, to: asker)
    var xep = xep
    xep["id"] = id
    xep["from"] = request["to"]
    xep["to"] = asker
    compare(example, xep, with: ours, location)
  }
}
