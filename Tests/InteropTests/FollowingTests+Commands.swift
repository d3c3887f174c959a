import TestSupport
import Testing

/// What people ask for by ad-hoc commands, and owners say of it; and all that a service has.
extension FollowingTests {
  private func command(_ name: String, at two: TwoServers, _ fields: [String: String]? = nil)
    -> [String: any Sendable]
  {
    let place = Place(two.prosody.home.component, "https://martlet.im/protocol/\(name)")
    return place.with(fields.map { ["fields": $0] } ?? [:])
  }

  @Test("Somebody follows for themself, and finds it; its owner decides on the public web")
  func byCommands() async throws {
    try await TwoServers.with { two, _ in
      let romeo = try await two.prosody.person("romeo")
      let juliet = try await two.ejabberd.person("juliet")
      let feeds = [
        Feed(juliet, two.ejabberd.home.pubsub, "news"),
        Feed(juliet, juliet.jid, "urn:xmpp:microblog:0"),
      ]
      for feed in feeds {
        try await feed.author.does("found", feed.place.with(["fields": Self.open]))
        try await feed.post("rose", "A rose")
      }
      let martlet = try await two.prosody.martlet("following: { poll_seconds: 1 }")
      _ = try await romeo.findsComponent()
      for feed in feeds {
        try await romeo.does("command", command("follow", at: two, ["address": feed.address]))
        try await eventually("romeo sees \(feed.place) in his list") {
          let list = try await romeo.does("command", command("follows", at: two))
          let (address, state) = (list.fields?["address"], list.fields?["state"])
          return address == [feed.address] && state == ["following"]
        }
      }
      let search = """
        <query xmlns='jabber:iq:search'><x xmlns='jabber:x:data' type='submit'>\
        <field var='text'><value>rose</value></field></x></query>
        """
      try await eventually("romeo finds both posts") {
        let found = try await romeo.does("asks", ["kind": "set", "payload": search])
        return feeds.allSatisfy { feed in
          found.answers?.first?.contains("\(feed.place.service)?;node=") == true
        }
      }
      try await shows(martlet, feeds[1].page, 404)
      for (value, status) in [("1", 200), ("0", 404)] {
        try await juliet.does(
          "command", command("opt-out", at: two, ["found": "1", "public": value]))
        #expect(try await martlet.get(feeds[1].page).status == status)
      }
      // A community is not hers to publish, nor anybody else's to hide.
      #expect(try await martlet.get(feeds[0].page).status == 404)
      let claim = ["found": "0", "node": feeds[0].address]
      #expect(
        try await romeo.tries("command", command("opt-out", at: two, claim)).condition
          == "forbidden")
    }
  }

  @Test("An owner has a community forgotten; whoever opts in here is followed")
  func ownersDecide() async throws {
    try await TwoServers.with { two, _ in
      let romeo = try await two.prosody.person("romeo")
      let juliet = try await two.ejabberd.person("juliet")
      let community = Feed(juliet, two.ejabberd.home.pubsub, "news")
      let own = Feed(romeo, romeo.jid, "urn:xmpp:microblog:0")
      for feed in [community, own] {
        try await feed.author.does("found", feed.place.with(["fields": Self.open]))
        try await feed.post("rose", "A rose")
      }
      let martlet = try await two.prosody.martlet(
        "following: { nodes: [\"\(community.address)\"], published: [\(community.place.service)] }")
      try await shows(martlet, community.page(of: "rose"), 200, "A rose")
      let claim = ["found": "0", "node": community.address]
      try await juliet.does("command", command("opt-out", at: two, claim))
      #expect(try await martlet.get(community.page).status == 404)
      #expect(try await martlet.get(community.page(of: "rose")).status == 404)
      try await romeo.does(
        "command", command("opt-out", at: two, ["found": "1", "public": "1"]))
      try await shows(martlet, own.page(of: "rose"), 200, "A rose")
      let follows = try await two.prosody.run(
        MartletProcess.path, ["follows", "--config", two.prosody.folder.file("martlet.yaml")]
      ).words
      #expect(follows.contains(own.place.service))
      // What was asked for is named still, with the reason why it is not followed.
      #expect(follows.contains("does not want it to be found here"), "\(follows)")
    }
  }

  @Test("All that a service has is followed, what comes later too")
  func aWholeService() async throws {
    try await TwoServers.with { two, _ in
      let juliet = try await two.ejabberd.person("juliet")
      let service = two.ejabberd.home.pubsub
      let feeds = ["news", "gossip", "later"].map { Feed(juliet, service, $0) }
      let closed = Feed(juliet, service, "closed")
      for feed in feeds.prefix(2) {
        try await juliet.does("found", feed.place.with(["fields": Self.open]))
        try await feed.post("rose", "A rose of \(feed.place.node)")
      }
      try await juliet.does(
        "found", closed.place.with(["fields": ["pubsub#access_model": "whitelist"]]))
      let martlet = try await two.prosody.martlet(
        "following: { nodes: [\"xmpp:\(service)\"], published: [\(service)] }")
      for feed in feeds.prefix(2) {
        try await shows(martlet, feed.page, 200, "A rose of \(feed.place.node)")
      }
      try await juliet.does("found", feeds[2].place.with(["fields": Self.open]))
      try await feeds[2].post("rose", "A rose of later")
      let words = try await two.prosody.run(
        MartletProcess.path,
        ["follow", "xmpp:\(service)", "--config", two.prosody.folder.file("martlet.yaml")]
      ).words
      #expect(words.contains("nodes"))
      try await shows(martlet, feeds[2].page, 200, "A rose of later")
      let follows = try await two.prosody.run(
        MartletProcess.path, ["follows", "--config", two.prosody.folder.file("martlet.yaml")]
      ).words
      #expect(follows.contains("3 nodes") && !follows.contains("closed"), "\(follows)")
    }
  }
}
