import PubSub
import Social
import Store
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

/// What people have attached to a post, below it.
@Suite struct ReactionsTests {
  private let romeo: BareJID

  init() throws { romeo = try BareJID("romeo@example.org") }

  private func post(on site: TestSite, access: AccessModel = .open) async throws {
    try await site.create("birds", access: access)
    try await site.publish("birds", "1", .of("The swifts are back"))
  }

  @Test func theyStandBelowThePost() async throws {
    try await withSite { site in
      try await post(on: site)
      let bare = try await site.get("/p/birds/1")
      #expect(!bare.text.contains("reactions"))
      try await site.attach(
        .init(isNoticed: true, reactions: ["👷", "<"]), to: "1", of: "birds", by: romeo)
      let page = try await site.get("/p/birds/1")
      for part in [
        "<ul class=\"reactions\" aria-label=\"Reactions\">", "<bdi>♥</bdi> 1</span>",
        "<bdi>👷</bdi> 1</span>", "<bdi>&lt;</bdi> 1</span>", "Noticed by 1 person<",
        "Reacted to with 👷 by 1 person<",
      ] { #expect(page.text.contains(part), "\(part)") }
      #expect(!page.text.contains("<script>") && page["etag"] != bare["etag"])
      try await site.attach(.init(isNoticed: true), to: "1", of: "birds", by: .juliet)
      let more = try await site.get("/p/birds/1", [("If-None-Match", page["etag"] ?? "")])
      #expect(more.status == 200 && more.text.contains("Noticed by 2 people<"))
      // Taken back, it is the page of before.
      try await site.attach(.init(), to: "1", of: "birds", by: romeo)
      try await site.attach(.init(), to: "1", of: "birds", by: .juliet)
      let after = try await site.get("/p/birds/1", [("If-None-Match", bare["etag"] ?? "")])
      #expect(after.status == 304)
    }
  }

  @Test func thoseOfClosedNodesAreNotThere() async throws {
    try await withSite { site in
      try await post(on: site, access: .whitelist)
      try await site.attach(.init(isNoticed: true), to: "1", of: "birds", by: romeo)
      #expect(try await site.get("/p/birds/1").status == 404)
    }
  }

  /// The same of a post elsewhere: what its service says, as far as it is open to all.
  @Test func thoseOfFollowedPosts() async throws {
    try await withSite { site in
      try await site.follow("news", of: .capulet, ["1"])
      let summary = KeptName.summary(of: "news").name
      let attached = AttachmentSummary(noticed: 7, reactions: [.init("👷", 2)])
      let path = "/p/pubsub.capulet.lit/news/1"
      // It is kept from here on, until something is said of it.
      #expect(try await !site.get(path).text.contains("reactions"))
      try await site.follow(summary, of: .capulet)
      #expect(try await !site.get(path).text.contains("reactions"))
      try await site.hear(attached.element, as: "1", in: NodePath(.capulet, summary))
      let page = try await site.get(path)
      #expect(page.text.contains("Noticed by 7 people<") && page.text.contains("<bdi>👷</bdi> 2<"))
      try await site.setAccess(.whitelist, of: NodePath(.capulet, summary))
      let after = try await site.get(path)
      #expect(after.status == 200 && !after.text.contains("reactions"))
      #expect(after["etag"] != page["etag"])
      #expect(
        try await site.get("/c/pubsub.capulet.lit/\(PercentCoding.encode(summary))").status == 404)
    }
  }
}
