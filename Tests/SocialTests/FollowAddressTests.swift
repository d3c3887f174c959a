import PubSub
import Testing
import XMPP

@testable import Social

/// What people write who want to follow something.
@Suite struct FollowAddressTests {
  private static let blog = "xmpp:hamlet@denmark.lit?;node=princely_musings"
  private static let microblog =
    "xmpp:romeo@montague.lit?;node=urn%3Axmpp%3Amicroblog%3A0"

  /// XEP-0060, section 12.22, and XEP-0147; what the address is written as.
  @Test(arguments: [
    ("xmpp:hamlet@denmark.lit?;node=princely_musings", blog),
    ("xmpp:hamlet@denmark.lit?;node=princely_musings;item=ae890ac52d0df67e", blog),
    ("xmpp:hamlet@denmark.lit?pubsub;action=subscribe;node=princely_musings", blog),
    ("xmpp:hamlet@denmark.lit?pubsub;action=retrieve;node=princely_musings;item=a", blog),
    ("xmpp:hamlet@denmark.lit?pubsub;node=princely_musings", blog),
    ("xmpp:hamlet@denmark.lit?node=princely_musings", blog),
    ("  XMPP:Hamlet@DENMARK.lit/elsinore?;node=princely%5Fmusings#top\n", blog),
    ("hamlet@denmark.lit princely_musings", blog),
    ("xmpp:hamlet@denmark.lit \t princely_musings ", blog),
    ("romeo@montague.lit urn:xmpp:microblog:0", microblog),
    ("xmpp:romeo@montague.lit?;node=urn:xmpp:microblog:0", microblog),
    (microblog, microblog),
    ("romeo@montague.lit", "xmpp:romeo@montague.lit"),
    ("romeo@montague.lit/orchard", "xmpp:romeo@montague.lit"),
    ("xmpp:romeo@montague.lit", "xmpp:romeo@montague.lit"),
    ("xmpp:romeo@montague.lit?", "xmpp:romeo@montague.lit"),
    ("xmpp:romeo@montague.lit?pubsub;action=subscribe", "xmpp:romeo@montague.lit"),
    ("pubsub.shakespeare.lit", "xmpp:pubsub.shakespeare.lit"),
    ("pubsub.shakespeare.lit a%b;c", "xmpp:pubsub.shakespeare.lit?;node=a%25b%3Bc"),
    ("xmpp:pubsub.shakespeare.lit?;node=a%20b", "xmpp:pubsub.shakespeare.lit?;node=a%20b"),
    ("xmpp:pubsub.shakespeare.lit?;node=%E2%98%83", "xmpp:pubsub.shakespeare.lit?;node=%E2%98%83"),
  ])
  func anAddressIsRead(text: String, written: String) throws {
    let address = try FollowAddress(text)
    #expect(address.description == written)
    #expect(try FollowAddress(written) == address)
  }

  @Test func itsParts() throws {
    let hamlet = try BareJID("hamlet@denmark.lit")
    #expect(
      try FollowAddress(Self.blog)
        == FollowAddress(service: hamlet, node: NodeID("princely_musings")))
    #expect(try FollowAddress("hamlet@denmark.lit") == FollowAddress(service: hamlet))
  }

  @Test(
    arguments: [
      ("", .empty), (" \n", .empty),
      (String(repeating: "a", count: 8193), .tooLong),
      ("a.example b c", .tooManyWords), ("xmpp:a.example?;node=b c", .tooManyWords),
      ("https://a.example/blog", .otherScheme), ("mailto:a@b.example", .otherScheme),
      ("xmpp:a@b.example?join", .otherAction), ("xmpp:a@b.example?message;body=c", .otherAction),
      ("xmpp:a.example?pubsub;action=unsubscribe;node=b", .otherAction),
      ("xmpp://a.example/b", .unreadable), ("xmpp:a.example?;node=100%", .unreadable),
      ("xmpp:a.example?;node=%C3%28", .unreadable), ("xmpp:a.example?;node=b;node=c", .unreadable),
      ("xmpp:a.example?;action=subscribe;action=unsubscribe;node=b", .unreadable),
      ("xmpp:", .invalidJID(.empty(.domain))), ("xmpp:?;node=a", .invalidJID(.empty(.domain))),
      ("@a.example", .invalidJID(.empty(.local))), ("@a.example b", .invalidJID(.empty(.local))),
      ("xmpp:a.example?;node=", .invalidNode), ("xmpp:a.example?;node=;item=b", .invalidNode),
      ("xmpp:a.example?;node=" + String(repeating: "b", count: 1024), .invalidNode),
      ("a.example " + String(repeating: "b", count: 1024), .invalidNode),
    ] as [(String, FollowAddressError)])
  func anythingElseIsNot(text: String, error: FollowAddressError) {
    #expect(throws: error) { try FollowAddress(text) }
    // Plain, and nothing of what was written is in it.
    #expect(!error.description.isEmpty && error.description.utf8.count < 200)
  }

  /// The example that people are shown is one.
  @Test func theExample() throws {
    let text = try #require(
      FollowAddressError.unreadable.description.split(separator: " ").first {
        $0.hasPrefix("xmpp:")
      })
    #expect(try FollowAddress(String(text)).description == Self.microblog)
  }
}
