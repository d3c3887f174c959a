import PubSub
import Social
import XML
import XMPP

@testable import Store

extension Exercise {
  /// What following a node of another service comes to.
  func follow() async throws {
    let (home, now) = (try BareJID("tybalt@capulet.lit"), Timestamp(milliseconds: 1_000))
    let follow = Follow(blog, of: home, .admin)
    let posts = try ["a", "b"].map { try Post($0, title: "Title", by: home) }
    let items = posts.map { ForeignItem(id: $0.item.id, publisher: nil, payload: $0.item.payload) }
    let (service, juliet) = (fixture.service, fixture.juliet)
    var known = fixture.known
    known.friends = { _ in [home] }
    let reader = SearchReader.account(juliet, on: service, known)
    let query = try PostQuery("title")
    try await fixture.store.write { tx in
      try tx.setConfigured([Follow(blog, of: home, .configuration)], now)
      try tx.setConfigured([], now)
      try tx.follow(follow, now)
      _ = try tx.snapshot.newFollows(limit: 9)
      try tx.begin(blog, of: home, isPublic: true, now)
      try tx.begun(follow)
      guard var source = try tx.snapshot.source(blog, of: home) else { return }
      try tx.update(source)
      source.access = .presence
      try tx.update(source)
      _ = try tx.snapshot.shown([source], to: reader)
      _ = try tx.snapshot.search(query, for: reader, after: nil, SearchBounds(posts: 9))
      _ = try tx.seekPresence(of: home, for: service, begun: now, rest: 0, now)
      _ = try tx.releasePresence(of: home, for: service)
      try tx.forgetSeeking(of: home, for: service, rest: 0, now)
      try tx.wake(source, for: .audit, at: now)
      try tx.wakeSources(of: home, at: now)
      source.problem = .noAnswer
      try tx.postponeSources(like: source)
      _ = try tx.distrustSources(of: home, lookedBefore: now, limit: 9)
      try tx.resumeSources(of: home, at: now)
      try tx.note(.flood, of: source, now)
      try tx.note(.flips, ofAll: home, now)
      try tx.noteStrays(1, of: home, now)
      try tx.wakeAllSources(at: now)
      try tx.heard(source, now)
      try tx.take([items[0]], of: source, .history, now, posts[0].projections)
      try tx.take([items[1]], of: source, .now, now, posts[1].projections)
      let claimed = ForeignItem(
        id: items[1].id, publisher: nil, claimed: fixture.juliet, payload: items[0].payload)
      try tx.take([claimed], of: source, .now, now, posts[1].projections)
      try followThreads(of: source, tx, now)
      try followSummary(of: source, items[0], tx, now)
      _ = try tx.snapshot.sources(dueAt: now, besides: [], limit: 9)
      try tx.retry(source, for: .audit, now)
      try tx.follow(source, to: blog, of: fixture.juliet, now)
      try tx.forgetMove(of: source, now)
      try tx.follow(source, to: blog, of: fixture.juliet, now)
      _ = try tx.publish(after: 0, limit: 9) { _ in false }
      try tx.trim(source, to: Budget(items: 1), atMost: 9, now)
      _ = try tx.snapshot.surplus(of: home, beyond: Budget(items: 0), atMost: 1)
      _ = try tx.snapshot.surplus(of: nil, beyond: Budget(items: 0), atMost: 1)
      _ = try tx.snapshot.items(of: source.number, before: now, limit: 1)
      _ = try tx.snapshot.sources(limit: 9)
      _ = try tx.snapshot.source(source.number)
      _ = try tx.snapshot.itemNames(of: source)
      _ = try tx.snapshot.origins(source)
      _ = try tx.snapshot.hasOptedOut(home)
      _ = try tx.snapshot.hasUnclearedOptOuts
      _ = try tx.snapshot.lastSequence
      try tx.optOut(home, now)
      try tx.optIn(home, now)
      _ = try tx.closeSources(after: 0, limit: 9) { _ in true }
      try tx.drop([items[0].id], of: source, now)
      try tx.dropAll(of: source, now)
      _ = try tx.unfollow(follow, now)
      try tx.forget(source, now)
      try consent(home, source, tx, now)
      try whole(try BareJID("capulet.lit"), tx, now)
    }
    _ = try await Sweeper(fixture.store).sweepAddresses()
  }

  /// Two posts with comments, of which one makes room for the other, and both are gone then.
  private func followThreads(of source: Source, _ tx: Transaction, _ now: Timestamp) throws {
    var policy = ThreadPolicy(perNode: 1, perService: 9, inAll: 9) { _ in true }
    var feed = source
    (feed.access, feed.isPublic) = (.open, true)
    for (post, name) in [(Int64(1), "a"), (2, "b"), (2, "c")] {
      let place = XMPPURI.Place(
        "xmpp:\(source.service)?;node=urn:xmpp:microblog:0:comments/\(name)")
      try tx.followThread(of: post, in: feed, place, policy, now)
    }
    policy.perService = 1
    let place = XMPPURI.Place("xmpp:\(source.service)?;node=urn:xmpp:microblog:0:comments/d")
    try tx.followThread(of: 3, in: feed, place, policy, now)
    try tx.refreshThreads(of: feed, policy, now)
    for thread in try tx.snapshot.sources(limit: 9) where thread.isThread {
      _ = try tx.snapshot.feed(of: thread)
      _ = try tx.snapshot.isWanted(thread.number)
    }
    _ = try tx.snapshot.askedSources(limit: 9)
    _ = try tx.snapshot.unbegun(limit: 9)
    _ = try tx.retryUnbegun(after: 0, limit: 9)
    _ = try tx.snapshot.threadCounts()
    try tx.buryCompanions(of: 2, now)
    try tx.releaseThreads(of: source, now)
    for thread in try tx.snapshot.sources(limit: 9) where thread.number != source.number {
      try tx.forget(thread, now)
    }
  }

  /// What is attached to its posts.
  private func followSummary(
    of source: Source, _ item: ForeignItem, _ tx: Transaction, _ now: Timestamp
  ) throws {
    var feed = source
    (feed.access, feed.isPublic) = (.open, true)
    try tx.noteUnsummed(feed, now)
    _ = try tx.snapshot.unsummed(feed)
    try tx.followSummary(of: feed, now)
    try tx.expectSummary(of: feed, at: now)
    guard let summary = try tx.snapshot.summary(of: feed) else { return }
    let attached = AttachmentSummary(noticed: 1).element.canonical
    let said = ForeignItem(id: item.id, publisher: nil, payload: attached)
    try tx.take([said], of: summary, .now, now, [:])
    _ = try tx.snapshot.summedUpItems(of: summary)
    _ = try tx.snapshot.publicSummary(of: item.id, inNode: feed.number)
    _ = try tx.snapshot.isWanted(summary.number)
    try tx.releaseSummary(of: feed)
    try tx.dropSummaries(of: feed, now)
    try tx.forget(summary, now)
  }

  /// What owners say of it, and who follows it for themself.
  private func consent(_ home: BareJID, _ source: Source, _ tx: Transaction, _ now: Timestamp)
    throws
  {
    try tx.optIn(home, publication: .yes, isOurs: true, isIndexed: true, now)
    try tx.optIn(home, publication: .asDecided, isOurs: true, now)
    try tx.optIn(home, publication: .no, now)
    _ = try tx.followOwners(of: ["capulet.lit"], after: 0, limit: 9, now)
    _ = try tx.snapshot.followed(as: .owner, limit: 9)
    _ = try tx.unfollowOwners(besides: [], after: 0, limit: 9, now)
    try tx.setOwners([home], of: source)
    try tx.setOwners([fixture.juliet], of: source)
    try tx.optOut(blog, of: home, now)
    _ = try tx.snapshot.decisions(of: home.domain)
    _ = try tx.snapshot.hasDecided(home)
    _ = try tx.snapshot.holdsAnything(of: home)
    _ = try tx.snapshot.countOptedOut(of: home)
    _ = try tx.snapshot.hasOptedOut(blog, of: home)
    try tx.optIn(blog, of: home, now)
    let own = Follow(blog, of: home, for: fixture.juliet)
    try tx.follow(own, now)
    _ = try tx.snapshot.followed(by: fixture.juliet, limit: 9)
    _ = try tx.snapshot.countFollowed(by: fixture.juliet)
    _ = try tx.snapshot.isAskedFor(own)
    _ = try tx.unfollowAccounts(besides: [], after: 0, limit: 9, now)
    _ = try tx.unfollow(own, now)
  }

  /// A service that is followed as a whole.
  private func whole(_ service: BareJID, _ tx: Transaction, _ now: Timestamp) throws {
    try tx.setConfigured(services: [service], now)
    try tx.followService(service, .admin, now)
    _ = try tx.snapshot.serviceFollow(dueAt: now, besides: [])
    _ = try tx.follow(blog, ofFollowed: service, limit: 9, now)
    _ = try tx.snapshot.lostNodes(of: service, besides: [])
    _ = try tx.snapshot.endedNodes(of: service)
    if let follow = try tx.snapshot.serviceFollow(service) {
      try tx.update(follow, wasDue: now)
    }
    try tx.wakeAllServices(at: now)
    _ = try tx.unfollowService(service, .admin, now)
    try tx.setConfigured(services: [], now)
    _ = try tx.unfollowNodes(after: 0, limit: 9, now)
    _ = try tx.unfollowNodes(of: service, atMost: 9, now)
  }
}
