import Testing
import XMPP

@testable import FeedService

extension RosterBookTests {
  /// Whose presence somebody sees, their own roster says.
  @Test(arguments: [("none", false), ("to", true), ("from", false), ("both", true)])
  func friends(subscription: String, isSeen: Bool) async throws {
    grant()
    questions.answer(rosters: ["romeo@verona.lit": item(juliet, subscription)])
    func friends(_ who: BareJID, _ doubt: RosterBook.Doubt = .ask) async throws -> Set<BareJID> {
      try await book.asking { try book.friends(of: who, local: Self.local, doubt) }
    }
    #expect(try await friends(romeo, .deny) == [])
    #expect(try await friends(romeo) == (isSeen ? [juliet] : []))
    #expect(try await friends(romeo, .deny) == (isSeen ? [juliet] : []))
    #expect(try await friends(try BareJID("mercutio@mantua.lit")) == [])
  }
}
