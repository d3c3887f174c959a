import Federation
import Foundation
import Logging
import PubSub
import Store
import TestSupport
import Testing
import XML
import XMPP

/// Ten thousand followed nodes, and what they tell.
@Suite(.serialized, .enabled(if: Bench.isWanted, "set MARTLET_BENCHMARKS=1"))
struct FollowingBenchmarks {
  static let nodes = 10_000
  private static let notifications = 50_000
  private static let atOnce = 16

  /// Notifications that come in as fast as they are stored: how long until each is stored.
  @Test func newsOfManyNodes() async throws {
    let folder = try TemporaryFolder()
    let silent = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }
    let store = try Store(path: folder.database, logger: silent)
    let service = try BareJID("pubsub.example.net")
    try await Self.follow(service, store)
    let jid = try BareJID("social.example.org")
    let port = StanzaPort(
      jid: jid,
      session: {
        await hang()
        throw CancellationError()
      }, answer: { _ in })
    let number = try await store.write { try $0.hostedService(port.jid) }
    let federation = Federation(
      port: port, service: number, presence: OwnPresence(port.jid), privileges: PrivilegeBook(),
      store: store, logger: silent)
    let running = Task { try await federation.run() }
    try await eventually("it knows what it follows") {
      _ = federation.receive(try Self.event(0, 0, service, jid))
      return try await store.read {
        try $0.source(NodeID(stored: "node0"), of: service)?.items == 1
      }
    }
    let begun = ContinuousClock.now
    let lags = try await lags(federation, store, service, jid)
    let rate = Int(Double(lags.count) / ((ContinuousClock.now - begun) / .seconds(1)))
    report("from a notification to the disk, \(rate)/s", lags)
    print("measured: resident \(Bench.residentMegabytes) MB")
    running.cancel()
    _ = await running.result
    try await store.close()
  }

  /// As many at a time as a link may have read at once, each followed by the next as soon as it is stored.
  private func lags(
    _ federation: Federation, _ store: Store, _ service: BareJID, _ jid: BareJID
  ) async throws -> [Duration] {
    try await withThrowingTaskGroup(of: [Duration].self) { group in
      for worker in 0..<Self.atOnce {
        group.addTask {
          var lags: [Duration] = []
          for number in stride(from: worker, to: Self.notifications, by: Self.atOnce) {
            let event = try Self.event(number % Self.nodes, 1 + number, service, jid)
            let told = ContinuousClock.now
            _ = federation.receive(event)
            // Writes are done in their order.
            try await store.write { _ in }
            lags.append(.now - told)
          }
          return lags
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }.sorted()
    }
  }

  static func follow(_ service: BareJID, _ store: Store) async throws {
    let far = Timestamp(milliseconds: Timestamp.now.milliseconds + 86_400_000)
    for begin in stride(from: 0, to: nodes, by: 500) {
      try await store.write { tx in
        for number in begin..<(begin + 500) {
          let node = NodeID(stored: "node\(number)")
          try tx.follow(Follow(node, of: service, .admin), .now)
          try tx.begun(Follow(node, of: service, .admin))
          try tx.begin(node, of: service, isPublic: true, .now)
          guard var source = try tx.snapshot.source(node, of: service) else { continue }
          (source.stage, source.way, source.access) = (.following, .subscription, .open)
          (source.looked, source.compared, source.due) = (far, far, far)
          try tx.update(source)
        }
      }
    }
  }

  private static func event(_ node: Int, _ item: Int, _ service: BareJID, _ jid: BareJID) throws
    -> Element
  {
    let words = (0..<40).map { "word\(($0 * 7 + item) % 900)" }.joined(separator: " ")
    let text = """
      <message xmlns='\(Namespace.component)' type='headline' from='\(service)' to='\(jid)'>\
      <event xmlns='\(Namespace.pubsubEvent)'><items node='node\(node)'><item id='item\(item)'>\
      <entry xmlns='\(Namespace.atom)'><title>Post \(item)</title><content>\(words)</content></entry>\
      </item></items></event></message>
      """
    return try Element(parsing: Array(text.utf8))
  }
}
