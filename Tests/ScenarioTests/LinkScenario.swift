import TestSupport
import Testing
import XML
import XMPP

@Suite("What the service adds to posts")
struct LinkScenario {
  /// The relations and the addresses of an item's links.
  private func links(_ element: Element?) -> [String] {
    element?.descendant("entry")?.all("link", Namespace.atom).map {
      "\($0["rel"] ?? "") \($0["href"] ?? "")"
    } ?? []
  }

  private static func expected(_ item: String) -> [String] {
    [
      "alternate https://\(Stage.domain)/p/verona/\(item)",
      "replies xmpp:\(Stage.domain)?;node=urn%3Axmpp%3Amicroblog%3A0%3Acomments%2F\(item)",
    ]
  }

  /// Wherever a post is delivered; what is stored is what was published.
  @Test func postsAreDeliveredWithTheirAddresses() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      let nurse = stage.person("nurse@elsewhere.example/house")
      try await romeo.creates(
        "verona", ["notify_sub": "0", "x-pubsub#links": "1", "x-pubsub#comments": "1"])
      try await juliet.subscribes(to: "verona", ["include_body": "1"])
      // As Movim writes short posts: the title is all. Plain clients get it as the text.
      let short = "<entry xmlns='\(Namespace.atom)'><title>A rose</title></entry>"
      try await romeo.publishes("p1", to: "verona", short)
      let told = try await juliet.receives()
      #expect(links(told.descendant("item")) == Self.expected("p1"))
      #expect(told.first("body", Namespace.component)?.text == "A rose")
      let read = try await nurse.gets("<items node='verona'/>")
      #expect(links(read.descendant("item")) == Self.expected("p1"))
      // To whoever comes, the last one.
      try await nurse.subscribes(to: "verona", ["include_body": "1"])
      let last = try await nurse.receives()
      #expect(links(last.descendant("item")) == Self.expected("p1"))
      #expect(last.first("body", Namespace.component)?.text == "A rose")
      let query = try Element(
        parsing: Array("<query xmlns='urn:xmpp:mam:2' node='verona' queryid='q'/>".utf8))
      _ = try await nurse.link.ask(.set, query, from: nurse.jid)
      let archived = try await nurse.receives(at: nurse.jid)
      #expect(links(archived.descendant("item")) == Self.expected("p1"))

      // What a post has itself is its own.
      let own = """
        <entry xmlns='\(Namespace.atom)'><title>Mine</title>\
        <link rel='alternate' type='text/html' href='https://montague.example/1'/></entry>
        """
      try await romeo.publishes("p2", to: "verona", own)
      #expect(
        links(try await juliet.isTold().descendant("item"))
          == ["alternate https://montague.example/1", Self.expected("p2")[1]])
      #expect(try await stage.page("/p/verona/p1").text.contains("A rose"))

      // What the public may not read has no page.
      try await romeo.makes(juliet, "member", of: "verona")
      try await romeo.configures("verona", ["access_model": "whitelist"])
      let closed = try await romeo.gets("<items node='verona'><item id='p1'/></items>")
      #expect(links(closed.descendant("item")) == [Self.expected("p1")[1]])
      // And without the option, a post is what it was.
      try await romeo.configures("verona", ["access_model": "open", "x-pubsub#links": "0"])
      let plain = try await romeo.gets("<items node='verona'><item id='p1'/></items>")
      #expect(links(plain.descendant("item")) == [])
    }
  }
}
