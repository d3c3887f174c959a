import PubSub
import Social
import Store
import Testing
import XML
import XMPP

@testable import FeedService

@Suite struct UnfollowTests {
  /// What an administrator followed for themself before they were one goes too.
  @Test func administratorsUnfollowWhatIsTheirs() async throws {
    let desk = try await Desk()
    let escalus = try BareJID("escalus@verona.lit")
    let (service, node) = (try BareJID("pubsub.capulet.lit"), NodeID(stored: "news"))
    let own = Follow(node, of: service, for: escalus)
    func unfollow() async throws -> Element {
      try await desk.answer(
        .set, "escalus",
        """
        <command xmlns='\(Namespace.commands)' node='\(FollowForm.unfollow)'>\
        <x xmlns='jabber:x:data' type='submit'><field var='address'>\
        <value>xmpp:pubsub.capulet.lit?;node=news</value></field></x></command>
        """)
    }
    for origins in [[own], [own, Follow(node, of: service, .admin)]] {
      try await desk.store.write { tx in for follow in origins { try tx.follow(follow, .now) } }
      #expect(try await unfollow()["type"] == "result")
      #expect(
        try await desk.store.read { try $0.origins(of: node, at: service) } == [])
      #expect(try await unfollow()["type"] == "error")
    }
  }
}
