import PubSub
import Social
import Testing
import XMPP

@testable import Store

/// Every read and every write of the store, once.
struct Exercise {
  let fixture: Fixture
  let service: ServiceID
  let known: Acquaintances
  let juliet: BareJID
  private let full: JID
  let blog = NodeID(stored: "blog")

  init(_ fixture: Fixture) throws {
    self.fixture = fixture
    service = fixture.service
    juliet = fixture.juliet
    full = try JID(fixture.juliet, resource: "balcony")
    known = Acquaintances(
      policy: fixture.policy, contact: { _, _ in Contact(seesPresence: true) },
      isAvailable: { _, _ in true })
  }

  func all() async throws {
    try await write()
    try await use()
  }

  /// What there is to do once there is something.
  func use() async throws {
    try await react()
    try await announce()
    try await readItems()
    try await readLists()
    try await readPeople()
    try await readWeb()
    try await moderate()
    try await follow()
    try await meetPeople()
    try await upkeep()
    try await remove()
  }

  func write() async throws {
    try await fixture.create("blog")
    try await fixture.create("parent") { $0.accessModel = .presence }
    for name in ["child", "grandchild"] {
      try await fixture.create(name) {
        $0.parent = NodeID(stored: name == "child" ? "parent" : "child")
        $0.itemExpiry = 1
        $0.purgeOffline = true
        $0.temporarySubscriptions = true
        $0.accessModel = .authorize
      }
    }
    try await fixture.create("linked") {
      $0.parent = NodeID(stored: "parent")
      $0.link = NodeID(stored: "child")
    }
    try await fixture.apply([
      .configure(blog, NodeConfiguration()), .subscribe(blog, subscription("\(full)")),
      .affiliate(blog, juliet, .member), .affiliate(blog, juliet, .none),
    ])
    try await fixture.configure("child") {
      $0.parent = nil
      $0.itemExpiry = 2
    }
    try await fixture.configure("child") { $0.parent = NodeID(stored: "parent") }
    for item in ["a", "b", "a", "c", "d", "e"] { try await fixture.publish(item, in: "blog") }
    for node in ["child", "grandchild", "linked"] { try await fixture.publish("a", in: node) }
    try await discuss()
    try await fixture.create("comments")
    try await react()
    try await fixture.apply([.retract(blog, ItemID(stored: "b")), .trim(blog, keep: 2)])
    try await fixture.publish("a", in: "blog")
    try await fixture.subscribe("\(full)", to: "blog", "2") {
      $0.expiry = .at(.init(milliseconds: 9))
    }
    try await fixture.subscribe("\(full)", to: "child", "pending", state: .pending)
    try await fixture.subscribe("\(juliet)", to: "parent", "digest") {
      $0.depth = -1
      $0.digest = true
      $0.matters = [.items, .linkedItems, .metadata]
    }
    try await fixture.subscribe("\(full)", to: "grandchild", "t") { $0.expiry = .presence }
    for number in 0..<2 {
      try await fixture.subscribe("user\(number)@verona.lit", to: "blog") { $0.isPublic = true }
    }
    try await fixture.unsubscribe("user0@verona.lit", from: "blog")
    try await fixture.subscribe("\(juliet)", to: fixture.followersName("parent"))
    let granted = try subscription("\(full)", "pending") { $0.digest = true }
    try await fixture.apply([.change(NodeID(stored: "child"), granted), .review(blog)])
    let (service, juliet) = (service, juliet)
    try await fixture.apply([], [event("blog", .owners, .node)])
    try await fixture.store.write { tx in
      try tx.setContact(juliet, PresenceContact(), of: service)
      try tx.setContact(juliet, PresenceContact(seesUs: true), of: service)
    }
  }

  /// A post with comments, which the blog's last change takes with it.
  private func discuss() async throws {
    let comments = CommentTests.comments
    let link =
      "<link rel='replies' href='xmpp:\(fixture.jid)?;node=\(comments)'/>"
    try await fixture.says("e", in: "blog", link)
    try await fixture.create(comments)
    try await fixture.says("e", in: "blog", link)
    // One that names none.
    let item = ItemID(stored: "d")
    let other = NodeID(stored: comments + "d")
    try await fixture.apply([
      .create(other, NodeConfiguration(), owner: juliet), .bind(other, to: item, of: blog),
    ])
    let answer = "<in-reply-to xmlns='\(Namespace.threading)' ref='tag:a'/>"
    try await fixture.says("c1", in: comments, "<id>tag:a</id>")
    try await fixture.says("c2", in: comments, answer)
    for item in ["h", "h"] { try await fixture.says(item, in: comments, title: "♥") }
    let (service, known, juliet) = (service, known, juliet)
    try await fixture.read("blog") { (snapshot, node) throws in
      for (item, jid) in [(item, nil), (ItemID(stored: "e"), juliet)] {
        _ = try snapshot.commentCount(of: item, in: node, for: jid, known)
      }
      if let node = try snapshot.node(NodeID(stored: comments), in: service) {
        _ = try snapshot.comments(in: node, limit: 9)
      }
    }
  }

  /// Reactions and hearts come, change and go.
  private func react() async throws {
    let (juliet, romeo) = (fixture.juliet, fixture.romeo)
    for reactions in [["a", "b"], ["b"]] {
      for person in [juliet, romeo] {
        try await fixture.attach(
          Attachments(isNoticed: true, reactions: reactions), to: "e", of: "blog", by: person)
      }
    }
    try await fixture.publish("heart", in: "comments", by: juliet)
    let heart = try await fixture.number(of: "heart", in: "comments")
    let post = try await fixture.number(of: "e", in: "blog")
    try await fixture.store.write { tx in
      try tx.addHeart(heart, to: post, .now)
      try tx.removeHeart(heart, .now)
      try tx.addHeart(heart, to: post, .now)
    }
    try await fixture.detach(romeo, from: "e", of: "blog")
    _ = try await fixture.read("blog") {
      try $0.placeForHeart(on: ItemID(stored: "e"), in: $1, by: romeo)
    }
  }

  private func announce() async throws {
    try await fixture.apply(
      [],
      [
        event("blog"), event("blog", .owners, .node), event("blog", .one(full), .node),
        event("blog", .everybody, .node), event("child", .reader(full)),
        event("grandchild", .subscribers, .item, text: "words"), event("linked"),
        event("grandchild", .observers, .node),
      ])
    for event in try await fixture.waiting() {
      let service = service
      _ = try await fixture.store.read {
        _ = try $0.nodesWaiting(in: service, after: 0, upTo: $0.lastWaiting(), limit: 9)
        return try $0.waiting(of: event.node, after: 0, upTo: event.id, limit: 9)
      }
      _ = try await fixture.recipients(of: event, limit: 50, known)
      let (known, full) = (known, full)
      try await fixture.store.read {
        _ = try Recipients(of: event, known, $0, now: .now).watchers([full])
      }
    }
  }

  private func readItems() async throws {
    let (juliet, a) = (juliet, ItemID(stored: "a"))
    try await fixture.read("blog") { (snapshot, node) throws in
      _ = try snapshot.held([a], in: node)
      _ = try snapshot.item(a, in: node)
      _ = try snapshot.oldest(of: node, limit: 9)
      _ = try snapshot.serverLinks(of: a, in: node) { _, _ in nil }
      _ = try snapshot.revisions(of: a, in: node)
      for order in [ItemOrder.modification, .creation] {
        let page = try snapshot.items(of: node, ItemRange(order), limit: 9, bytes: .max).page
        _ = try snapshot.items(
          at: page.map(\.sequence), of: node, ItemRange(order), limit: 9, bytes: .max)
        _ = try snapshot.creationPlace(of: 1, in: node)
      }
      for range in Self.ranges(juliet) {
        _ = try snapshot.items(of: node, range, limit: 9, bytes: .max)
        _ = try snapshot.names(of: node, range, limit: 9)
        _ = try snapshot.count(range, of: node)
      }
    }
  }

  /// Of both orders and directions; of everybody and of one.
  private static func ranges(_ somebody: BareJID) -> [ItemRange] {
    [ItemOrder.modification, .creation].flatMap { order in
      [false, true].flatMap { isDescending in
        [nil, somebody].map { publisher in
          var range = ItemRange(order, isDescending: isDescending)
          range.publisher = publisher
          range.start = Timestamp(milliseconds: 1)
          range.end = Timestamp(milliseconds: 9_000)
          range.after = 1
          return range
        }
      }
    }
  }

  private func readLists() async throws {
    let (service, known, juliet, full) = (service, known, juliet, full)
    let admin = try BareJID("escalus@verona.lit")
    try await fixture.read("child") { (snapshot, node) throws in
      for isBackwards in [false, true] {
        let range = ListRange(isBackwards: isBackwards, limit: 9)
        for filter in [TypeFilter.all, .only(["x", nil]), .without(["x"])] {
          _ = try snapshot.nodes(in: service, for: juliet, filter, range, known)
          _ = try snapshot.nodes(in: service, for: admin, filter, range, known)
        }
        _ = try snapshot.subscriptions(of: node, range)
        _ = try snapshot.affiliations(of: node, range)
        for one in [nil, node] {
          _ = try snapshot.subscriptions(of: juliet, in: service, node: one, range)
          _ = try snapshot.affiliations(of: juliet, in: service, node: one, range)
        }
      }
      _ = try snapshot.subscriptions(of: full, to: node)
      _ = try snapshot.pending(node, limit: 9)
      _ = try snapshot.nodesWithPending(ownedBy: juliet, in: service, limit: 9)
      _ = try snapshot.ownsNodes(juliet, in: service)
      for linked in [false, true] {
        for isBackwards in [false, true] {
          let range = TreeRange(
            depth: 9, withLinks: linked, isBackwards: isBackwards, nodes: 999)
          _ = try snapshot.tree(below: node, range, for: juliet, known) { _, _ in true }
        }
      }
      _ = try snapshot.relations(
        parent: node.facts.id, link: node.facts.id, of: node, in: service
      ) { _ in true }
    }
  }

  private func readPeople() async throws {
    let (service, known, juliet, full) = (service, known, juliet, full)
    try await fixture.read("child") { (snapshot, node) throws in
      _ = try snapshot.actor(juliet, of: node, known)
      _ = try snapshot.hasOwner(node, besides: [juliet])
      _ = try snapshot.affiliates(of: node, .publisher, limit: 9)
      _ = try snapshot.account(juliet)
      _ = try snapshot.contact(juliet, of: service)
      _ = try snapshot.contacts(of: service, after: 0, limit: 9)
      _ = try snapshot.nodesForArrival(of: full, .chat, in: service, limit: 9)
      if let item = try snapshot.newestItem(of: node) { _ = try snapshot.isCurrent(item) }
      _ = try snapshot.itemsToPurge(of: juliet, in: service, limit: 9)
      _ = try snapshot.temporarySubscribers(in: service, after: .start, limit: 99)
      _ = try snapshot.fleetingPublishers(in: service, after: .start, limit: 99)
      _ = try snapshot.temporarySubscriptions(of: full, isGone: true, in: service, limit: 9)
      _ = try snapshot.hasBounces(juliet)
      _ = try snapshot.redirect(of: node.facts.id, in: service)
    }
    try await fixture.store.write { tx in
      if let one = try tx.snapshot.subscription(1, of: full, in: service) {
        try tx.bounced(one, now: .now)
      }
      try tx.resume(juliet)
    }
  }

  private func readWeb() async throws {
    let (store, jid) = (fixture.store, fixture.jid)
    _ = try await store.newestPosts(limit: 9)
    _ = try await store.communities(limit: 9)
    _ = try await store.lastChange()
    _ = try await store.feed(
      service: jid, node: "blog", FeedBounds(entries: 9, bytes: 9_999, extent: .whole))
    _ = try await store.search("title", limit: 9)
    try await readSearches()
    try await readArchives()
    let extent = ShareExtent(originals: 9, shares: 9, each: .whole)
    let link = "<link rel='via' href='xmpp:\(jid)?;node=blog;item=a'/>"
    try await fixture.says("shares", in: "blog", link)
    for item in ["c", "b", "never", "shares"] {
      // As for pages, which note what they depend on.
      _ = try await store.noting {
        try await store.post(service: jid, node: "blog", item: item, nil, extent)
      }
    }
    try await fixture.apply([.retract(blog, ItemID(stored: "shares"))])
    try await readMachines()
    for cursor in [PageCursor.newest, .before(99), .after(1)] {
      _ = try await store.posts(service: jid, node: "blog", cursor, limit: 9)
    }
  }

  /// What programs ask the web for.
  private func readMachines() async throws {
    let (store, jid) = (fixture.store, fixture.jid)
    _ = try await store.sitemapParts(each: 1, limit: 99) { _ in true }
    _ = try await store.sitemap(service: jid, node: "blog", after: nil, limit: 1)
    _ = try await store.publicPosts(in: 1)
    _ = try await store.listedNodes(before: 9, limit: 1)
  }

  private func readSearches() async throws {
    let (service, known, juliet) = (service, known, juliet)
    let texts = [
      "title", "\"title a\" b tit*", "itl", "#tag word", "#tag", "author:romeo@verona.lit",
      "by:rom title", "in:blog", "in:blog title", "東京", "title 東京", "lang:en",
      "since:2020-01-01 until:2030-01-01 title",
    ]
    try await fixture.store.search(within: .seconds(60)) { snapshot in
      let blog = try #require(try snapshot.node(NodeID(stored: "blog"), in: service))
      for query in try texts.map({ try PostQuery($0) }) {
        for reader in [SearchReader.anyone, .account(juliet, on: service, known)] {
          let found = try snapshot.search(query, for: reader, after: nil, SearchBounds(posts: 2))
          _ = try snapshot.search(
            query, for: reader, after: found.posts.last?.place ?? SearchPlace(list: 0, number: 9),
            SearchBounds(posts: 2))
        }
        for range in Self.ranges(juliet) { _ = try snapshot.matches(query, in: blog, range) }
      }
      _ = try snapshot.tagTrend(in: service, now: .now)
      for order in DirectoryOrder.allCases {
        let page = try snapshot.directory(
          [], in: service, by: order, for: juliet, after: nil, limit: 2)
        _ = try snapshot.directory(
          [], in: service, by: order, for: juliet, after: page.entries.last?.place, limit: 2)
      }
    }
  }

  private func upkeep() async throws {
    let (service, known, juliet) = (service, known, juliet)
    let now = Timestamp(milliseconds: 1_000_000_000)
    try await fixture.store.write { tx in
      for unannounced in [true, false] {
        let leases = try tx.snapshot.leases(
          endingBefore: now, unannounced: unannounced, in: service, limit: 9)
        for lease in leases { try tx.noticed(lease) }
      }
      // Mostly there is nothing to do.
      for round in 0..<5 {
        if let number = try tx.snapshot.nodeToReview(in: service),
          let (node, page, _) = try tx.snapshot.review(of: number, in: service, limit: 1)
        {
          try tx.reviewed(node, last: round == 0 ? page.last?.number : nil)
        }
      }
      _ = try tx.snapshot.hasRoomForDigests(in: service, limit: 9)
      for node in try tx.snapshot.gatheringNodes(in: service, now: now, limit: 99) {
        guard let record = try tx.snapshot.node(number: node) else { continue }
        let gathering = try subscription("\(juliet)", "digest")
        var budget = DigestBudget(bytes: .max)
        _ = try tx.snapshot.digest(of: gathering, to: record, &budget, known)
        let due = try tx.snapshot.dueDigests(node, now: now, limit: 9, &budget, known)
        for digest in due { _ = try tx.digested(digest, now: now) }
        _ = try tx.settleDigests(of: node, now: now, limit: 9)
      }
      _ = try tx.snapshot.hasExpiredItems(now)
      _ = try tx.expireItems(now: now, nodes: 9)
    }
    let first = try #require(try await fixture.waiting().first?.id)
    try await fixture.store.write { try $0.acknowledge(done: [], partial: [first: 1]) }
    try await fixture.acknowledgeAll()
    try await fixture.sweep()
  }

  private func remove() async throws {
    try await fixture.apply([
      .retract(blog, ItemID(stored: "e")), .unsubscribe(blog, subscription("\(full)")),
      .purge(blog), .delete(blog, redirect: "xmpp:x"),
      .delete(NodeID(stored: "comments"), redirect: nil),
      .delete(NodeID(stored: "parent"), redirect: nil),
    ])
    // The name of one that is about to go.
    try await fixture.create("grandchild")
    for _ in 0..<5 {
      try await fixture.sweep()
      try await fixture.acknowledgeAll()
    }
  }
}
