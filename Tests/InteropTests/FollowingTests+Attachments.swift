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
}
