import PubSub
import TestSupport
import Testing
import XMPP

@testable import Social
@testable import Web

/// Pages in the language that a browser asks for.
@Suite struct SpokenPageTests {
  private func asking(_ languages: String) -> [(String, String)] {
    [("Accept-Language", languages)]
  }

  @Test func aPageIsInTheLanguageThatIsAskedFor() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("Balcony"))
      let german = try await site.get("/", asking("de-AT, en;q=0.5"))
      #expect(german.text.contains("<html lang=\"de\" dir=\"ltr\">"))
      #expect(german.text.contains("Neueste Beiträge"))
      #expect(german["Vary"] == "Accept-Encoding, Accept-Language")
      let arabic = try await site.get("/", asking("ar"))
      #expect(arabic.text.contains("<html lang=\"ar\" dir=\"rtl\">"))
      #expect(arabic["ETag"] != german["ETag"])
      #expect(try await site.get("/").text.contains("Newest posts"))
    }
  }

  /// What is kept for one is not given to another, and all go when the page changes.
  @Test func eachLanguageIsKeptForItself() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("Balcony"))
      for _ in 1...2 {
        for (tag, word) in [("de", "Beiträge"), ("fr", "publication"), ("en", "post")] {
          let page = try await site.get("/c/news", asking(tag))
          #expect(page.text.contains("1 \(word)") || page.text.contains("1 Beitrag"), "\(tag)")
        }
      }
      try await site.publish("news", "2", .of("Moon"))
      #expect(try await site.get("/c/news", asking("de")).text.contains("2 Beiträge"))
      #expect(try await site.get("/c/news", asking("fr")).text.contains("2 publications"))
    }
  }

  /// Feeds and what programs read are the same for everybody.
  @Test(arguments: [
    "/feed", "/feed/news", "/api/v1/nodes", "/sitemap.xml",
  ])
  func programsReadOneLanguage(_ target: String) async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("Balcony"))
      let german = try await site.get(target, asking("de"))
      #expect(german.status == 200)
      #expect(german["Vary"]?.contains("Language") != true)
      #expect(try await site.get(target).body == german.body)
    }
  }

  @Test func aDateIsInTheLanguageOfItsPost() async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("Balkon", language: "de"))
      try await site.publish("news", "2", .of("Chichewa", language: "ny"))
      let page = try await site.get("/c/news").text
      #expect(page.contains("lang=\"de\">22. November 2025, "))
      #expect(page.contains("\">22 November 2025, "))
    }
  }

  @Test func noticesSpeakToo() async throws {
    try await withSite { site in
      let missing = try await site.get("/c/none", asking("fr"))
      #expect(missing.status == 404)
      #expect(missing.text.contains("Il n’y a rien ici"))
      #expect(missing["Vary"]?.contains("Accept-Language") == true)
      // What is hidden and what never was look the same in each.
      try await site.create("secret", access: .whitelist)
      try await site.publish("secret", "1", .of("Balcony"))
      let hidden = try await site.get("/c/secret", asking("fr"))
      #expect(hidden.body == missing.body)
    }
  }
}
