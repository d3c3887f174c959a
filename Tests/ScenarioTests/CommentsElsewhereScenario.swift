import App
import TestSupport
import Testing
import XML
import XMPP

/// The comments of posts on a component of their own.
@Suite("Comments on another component")
struct CommentsElsewhereScenario {
  /// The post first, and a node that its author makes.
  @Test func theCommentsAreOnAnotherComponent() async throws {
    var setting = Setting()
    setting.other = "comments.example.org"
    try await Stage.play(in: setting) { stage async throws in
      let comments = try #require(stage.other)
      let romeo = stage.person("romeo@example.org/movim")
      let (there, tybalt) = (
        stage.person(romeo.jid, at: comments),
        stage.person("tybalt@elsewhere.example/sword", at: comments)
      )
      try await romeo.creates("verona", ["access_model": "whitelist"])
      try await romeo.publishes(
        "p1", to: "verona",
        CommentScenario.post("Rose", CommentScenario.replies("p1", at: comments.domain)))
      try await there.creates(
        CommentScenario.name("p1"), ["publish_model": "open", "notify_sub": "0"])
      try await there.subscribes(to: CommentScenario.name("p1"))
      // Who may not read the post may not read its comments, nor write them.
      #expect(
        try await tybalt.gets("<items node='\(CommentScenario.name("p1"))'/>").errorConditions
          == ["closed-node", "not-allowed"])
      #expect(
        try await tybalt.publishes("c1", to: CommentScenario.name("p1"), entry("Thorn"))
          .errorConditions
          == ["forbidden"])
      try await romeo.configures("verona", ["access_model": "open"])
      #expect(
        try await tybalt.publishes("c1", to: CommentScenario.name("p1"), entry("Thorn")).isResult())
      #expect(try await there.isTold().descendant("item")?["id"] == "c1")
      try await romeo.sets("<delete node='verona'/>", owner: true)
      #expect(try await there.isTold().descendant("delete")?["node"] == CommentScenario.name("p1"))
      #expect(
        try await tybalt.gets("<items node='\(CommentScenario.name("p1"))'/>").errorConditions
          == ["item-not-found"])
    }
  }

  /// And one that the service makes, where the admin says so.
  @Test func theServiceMakesTheCommentsOnAnotherComponent() async throws {
    var setting = Setting()
    setting.other = "comments.example.org"
    setting.nodes.comments = try BareJID("comments.example.org")
    try await Stage.play(in: setting) { stage async throws in
      let comments = try #require(stage.other)
      let romeo = stage.person("romeo@example.org/movim")
      let tybalt = stage.person("tybalt@elsewhere.example/sword", at: comments)
      var linked = CommentScenario.commenting
      linked["x-pubsub#links"] = "1"
      try await romeo.creates("verona", linked)
      try await romeo.subscribes(to: "verona")
      try await romeo.publishes("p1", to: "verona", entry("Rose"))
      // Who is told of the post is told where its comments are.
      let links = try #require(try await romeo.isTold().descendant("entry")).elements
      #expect(
        links.first { $0["rel"] == "replies" }?["href"]
          == "xmpp:comments.example.org?;node=urn%3Axmpp%3Amicroblog%3A0%3Acomments%2Fp1")
      #expect(
        try await tybalt.publishes("c1", to: CommentScenario.name("p1"), entry("Thorn")).isResult())
      #expect(
        try await romeo.gets("<items node='\(CommentScenario.name("p1"))'/>").errorConditions
          == ["item-not-found"])
      try await romeo.retracts("p1", from: "verona")
      #expect(
        try await tybalt.gets("<items node='\(CommentScenario.name("p1"))'/>").errorConditions
          == ["item-not-found"])
    }
  }
}
