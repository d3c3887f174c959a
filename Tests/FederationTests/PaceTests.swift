import PubSub
import Store
import TestSupport
import Testing
import XMPP

@testable import Federation

/// Requests to one server, and to all of them together, keep to so many in a minute.
@Suite struct PaceTests {
  private static let other = "pubsub.mantua.lit"

  @Test(arguments: [true, false]) func theyWait(isOfAll: Bool) async throws {
    let services = [OtherService(), OtherService()]
    for service in services { try service.publish("a", "rose") }
    let world = try await World([World.service: services[0], Self.other: services[1]]) {
      if isOfAll { $0.allRequestsPerMinute = 3_000 } else { $0.requestsPerMinute = 3_000 }
    }
    let begun = ContinuousClock.now
    for address in [World.service, Self.other] {
      for number in 1...10 { try await world.follow("node\(number)", of: BareJID(address)) }
    }
    world.start()
    try await eventually("all of both is here") {
      try await world.store.read { snapshot in
        try [World.service, Self.other].allSatisfy { address in
          try (1...10).allSatisfy {
            try snapshot.source(NodeID("node\($0)"), of: BareJID(address))?.items == 1
          }
        }
      }
    }
    let requests = services.map(\.requests.count)
    let counted = isOfAll ? requests[0] + requests[1] : max(requests[0], requests[1])
    #expect(counted >= 30)
    // After a rest some may go at once, and one of each may be under way.
    #expect(ContinuousClock.now - begun >= .milliseconds(20) * (counted - 23))
    try await world.stop()
  }
}
