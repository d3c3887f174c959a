import Foundation
import TestSupport
import Testing

/// A server that announces more than it grants (XEP-0356), as after a change of its configuration. Debian's
/// mod_privilege then writes the length of its error between two stanzas.
@Suite("Privileges that are refused", .needsProsodyModules, .timeLimit(.minutes(2)))
struct RefusedPrivilegeTests {
  private static func announce(in folder: TemporaryFolder) throws {
    try folder.write(
      ProsodyServer.more,
      """
      VirtualHost "localhost"
        modules_enabled = { "pep", "privilege" }
        privileged_entities = { ["social.localhost"] = { roster = "get"; presence = "roster" } }
      Component "social.localhost"
        modules_enabled = { "privilege", "announce" }
      """)
    try folder.write(
      "plugins/mod_announce.lua",
      """
      local st = require "util.stanza";
      module:hook("component-authenticated", function (event)
        local session, send = event.session, event.session.send;
        session.send = function (what)
          if not st.is_stanza(what) then module:log("info", "stray text: %s", what); end
          return send(what);
        end
        send(st.message({ from = "localhost", to = module.host })
          :tag("privilege", { xmlns = "urn:xmpp:privilege:2" })
          :tag("perm", { access = "roster", type = "get" }):up()
          :tag("perm", { access = "presence", type = "roster" }):up()
          :tag("perm", { access = "iq" })
          :tag("namespace", { ns = "http://jabber.org/protocol/pubsub", type = "both" }):up()
          :tag("namespace", { ns = "http://jabber.org/protocol/disco#items", type = "get" }));
      end, -1);
      """)
  }

  @Test("Text between stanzas costs nothing, and another way is found")
  func anotherWayIsFound() async throws {
    try await World<ProsodyServer>.with { world in
      try Self.announce(in: world.folder)
      try await world.server()
      let romeo = try await world.person("romeo")
      let blog = Feed(romeo, romeo.jid)
      var rules = FollowingTests.open
      rules["pubsub#access_model"] = "presence"
      try await romeo.does("found", blog.place.with(["fields": rules]))
      try await blog.post("old", "Of before")
      let martlet = try await world.martlet("following: { nodes: [\"\(blog.address)\"] }")
      try await eventually("it is followed", within: .seconds(30)) {
        try await line(of: blog, world).hasPrefix("following")
      }
      let said = try await line(of: blog, world)
      #expect(said.contains("presence"), "\(said)")
      let log = world.folder.read("prosody.log")
      #expect(log.contains(/stray text: [0-9]+/))
      #expect(log.matches(of: /External component successfully authenticated/).count == 1)
      #expect(martlet.program.isRunning)
      #expect(try await romeo.tries("info", ["to": world.home.component]).ok == true)
    }
  }

  /// What `martlet follows` says.
  private func line(of feed: Feed, _ world: World<ProsodyServer>) async throws -> String {
    let words = try await world.run(
      MartletProcess.path, ["follows", "--config", world.folder.file("martlet.yaml")]
    ).words
    return words.split(separator: "\n").first { $0.contains(feed.address) }.map(String.init) ?? ""
  }
}
