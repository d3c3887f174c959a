import TestSupport
import Testing
import XMPP

@testable import Social
@testable import Web

@Suite struct LinkHeaderTests {
  @Test func pagesSayWhatTheyAreConnectedWith() async throws {
    try await withSite { site in
      try await site.create("a/b")
      try await site.publish("a/b", "1", .of("One", tags: ["t"]))
      let origin = "https://social.example.org"
      let all =
        "<\(origin)/feed>; rel=\"alternate\"; type=\"application/atom+xml\", "
        + "<\(origin)/feed.json>; rel=\"alternate\"; type=\"application/feed+json\""
      #expect(try await site.get("/")["Link"] == "<\(origin)/>; rel=\"canonical\", " + all)
      #expect(
        try await site.get("/c/a%2Fb")["Link"] == "<\(origin)/c/a%2Fb>; rel=\"canonical\", "
          + "<\(origin)/feed/a%2Fb>; rel=\"alternate\"; type=\"application/atom+xml\", "
          + "<\(origin)/feed.json/a%2Fb>; rel=\"alternate\"; type=\"application/feed+json\", "
          + all)
      for target in ["/p/a%2Fb/1", "/tag/t", "/archive/2025/11", "/communities"] {
        let link = try await site.get(target)["Link"]
        #expect(link?.hasPrefix("<\(origin)\(target)>; rel=\"canonical\", ") == true, "\(target)")
      }
      #expect(
        try await site.get("/feed/a%2Fb")["Link"]
          == "<\(origin)/feed/a%2Fb>; rel=\"self\", "
          + "<\(origin)/c/a%2Fb>; rel=\"alternate\"; type=\"text/html\"")
      let tag = try #require(try await site.get("/")["ETag"])
      let known = try await site.get("/", [("If-None-Match", tag)])
      #expect(known.status == 304 && known["Link"]?.hasSuffix(all) == true)
      #expect(try await site.get("/nope")["Link"] == nil)
    }
  }

  /// What a header cannot hold, or has no room for, is not in it.
  @Test(arguments: [
    "https://a.example/\r\nSet-Cookie: a=b", "https://a.example/>; rel=\"self\"",
    "https://a.example/ü",
    "https://a.example/a b", "https://a.example/\u{0}", "https://a.example/<",
    "https://a.example/" + String(repeating: "x", count: LinkHeader.limit),
  ])
  func anythingElseIsLeftOut(_ address: String) {
    var header = LinkHeader()
    header.add("https://a.example/1", "canonical")
    header.add(address, "canonical")
    header.add("https://a.example/2", "self")
    #expect(
      header.text
        == "<https://a.example/1>; rel=\"canonical\", <https://a.example/2>; rel=\"self\"")
  }
}
