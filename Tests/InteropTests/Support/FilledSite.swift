import Foundation
import TestSupport

/// Martlet on a Prosody with communities, a blog, and something in them of every kind.
struct FilledSite: Sendable {
  let world: World<ProsodyServer>
  let martlet: MartletProcess
  let romeo: PythonClient
  let juliet: PythonClient

  var origin: String { "http://127.0.0.1:\(world.webPort)" }

  static func with(_ body: (FilledSite) async throws -> Void) async throws {
    try await empty { site in
      try await site.fill()
      try await body(site)
    }
  }

  /// Nothing is there but the people.
  ///
  /// - Parameters: as of `World.martlet`.
  static func empty(
    _ more: String = "", web: String = "", _ body: (FilledSite) async throws -> Void
  ) async throws {
    try await World<ProsodyServer>.with { world in
      try world.folder.write(
        ProsodyServer.more, "VirtualHost \"localhost\"\n  modules_enabled = { \"pep\" }\n")
      try await world.server()
      let romeo = try await world.person("romeo")
      let juliet = try await world.person("juliet")
      let blog = Feed(romeo, romeo.jid)
      try await romeo.does("found", blog.place.with(["fields": FollowingTests.open]))
      let martlet = try await world.martlet(
        """
        following:
          { nodes: ["\(blog.address)"], published: ["\(romeo.jid)"], poll_seconds: 1 }
        \(more)
        """, web: web)
      _ = try await romeo.findsComponent()
      try await body(FilledSite(world: world, martlet: martlet, romeo: romeo, juliet: juliet))
    }
  }

  private func fill() async throws {
    let begun = ContinuousClock.now
    try await romeo.does("profile", ["nickname": "Romeo Montague", "colour": "8c2f39"])
    try await found("verona", "Fair Verona", "Where we lay our scene.", "en")
    try await found("maqha", "مقهى الحكايات", "قصص وأخبار وأحاديث من كلّ مكان.", "ar")
    try await found("empty", "An empty stage", nil, "en")
    try await found(
      "orchard", "The orchard in pictures", "A picture a day.", "en",
      type: "urn:xmpp:pubsub-social-feed:gallery:1")
    try await publish(Self.posts, "verona")
    try await publish(Self.rightToLeft, "maqha")
    try await publish(Self.pictures, "orchard")
    try await publish(Self.comments, "urn:xmpp:microblog:0:comments/rose")
    try await publish(Self.blog, "urn:xmpp:microblog:0", at: romeo.jid)
    try await romeo.does("retract", ["node": "verona", "item": "gone"])
    let attached = Place(romeo.component, "verona")
    try await romeo.does("attach", attached.with(["item": "rose", "reactions": ["🌹", "👍"]]))
    try await juliet.does(
      "attach", attached.with(["item": "rose", "reactions": ["🌹"], "noticed": true]))
    try await juliet.does("subscribe", ["node": "verona"])
    try await follow("verona")
    try await eventually("Romeo's blog and picture are there") {
      let page = try? await martlet.get("/@romeo")
      return page?.text.contains("Good night") == true && page?.text.contains("/avatar/") == true
    }
    report("to fill the site", .now - begun)
  }

  /// Romeo follows a node for everybody to see.
  private func follow(_ node: String) async throws {
    let payload = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub'>\
      <subscribe node='\(node)' jid='\(romeo.jid)'/><options>\
      <x xmlns='jabber:x:data' type='submit'>\
      <field var='FORM_TYPE'><value>http://jabber.org/protocol/pubsub#subscribe_options</value></field>\
      <field var='x-pubsub#public'><value>1</value></field></x></options></pubsub>
      """
    try await romeo.does("asks", ["kind": "set", "payload": payload])
  }

  /// Everybody reads, writes and, if that is wanted, comments there.
  func found(
    _ node: String, _ title: String, _ about: String?, _ language: String, comments: Bool = true,
    type: String? = nil
  ) async throws {
    var fields = [
      "pubsub#title": title, "pubsub#language": language, "pubsub#publish_model": "open",
      "pubsub#max_items": "max", "x-pubsub#comments": comments ? "1" : "0",
    ]
    fields["pubsub#description"] = about
    fields["pubsub#type"] = type
    try await romeo.does("found", Place(romeo.component, node).with(["fields": fields]))
  }

  /// One after the other, in their order, without waiting for each.
  func publish(_ posts: [SamplePost], _ node: String, at service: String? = nil) async throws {
    var numbers: Set<Int> = []
    for post in posts {
      let place = Place(service ?? romeo.component, node)
      let payload = try post.payload()
      numbers.insert(
        try romeo.start("publish", place.with(["item": post.item, "payload": payload])))
    }
    try await eventually("\(posts.count) posts are published in \(node)") {
      let answers = romeo.lines.filter { $0.reply.map(numbers.contains) == true }
      if let refused = answers.first(where: { $0.ok == false }) {
        throw WaitFailure("not published: \(refused)")
      }
      return answers.count == numbers.count
    }
  }
}
