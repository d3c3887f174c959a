import PubSub
import Social
import Store
import Testing
import XML
import XMPP

@testable import FeedService

@Suite struct OptOutTests {
  /// Somebody decides of all that is theirs, or of a node; false if that is refused.
  private func decide(
    _ desk: Desk, _ who: String, found: Bool = false, node: String? = nil, robots: String? = nil
  ) async throws -> Bool {
    let field =
      node.map { "<field var='node'><value>xmpp:\(who)?;node=\($0)</value></field>" }
      ?? robots.map { "<field var='robots'><value>\($0)</value></field>" }
    let answer = try await desk.answer(
      .set, who,
      """
      <command xmlns='\(Namespace.commands)' node='\(OptOutForm.command)'>\
      <x xmlns='jabber:x:data' type='submit'>\
      <field var='found'><value>\(found ? 1 : 0)</value></field>\(field ?? "")</x></command>
      """)
    return answer["type"] == "result"
  }

  /// A domain has as many people as it likes: what those of one elsewhere decide is bounded.
  @Test func aDomainHasManyPeople() async throws {
    let desk = try await Desk()
    try await desk.store.write { tx in
      for number in 0..<Context.decisionsPerDomain {
        try tx.optOut(try BareJID("p\(number)@capulet.lit"), .now)
      }
    }
    let (last, own) = (try BareJID("last@capulet.lit"), try BareJID("romeo@verona.lit"))
    #expect(try await !decide(desk, "last@capulet.lit"))
    #expect(try await !decide(desk, "last@capulet.lit", node: "notes"))
    #expect(try await !desk.store.read { try $0.hasDecided(last) })
    // Others are not kept from it, nor is who has decided before from another mind.
    #expect(try await decide(desk, "romeo@verona.lit"))
    #expect(try await decide(desk, "last@montague.lit"))
    #expect(try await decide(desk, "p1@capulet.lit", found: true))
    #expect(try await desk.store.read { try $0.hasOptedOut(own) })
    #expect(try await decide(desk, "last@capulet.lit"))
    #expect(try await desk.store.read { try $0.hasOptedOut(last) })
    // Nor is who asks for nothing to be remembered, or has something here.
    #expect(try await decide(desk, "p0@capulet.lit"))
    #expect(try await decide(desk, "new@capulet.lit", found: true))
    #expect(try await !decide(desk, "new@capulet.lit"))
    let new = try BareJID("new@capulet.lit")
    try await desk.store.write { tx in
      try tx.begin(NodeID(stored: "notes"), of: new, isPublic: false, .now)
    }
    #expect(try await decide(desk, "new@capulet.lit", node: "notes"))
    #expect(try await decide(desk, "new@capulet.lit"))
    #expect(try await desk.store.read { try $0.hasOptedOut(new) })
    try await desk.store.close()
  }

  @Test func somebodySaysWhatRobotsMayDo() async throws {
    let desk = try await Desk()
    let romeo = try BareJID("romeo@verona.lit")
    func robots() async throws -> Robots { try await desk.store.read { try $0.robots(romeo) } }
    #expect(try await robots() == .all)
    #expect(try await decide(desk, "romeo@verona.lit", found: true, robots: "noai"))
    #expect(try await robots() == .noAI)
    #expect(try await !decide(desk, "romeo@verona.lit", found: true, robots: "nothing"))
    #expect(try await decide(desk, "romeo@verona.lit", found: true))
    #expect(try await robots() == .noAI)
    // Who opts out takes it back.
    #expect(try await decide(desk, "romeo@verona.lit"))
    #expect(try await robots() == .all)
    try await desk.store.close()
  }

  /// Whoever gives nodes any number of names takes no room from others.
  @Test(arguments: [false, true])
  func anAccountHasManyNodes(isOutItself: Bool) async throws {
    let desk = try await Desk()
    let (mallory, who) = (try BareJID("mallory@capulet.lit"), "mallory@capulet.lit")
    try await desk.store.write { tx in
      if isOutItself { try tx.optOut(mallory, .now) }
      for number in 1..<Context.nodesPerAccount {
        try tx.optOut(NodeID(stored: "n\(number)"), of: mallory, .now)
      }
      try tx.begin(NodeID(stored: "here"), of: mallory, isPublic: false, .now)
    }
    #expect(try await decide(desk, who, node: "n0"))
    #expect(try await !decide(desk, who, node: "more"))
    #expect(try await decide(desk, who, node: "n1"))
    #expect(try await decide(desk, who, node: "here"))
    #expect(try await decide(desk, who))
    #expect(try await desk.store.read { try $0.decisions(of: "capulet.lit") } == 2)
    #expect(try await decide(desk, "nurse@capulet.lit", node: "notes"))
    try await desk.store.close()
  }
}
