import TestSupport
import Testing

private let blog = "urn:xmpp:microblog:0"

/// That two real servers on one machine reach each other as two in the world do.
@Suite("Two servers", .serialized, .needsProsodyModules, .needsEjabberd, .timeLimit(.minutes(1)))
struct FederationTests {
  private static let open = ["pubsub#access_model": "open", "pubsub#max_items": "max"]

  /// A reader on one server, and an author on the other with the node of a service.
  private struct Sides {
    let reader: PythonClient
    let author: PythonClient
    let service: String

    var places: [Place] { [Place(author.jid, blog), Place(service, "news")] }
  }

  @Test("Posts cross in both directions, and an ejabberd that was away has kept its own")
  func bothWays() async throws {
    let begun = ContinuousClock.now
    try await TwoServers.with { two, running in
      report("two servers: start", .now - begun)
      let romeo = try await two.prosody.person("romeo")
      let juliet = try await two.ejabberd.person("juliet")
      let home = Sides(reader: romeo, author: juliet, service: two.ejabberd.home.pubsub)
      let abroad = Sides(reader: juliet, author: romeo, service: two.prosody.home.pubsub)
      for sides in [home, abroad] {
        try await postsAreRead(sides)
        try await aSubscriberIsTold(sides)
      }
      try await contactsAreTold(romeo, juliet)
      await juliet.stop()
      await running.ejabberd.stop()
      try await two.ejabberd.server()
      try await isThere(home)
    }
    report("two servers: all", .now - begun)
  }

  private func postsAreRead(_ sides: Sides) async throws {
    for place in sides.places {
      try await sides.author.does(
        "found", place.with(["fields": Self.open]))
      try await sides.author.does(
        "post",
        place.with(["item": "rose", "title": "A rose", "text": "& thorns"]))
      let post = try await sides.reader.does("read", place.with())
      #expect(post.items == ["rose"])
      #expect(post.answers?.first?.contains("&amp; thorns") == true)
    }
  }

  /// Asks again, for a server that was away is found after a moment.
  private func isThere(_ sides: Sides) async throws {
    for place in sides.places {
      try await eventually("\(place)") {
        let found = try await sides.reader.tries("read", place.with())
        return found.items?.contains("rose") == true
      }
    }
  }

  private func aSubscriberIsTold(_ sides: Sides) async throws {
    let (reader, author, news) = (sides.reader, sides.author, Place(sides.service, "news"))
    try await reader.does("subscribe", news.with())
    try await author.does("post", news.with(["item": "thorn", "title": "A thorn"]))
    _ = try await reader.line("the event") {
      $0.event == "item" && $0.sender == news.service && $0.item == "thorn"
    }
    try await author.does("retract", news.with(["item": "thorn"]))
    _ = try await reader.line("the retraction") { $0.event == "retract" && $0.item == "thorn" }
  }

  private func contactsAreTold(_ romeo: PythonClient, _ juliet: PythonClient) async throws {
    try await romeo.does("befriend", ["person": juliet.jid])
    try await eventually("romeo and juliet are friends") {
      try await romeo.does("friends").items == [juliet.jid]
    }
    for (reader, author) in [(romeo, juliet), (juliet, romeo)] {
      let posts = Place(author.jid, blog)
      try await reader.does("watch", posts.with())
      // Until a server has asked what the capabilities stand for, it tells nothing.
      try await eventually("\(reader.jid) is told of a contact's post") {
        try await author.does("post", posts.with(["item": "dawn", "title": "Dawn"]))
        return reader.lines.contains {
          $0.event == "item" && $0.sender == author.jid && $0.item == "dawn"
        }
      }
    }
  }

  @Test("What an owner does with a node is seen from the other server")
  func ownersManage() async throws {
    try await TwoServers.with { two, _ in
      let romeo = try await two.prosody.person("romeo")
      let juliet = try await two.ejabberd.person("juliet")
      for sides in [
        Sides(reader: romeo, author: juliet, service: two.ejabberd.home.pubsub),
        Sides(reader: juliet, author: romeo, service: two.prosody.home.pubsub),
      ] {
        try await aNodeCloses(sides)
        try await aNodeEnds(sides)
      }
    }
  }

  private func aNodeCloses(_ sides: Sides) async throws {
    let (reader, author, club) = (sides.reader, sides.author, Place(sides.service, "club"))
    try await author.does("found", club.with(["fields": Self.open]))
    try await author.does("fill", club.with(["prefix": "post", "count": 5]))
    #expect(try await reader.does("walk", ["to": sides.service]).items == ["club"])
    #expect(try await reader.does("walk", club.with()).items?.count == 5)
    let one = try await reader.does("read", club.with(["ids": ["post-3"]]))
    #expect(one.items == ["post-3"])
    try await author.does(
      "configure", club.with(["fields": ["pubsub#access_model": "whitelist"]]))
    let refused = try await reader.tries("read", club.with())
    #expect(["forbidden", "not-allowed"].contains(refused.condition))
    try await author.does(
      "admit", club.with(["person": reader.jid, "affiliation": "member"]))
    #expect(try await reader.does("read", club.with()).items?.count == 5)
  }

  private func aNodeEnds(_ sides: Sides) async throws {
    let (reader, author, ends) = (sides.reader, sides.author, Place(sides.service, "ends"))
    // By itself an ejabberd says nothing of the end.
    let told = Self.open.merging(["pubsub#notify_delete": "1"]) { $1 }
    try await author.does("found", ends.with(["fields": told]))
    try await reader.does("subscribe", ends.with())
    for end in ["purge", "delete"] {
      try await author.does(
        "post", ends.with(["item": "last", "title": "The last of it"]))
      try await author.does(end, ends.with())
      _ = try await reader.line(end) { $0.event == end && $0.node == "ends" }
    }
  }

  @Test("Martlet's component and accounts of the other server reach each other")
  func componentsAreReached() async throws {
    try await TwoServers.with { two, _ in
      let romeo = try await two.prosody.person("romeo")
      let juliet = try await two.ejabberd.person("juliet")
      try await aComponentIsReached(two.prosody, near: romeo, far: juliet)
      try await aComponentIsReached(two.ejabberd, near: juliet, far: romeo)
    }
  }

  private func aComponentIsReached<Server>(
    _ world: World<Server>, near: PythonClient, far: PythonClient
  ) async throws {
    let square = Place(world.home.component, "square")
    _ = try await world.martlet()
    _ = try await far.findsComponent(square.service)
    try await near.does("create", square.with())
    try await far.does("subscribe", square.with())
    for title in ["A rose", "By any other name"] {
      try await near.does("post", square.with(["item": "rose", "title": title]))
    }
    _ = try await far.line("the event") {
      $0.event == "item" && $0.sender == square.service && $0.payload?.contains("By any") == true
    }
    let history = Place(square.service, "https://martlet.im/protocol/history")
    let form = try await far.does("command", history.with())
    #expect(form.status == "executing" && form.fields?["node"] != nil)
    let answer = try await near.does(
      "command", history.with(["fields": ["node": square.node, "item": "rose"]]))
    #expect(answer.status == "completed" && answer.fields?.values.contains(["A rose"]) == true)
  }

  @Test("Each holds 2,000 posts in a node, and a Prosody that was away has kept them")
  func manyPosts() async throws {
    try await TwoServers.with { two, running in
      let romeo = try await two.prosody.person("romeo")
      let juliet = try await two.ejabberd.person("juliet")
      for (author, service) in [
        (romeo, two.prosody.home.pubsub), (romeo, romeo.jid),
        (juliet, two.ejabberd.home.pubsub), (juliet, juliet.jid),
      ] {
        let many = Place(service, "many")
        try await author.does("found", many.with(["fields": Self.open]))
        let begun = ContinuousClock.now
        let number = try author.start("fill", many.with(["prefix": "post", "count": 2_000]))
        let filled = try await author.line("2,000 posts", within: .seconds(50)) {
          $0.reply == number
        }
        #expect(filled.ok == true)
        report("2,000 posts to \(service)", .now - begun)
      }
      await romeo.stop()
      let begun = ContinuousClock.now
      await running.prosody.stop()
      try await two.prosody.server()
      report("Prosody: stop and start with 4,000 posts", .now - begun)
      for place in [two.prosody.home.pubsub, romeo.jid, two.ejabberd.home.pubsub] {
        try await eventually("the newest of \(place)") {
          let newest = try await juliet.tries("read", Place(place, "many").with(["newest": 2]))
          return newest.items == ["post-1998", "post-1999"]
        }
      }
    }
  }
}
