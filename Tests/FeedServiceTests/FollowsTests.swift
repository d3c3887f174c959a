import PubSub
import Social
import Store
import Testing
import XML
import XMPP

@testable import FeedService

@Suite struct FollowsTests {
  private let capulet: BareJID

  init() throws { capulet = try BareJID("pubsub.capulet.lit") }

  /// A page of what somebody follows.
  ///
  /// - Parameter page: the one before it.
  private func follows(_ desk: Desk, _ who: String, after page: Command? = nil) async throws
    -> Command
  {
    let more = page?.sessionID.map { " sessionid='\($0)' action='next'" } ?? ""
    let answer = try await desk.answer(
      .set, who,
      "<command xmlns='\(Namespace.commands)' node='\(FollowForm.follows)'\(more)/>")
    return try Command(try #require(answer.first("command", Namespace.commands), "\(answer)"))
  }

  private func rows(_ page: Command) -> [[String: String]] { page.form?.table?.rows ?? [] }

  /// What is asked for and not followed is in the lists, with the reason.
  @Test func theReason() async throws {
    let desk = try await Desk { $0.blockedDomains = BlockedDomains(["montague.lit"]) }
    let (capulet, montague) = (capulet, try BareJID("pubsub.montague.lit"))
    let blocked = try BareJID("montague.lit")
    let (romeo, news) = (try BareJID("romeo@verona.lit"), NodeID(stored: "news"))
    try await desk.store.write { tx in
      for service in [capulet, montague, blocked] {
        try tx.follow(Follow(news, of: service, for: romeo), .now)
      }
      try tx.optOut(news, of: montague, .now)
    }
    for who in ["romeo", "escalus"] {
      let rows = rows(try await follows(desk, who))
      #expect(rows.map { $0["state"] } == ["asked for", "asked for", "asked for"], "\(who)")
      #expect(
        rows.map { $0["remedy"] } == [
          "It was not begun yet.", "Whoever it belongs to does not want it to be found here.",
          "The administrators have blocked its domain.",
        ], "\(who)")
    }
  }

  /// However many there are, an administrator sees each of them once: what is followed, then what is not begun.
  @Test(arguments: [99, 100, 101, 250]) func pages(count: Int) async throws {
    let desk = try await Desk()
    let capulet = capulet
    try await desk.store.write { tx in
      for number in 0..<count {
        let node = NodeID(stored: "n\(number)")
        try tx.follow(Follow(node, of: capulet, .admin), .now)
        try tx.follow(Follow(node, of: capulet, .configuration), .now)
        if number % 2 == 0 { try tx.begin(node, of: capulet, isPublic: false, .now) }
      }
    }
    var (page, found) = (try await follows(desk, "escalus"), [String?]())
    for _ in 0..<9 {
      #expect(rows(page).count <= 100)
      found += rows(page).map { $0["state"] }
      guard page.status == .executing else { break }
      page = try await follows(desk, "escalus", after: page)
    }
    #expect(page.status == .completed)
    let begun = (count + 1) / 2
    #expect(
      found == Array(repeating: "new", count: begun)
        + Array(repeating: "asked for", count: count - begun))
  }
}
