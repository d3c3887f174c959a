import PubSub
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// What was told and could not be stored, or was not read.
@Suite struct MissedTests {
  private let node = NodeID(stored: "news")
  private let capulet: BareJID

  init() throws { capulet = try BareJID(World.service) }

  /// The store has no room, neither for what is told nor for taking note that it was missed; or notifications have used up
  /// theirs, and others have room.
  @Test(arguments: [4, 4_096]) func theStoreIsFull(waitingWrites: Int) async throws {
    let service = OtherService()
    try service.publish("a", "rose")
    let world = try await World(
      [World.service: service], waitingWrites: waitingWrites
    ) { $0.waitingEvents = waitingWrites == 4 ? 1_024 : 2 }
    try await world.follow()
    world.start()
    try await world.equals(service)
    let gate = ThreadGate()
    world.store.submit { _ in
      gate.hold()
    } completion: { _ in
    }
    #expect(gate.isReached())
    for number in 1...12 {
      let item = RemoteItem(
        id: ItemID(stored: "item\(number)"),
        payload: try service.publish("item\(number)", "thorn", day: number + 1))
      try world.hear(.items(node, [.published(item)]))
    }
    if waitingWrites > 4 {
      world.store.submit { _ in
      } completion: {
        #expect(throws: Never.self, performing: $0.get)
      }
    }
    let rounds = world.rounds
    gate.open()
    try await eventually("it goes on") { world.rounds > rounds }
    try await world.equals(service)
    try await world.stop()
  }

  @Test func whatIsRemembered() throws {
    let (missed, now, late) = (Missed(), Timestamp(milliseconds: 1), Timestamp(milliseconds: 2))
    #expect(missed.take().isEmpty)
    missed.note(node, of: capulet, at: late)
    missed.note(node, of: capulet, at: now)
    let taken = missed.take()
    #expect(taken.services[capulet]?.names == [node] && taken.services[capulet]?.moment == late)
    #expect(missed.take().isEmpty)
    // What could not be stored comes again, with what was missed since.
    missed.note(NodeID(stored: "gossip"), of: capulet, at: now)
    missed.putBack(taken)
    #expect(missed.take().services[capulet]?.names?.count == 2)
    // Many nodes of one service are all of them.
    for number in 0..<501 { missed.note(NodeID(stored: "\(number)"), of: capulet, at: now) }
    let many = missed.take()
    #expect(many.services[capulet] != nil && many.services[capulet]?.names == nil)
    // Many nodes in all, and many services.
    for number in 0..<1_001 {
      let service = try BareJID("s\(number).lit")
      for name in 0..<6 { missed.note(NodeID(stored: "\(name)"), of: service, at: now) }
    }
    let all = missed.take()
    #expect(all.isEverything && all.services.count == 1_000)
    #expect(all.services.values.reduce(0) { $0 + ($1.names?.count ?? 0) } <= 5_000)
    missed.putBack(all)
    #expect(missed.take().isEverything)
  }

  /// What is dropped of a flood is told to the store once, and again after a visit.
  @Test func aFloodIsToldOnce() {
    let (missed, now, late) = (Missed(), Timestamp(milliseconds: 1), Timestamp(milliseconds: 2))
    func drop(_ name: String?, at moment: Timestamp) {
      missed.note(name.map { NodeID(stored: $0) }, of: capulet, at: moment, isFlood: true)
    }
    drop("news", at: now)
    let taken = missed.take()
    #expect(!taken.isEmpty)
    drop("news", at: now)
    #expect(missed.take().isEmpty)
    // Another node, and another minute.
    drop("gossip", at: now)
    #expect(missed.take().services[capulet]?.names == [NodeID(stored: "gossip")])
    for name in ["news", "gossip"] { drop(name, at: now) }
    #expect(missed.take().isEmpty)
    drop("news", at: late)
    #expect(missed.take().services[capulet]?.moment == late)
    // All of them.
    drop(nil, at: late)
    #expect(!missed.take().isEmpty)
    drop("gossip", at: late)
    #expect(missed.take().isEmpty)
    // What is no flood is told each time.
    missed.note(node, of: capulet, at: late)
    #expect(!missed.take().isEmpty)
    missed.noteVisit(of: capulet)
    drop("gossip", at: late)
    let last = missed.take()
    #expect(!last.isEmpty)
    missed.putBack(last)
    #expect(!missed.take().isEmpty)
  }

  @Test func notificationsHaveTheirShare() {
    let intake = Intake(count: 2, bytes: 100)
    #expect(intake.enter(500))
    #expect(!intake.enter(1))
    intake.leave(500)
    #expect(intake.enter(50) && !intake.enter(51) && intake.enter(50) && !intake.enter(0))
    intake.leave(50)
    #expect(intake.enter(50))
  }
}
