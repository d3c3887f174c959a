import Foundation
import PubSub
import Social
import TestSupport
import Testing
import XML
import XMPP

@testable import Web

@Suite struct WebFingerTests {
  private static let blog = "urn:xmpp:microblog:0"

  private func ask(_ site: TestSite, _ resource: String, _ more: String = "") async throws -> Reply
  {
    try await site.get("/.well-known/webfinger?resource=\(PercentCoding.encode(resource))\(more)")
  }

  private func object(_ reply: Reply) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
  }

  @Test func whoHasABlog() async throws {
    try await withSite { site in
      let romeo = try BareJID("romeo@example.org")
      try await site.follow(Self.blog, of: romeo, ["1"])
      let page = TestSite.origin + "/@romeo"
      for resource in [
        "acct:romeo@example.org", "ACCT:Romeo@Example.org", "xmpp:romeo@example.org", page,
      ] {
        let reply = try await ask(site, resource)
        #expect(reply.status == 200)
        #expect(reply["Content-Type"] == "application/jrd+json")
        #expect(reply["Access-Control-Allow-Origin"] == "*")
        let description = try object(reply)
        #expect(description["subject"] as? String == "acct:romeo@example.org")
        #expect(description["aliases"] as? [String] == [page, "xmpp:romeo@example.org"])
        let links = try #require(description["links"] as? [[String: String]])
        #expect(
          links.map { $0["href"] } == [page, page + "/feed", page + "/feed", page + "/feed.json"])
      }
      let rel = PercentCoding.encode("http://webfinger.net/rel/profile-page")
      let some = try object(try await ask(site, "acct:romeo@example.org", "&rel=\(rel)&rel=x"))
      #expect((some["links"] as? [[String: String]])?.map { $0["type"] } == ["text/html"])
      let none = try object(try await ask(site, "acct:romeo@example.org", "&rel=x"))
      #expect((none["links"] as? [Any])?.isEmpty == true)
    }
  }

  /// Who has a blog that is for others alone looks as who has none.
  @Test func whoHasNone() async throws {
    try await withSite { site in
      let romeo = try BareJID("romeo@example.org")
      try await site.follow(Self.blog, of: romeo, ["1"])
      try await site.setAccess(.whitelist, of: NodePath(romeo, Self.blog))
      let missing = try await ask(site, "acct:nobody@example.org")
      #expect(missing.status == 404 && missing["Access-Control-Allow-Origin"] == "*")
      for resource in [
        "acct:romeo@example.org", "xmpp:romeo@example.org", "acct:", "acct:example.org", "romeo",
        "acct:romeo@example.org/x", "acct:%", "mailto:romeo@example.org",
        "https://evil.example/@romeo",
        TestSite.origin + "/c/news", TestSite.origin + "/@romeo",
      ] + HostilePageTests.texts {
        let reply = try await ask(site, resource)
        #expect(reply.status == 404 && reply.body == missing.body, "\(resource)")
      }
      #expect(try await site.get("/.well-known/webfinger").status == 400)
      #expect(try await site.get("/.well-known/webfinger?resource=%FF").status == 400)
      #expect(try await site.get("/.well-known/webfinger?resource=a&resource=b").status == 400)
      let many = String(repeating: "&rel=x", count: 65)
      #expect(try await ask(site, "acct:romeo@example.org", many).status == 400)
    }
  }

  @Test func whereToAsk() async throws {
    try await withSite { site in
      let template = TestSite.origin + "/.well-known/webfinger?resource={uri}"
      let reply = try await site.get("/.well-known/host-meta")
      #expect(reply["Content-Type"] == "application/xrd+xml; charset=utf-8")
      let root = try Element(parsing: Array(reply.text.utf8.drop { $0 != 10 }.dropFirst()))
      let namespace = "http://docs.oasis-open.org/ns/xri/xrd-1.0"
      #expect(root.is("XRD", namespace))
      #expect(root.first("Link", namespace)?["template"] == template)
      let json = try object(try await site.get("/.well-known/host-meta.json"))
      let link = try #require((json["links"] as? [[String: String]])?.first)
      #expect(link == ["rel": "lrdd", "type": "application/jrd+json", "template": template])
    }
  }
}
