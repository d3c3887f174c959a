import Foundation
import PubSub
import Social
import TestSupport
import Testing
import XMPP

@testable import Web

@Suite struct NodeInfoTests {
  private func object(_ reply: Reply) throws -> [String: Any] {
    #expect(reply.status == 200)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(reply.body)) as? [String: Any])
  }

  @Test func whatRunsHere() async throws {
    try await withSite { site in
      let links = try object(try await site.get("/.well-known/nodeinfo"))["links"]
      let link = try #require((links as? [[String: String]])?.first)
      #expect(link["rel"] == "http://nodeinfo.diaspora.software/ns/schema/2.1")
      #expect(link["href"] == TestSite.origin + "/nodeinfo/2.1")
      let reply = try await site.get("/nodeinfo/2.1")
      #expect(
        reply["Content-Type"]
          == "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\"")
      let info = try object(reply)
      #expect(
        Set(info.keys) == [
          "version", "software", "protocols", "services", "openRegistrations", "usage", "metadata",
        ])
      #expect(info["version"] as? String == "2.1" && info["protocols"] as? [String] == ["xmpp"])
      let software = try #require(info["software"] as? [String: String])
      #expect(software["name"] == "martlet" && software["version"] == "1.2.3")
      #expect((info["metadata"] as? [String: String])?["nodeName"] == "Verona")
    }
  }

  @Test func nothingElseThanWhatIsPublicIsCounted() async throws {
    var limits = WebLimits.patient
    limits.communitiesCounted = 2
    try await withSite(limits) { site in
      func posts() async throws -> Int? {
        let usage = try object(try await site.get("/nodeinfo/2.1"))["usage"] as? [String: Any]
        return try #require(usage)["localPosts"] as? Int
      }
      #expect(try await posts() == 0)
      try await site.create("news")
      try await site.publish("news", "1", .of("One"))
      #expect(try await posts() == 1)
      try await site.create("secret", access: .whitelist)
      try await site.publish("secret", "1", .of("One"))
      try await site.follow("news", of: try .capulet, ["1", "2"])
      #expect(try await posts() == 1)
      for node in ["more", "most"] { try await site.create(node) }
      #expect(try await posts() == nil, "there are too many to be asked")
    }
  }
}
