import TestSupport
import Testing

/// What people elsewhere attach to posts (XEP-0470).
extension FollowingTests {
  /// A Martlet at the other server sums up what is attached, and one here shows it.
  @Test(
    "Reactions to a post on another Martlet stand below it here, and go when they are taken back")
  func reactionsArrive() async throws {
    try await TwoServers.with { two, _ in
      let juliet = try await two.ejabberd.person("juliet")
      let nurse = try await two.ejabberd.person("nurse")
      let there = try await two.ejabberd.martlet()
      _ = try await juliet.findsComponent()
      let feed = Feed(juliet, two.ejabberd.home.component, "news")
      let fields = Self.open.merging(["pubsub#publish_model": "open"]) { $1 }
      try await juliet.does("found", feed.place.with(["fields": fields]))
      try await feed.post("rose", "A rose")
      let here = try await two.prosody.martlet(
        """
        following:
          { nodes: ["\(feed.address)"], published: ["\(feed.place.service)"], poll_seconds: 1 }
        """)
      try await shows(here, feed.page(of: "rose"), 200, "A rose")
      // The first reaction makes the node where they are summed up.
      var begun = ContinuousClock.now
      try await nurse.does(
        "attach", feed.place.with(["item": "rose", "reactions": ["👷"], "noticed": true]))
      try await shows(here, feed.page(of: "rose"), 200, "Reacted to with 👷 by 1 person")
      report("from the first reaction of all to the post's page", .now - begun)
      try await shows(here, feed.page(of: "rose"), 200, "Noticed by 1 person")
      try await shows(there, "/p/news/rose", 200, "Noticed by 1 person")
      begun = .now
      try await juliet.does("attach", feed.place.with(["item": "rose", "reactions": ["👷", "🔨"]]))
      try await shows(here, feed.page(of: "rose"), 200, "Reacted to with 👷 by 2 people")
      report("from a reaction to the post's page", .now - begun)
      try await nurse.does("detach", feed.place.with(["item": "rose"]))
      try await shows(here, feed.page(of: "rose"), 200, "Reacted to with 👷 by 1 person")
      #expect(try await !here.get(feed.page(of: "rose")).text.contains("Noticed"))
      try await juliet.does("detach", feed.place.with(["item": "rose"]))
      try await eventually("no reaction is left", within: .seconds(20)) {
        try await !here.get(feed.page(of: "rose")).text.contains("Reacted")
      }
      try await shows(here, feed.page(of: "rose"), 200, "A rose")
    }
  }

  /// Neither Prosody nor ejabberd sums up anything; nor need they say who has published a heart.
  @Test("Likes of a post at a service that sums up nothing count here, each person's once")
  func likesArrive() async throws {
    try await TwoServers.with { two, _ in
      let (romeo, mercutio) = (
        try await two.prosody.person("romeo"), try await two.prosody.person("mercutio")
      )
      let (juliet, nurse) = (
        try await two.ejabberd.person("juliet"), try await two.ejabberd.person("nurse")
      )
      let feeds = [
        (Feed(romeo, two.prosody.home.pubsub, "news"), mercutio),
        (Feed(juliet, two.ejabberd.home.pubsub, "news"), nurse),
      ]
      let fields = Self.open.merging(["pubsub#publish_model": "open"]) { $1 }
      for (feed, _) in feeds {
        let talk = Feed(feed.author, feed.place.service, "urn:xmpp:microblog:0:comments/talk")
        for each in [feed, talk] {
          try await feed.author.does("found", each.place.with(["fields": fields]))
        }
        try await feed.author.does(
          "post", feed.place.with(["item": "talk", "title": "A talk", "comments": talk.address]))
        try await feed.author.does("like", talk.place.with(["item": "first"]))
      }
      let nodes = feeds.map { "\"\($0.0.address)\"" }.joined(separator: ", ")
      let published = feeds.map { "\"\($0.0.place.service)\"" }.joined(separator: ", ")
      let martlet = try await two.prosody.martlet(
        "following: { nodes: [\(nodes)], published: [\(published)], poll_seconds: 1 }")
      for (feed, other) in feeds {
        let talk = Place(feed.place.service, "urn:xmpp:microblog:0:comments/talk")
        try await shows(martlet, feed.page(of: "talk"), 200, "Noticed by 1 person")
        try await other.does("like", talk.with(["item": "second"]))
        try await other.does("like", talk.with(["item": "third"]))
        try await shows(martlet, feed.page(of: "talk"), 200, "Noticed by 2 people")
        // At a Prosody nobody but the owner may.
        for item in ["second", "third"] {
          try await feed.author.does("retract", talk.with(["item": item]))
        }
        try await shows(martlet, feed.page(of: "talk"), 200, "Noticed by 1 person")
      }
    }
  }
}
