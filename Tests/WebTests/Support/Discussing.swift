import PubSub
import Social
import Testing
import XML
import XMPP

@testable import Web

// A post with comments.
extension TestSite {
  static let comments = "urn:xmpp:microblog:0:comments/1"

  /// A post with comments: so many, each by its number.
  func discuss(comments: Int, access: AccessModel = .open) async throws {
    try await create("birds")
    try await create(Self.comments, access: access)
    try await publish(
      "birds", "1", .of("The swifts are back"),
      discussing: discussion {
        $0.replies = XMPPURI.Place("xmpp:social.example.org?;node=\(Self.comments)")
      })
    for number in 1..<(comments + 1) { try await comment("c\(number)") }
  }

  func comment(
    _ item: String, _ entry: Entry? = nil, answering other: String? = nil, isHeart: Bool = false,
    at moment: Int64 = 0
  ) async throws {
    try await publish(
      Self.comments, item, entry ?? .of("", html: "<p>Words of \(item)</p>", author: "Romeo"),
      discussing: discussion {
        $0.isHeart = isHeart
        $0.inReplyTo = other.map { [InReplyTo(ref: $0)] } ?? []
      }, at: moment)
  }

  private func discussion(_ change: (inout Discussion) -> Void) throws -> Discussion {
    var discussion = try #require(Discussion(Element("entry", Namespace.atom)))
    change(&discussion)
    return discussion
  }
}
