import PubSub
import TestSupport
import Testing
import XML
import XMPP

/// What a reaction costs on a post that nobody has reacted to, and on one that very many have (XEP-0470).
@Suite("Attachments", .serialized, .enabled(if: Bench.isWanted, "MARTLET_BENCHMARKS=1"))
struct AttachmentBenchmarks {
  private static let node = "\(Namespace.attachments)/xmpp:\(Bench.domain)?;node=blog;item=post"
  private static let signs = ["👍", "👷", "🔨", "💃", "🩰", "🎉", "🥳", "🎈"]

  private static func attachments(_ number: Int) -> Element {
    Element(
      "attachments", Namespace.attachments, [:],
      [
        Element("noticed", Namespace.attachments),
        Element(
          "reactions", Namespace.attachments, [:],
          [Element("reaction", Namespace.attachments, text: signs[number % signs.count])]),
      ])
  }

  /// A blog that is open to all, with a post and what so many people have attached to it.
  private static func effects(_ count: Int) throws -> [Effect] {
    let (blog, post, attached) = (
      NodeID(stored: "blog"), ItemID(stored: "post"), NodeID(stored: node)
    )
    let owner = try BareJID("admin@example.org")
    var configuration = NodeConfiguration()
    configuration.publishModel = .open
    let entry = try Element(parsing: Array(Bench.entry("Post").utf8)).canonical
    var effects: [Effect] = [
      .create(blog, configuration, owner: owner),
      .store(blog, PublishedItem(id: post, publisher: owner, payload: entry)),
    ]
    guard count > 0 else { return effects }
    let made = NodeConfiguration(Kept(.shared, for: blog), type: Namespace.attachments)
    effects += [
      .create(attached, made, owner: try BareJID(Bench.domain)),
      .bind(attached, to: post, of: blog),
    ]
    for number in 0..<count {
      let person = try BareJID("p\(number)@example.net")
      effects.append(
        .store(
          attached,
          PublishedItem(
            id: ItemID(stored: person.description), publisher: person,
            payload: attachments(number).canonical)))
    }
    return effects
  }

  @Test("A reaction", arguments: [0, 50_000])
  func reaction(count: Int) async throws {
    try await Bench.run(try Self.effects(count)) { bench in
      let runs = 500
      report(
        "reaction after \(count) others",
        try await bench.times(runs) { number in
          let person = "new\(number)@example.net"
          let payload = String(decoding: Self.attachments(number).canonical, as: UTF8.self)
          try await bench.pubsub(
            .set,
            "<publish node='\(Self.node)'><item id='\(person)'>\(payload)</item></publish>",
            as: "\(person)/phone")
        })
      let summary = try await bench.pubsub(
        .get, "<items node='\(Namespace.attachmentSummary)/blog'/>")
      let noticed = summary.first("pubsub", Namespace.pubsub)?.first("items", Namespace.pubsub)?
        .first("item", Namespace.pubsub)?.first("summary", Namespace.attachmentSummary)?
        .first("noticed", Namespace.attachmentSummary)
      #expect(noticed?["count"] == String(count + runs))
    }
  }
}
