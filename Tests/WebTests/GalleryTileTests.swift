import PubSub
import Social
import TestSupport
import Testing
import XMPP

@testable import Web

/// Galleries (XEP-0472): a grid of pictures, each of which leads to its post.
@Suite struct GalleryTileTests {
  private static func picture(_ name: String, _ title: String?) -> Entry.Enclosure {
    Entry.Enclosure(
      href: "https://e.example/\(name).png", type: "image/png", title: title, length: nil,
      width: 640, height: 480)
  }

  private func create(_ site: TestSite, type: String) async throws {
    var configuration = NodeConfiguration()
    configuration.type = type
    try await site.apply([.create(NodeID(stored: "pictures"), configuration, owner: .juliet)])
  }

  private func fill(_ site: TestSite, type: String = NodeProfile.galleryType) async throws {
    try await create(site, type: type)
    try await site.publish("pictures", "plain", .of("Words alone", html: "<p>Only text.</p>"))
    try await site.publish(
      "pictures", "swift",
      .of(
        "A swift", html: "<p><img src=\"https://e.example/a.png\"></p>",
        enclosures: [Self.picture("a", "A bird over a roof"), Self.picture("b", nil)]))
    try await site.publish(
      "pictures", "untitled",
      .of("", html: "<p>Seen today</p>", enclosures: [Self.picture("c", nil)]))
  }

  @Test(arguments: [NodeProfile.galleryType, "urn:xmpp:pubsub-social-gallery:0"])
  func aGridLeadsToItsPosts(type: String) async throws {
    try await withSite { site in
      try await fill(site, type: type)
      let page = try await site.get("/c/pictures").text
      #expect(page.contains("<div class=\"h-feed single wide\">"))
      let tiles = page.split(separator: "<li class=\"tile h-entry\"").dropFirst()
      #expect(tiles.count == 3)
      let swift = try #require(tiles.first { $0.contains("/p/pictures/swift\"") })
      // One picture for each post, also where it stands in the text too.
      #expect(
        swift.contains(
          "<img class=\"u-photo\" src=\"https://e.example/a.png\" alt=\"A bird over a roof\" "
            + "width=\"640\" height=\"480\" loading=\"lazy\""))
      #expect(!swift.contains("b.png") && swift.contains(">A swift</h2>"))
      let untitled = try #require(tiles.first { $0.contains("/p/pictures/untitled\"") })
      #expect(untitled.contains("alt=\"\"") && untitled.contains(">Seen today</h2>"))
      let plain = try #require(tiles.first { $0.contains("/p/pictures/plain\"") })
      #expect(!plain.contains("<img") && plain.contains(">Only text.</p>"))
    }
  }

  @Test func aPostShowsItsPicturesLarge() async throws {
    try await withSite { site in
      try await fill(site)
      let page = try await site.get("/p/pictures/swift").text
      #expect(page.contains("<article class=\"post h-entry single large\">"))
      #expect(page.contains("src=\"https://e.example/b.png\""))
      // Elsewhere it is a post as others are.
      #expect(try await !site.get("/").text.contains("class=\"tile"))
    }
  }

  @Test func noOtherNodeIsAGallery() async throws {
    try await withSite { site in
      try await fill(site, type: NodeProfile.feedType)
      let page = try await site.get("/c/pictures").text
      #expect(!page.contains("class=\"tile") && page.contains("<article class=\"post h-entry\">"))
      #expect(try await !site.get("/p/pictures/swift").text.contains(" large"))
    }
  }

  /// What it is may change.
  @Test func aNodeBecomesAGallery() async throws {
    try await withSite { site in
      try await fill(site, type: NodeProfile.feedType)
      #expect(try await !site.get("/c/pictures").text.contains("class=\"tile"))
      var configuration = NodeConfiguration()
      configuration.type = NodeProfile.galleryType
      try await site.apply([.configure(NodeID(stored: "pictures"), configuration)])
      #expect(try await site.get("/c/pictures").text.contains("class=\"tile"))
    }
  }

  @Test func anEmptyOneSaysSo() async throws {
    try await withSite { site in
      try await create(site, type: NodeProfile.galleryType)
      #expect(try await site.get("/c/pictures").text.contains("There are no posts here."))
    }
  }
}
