import PubSub
import Store
import Testing
import XML
import XMPP

@testable import FeedService

/// Pages that end before they are full, since much was looked through, and say where to go on.
@Suite(.timeLimit(.minutes(1))) struct ShortPageTests {
  /// So many nodes of Romeo's, made at once.
  private func create(
    _ desk: Desk, _ count: Int, _ change: (Int, inout NodeConfiguration) -> Void
  ) async throws {
    let romeo = try BareJID("romeo@verona.lit")
    let effects = (0..<count).map { number in
      var configuration = NodeConfiguration()
      change(number, &configuration)
      return Effect.create(NodeID(stored: "n\(number)"), configuration, owner: romeo)
    }
    let (service, known) = (desk.number, Acquaintances(policy: desk.policy))
    try await desk.store.write {
      try $0.apply(
        Decision(effects: effects), in: service, now: Timestamp(milliseconds: 1_000), known)
    }
  }

  /// The nodes of each page, until there is none to go on to.
  private func pages(_ desk: Desk, _ query: String, node: String? = nil, isBackwards: Bool)
    async throws -> [[String?]]
  {
    let node = node.map { " node='\($0)'" } ?? ""
    var pages: [[String?]] = []
    var place = isBackwards ? "<before/>" : "<after/>"
    while pages.count < 9 {
      let text = try await desk.ask(
        .get, "juliet",
        "<query xmlns='\(Namespace.discoItems)'\(node)>\(query)\(resultSet(place))</query>")
      let list = try DiscoItems(Element(parsing: Array(text.utf8)))
      pages.append(list.items.map(\.node))
      guard let next = isBackwards ? list.page?.first : list.page?.last else { break }
      place = isBackwards ? "<before>\(next)</before>" : "<after>\(next)</after>"
    }
    return pages
  }

  /// The nodes below one that the asker may not see are looked at too.
  @Test func trees() async throws {
    let desk = try await Desk()
    try await desk.create("root")
    try await create(desk, 2_100) { number, configuration in
      configuration.parent = NodeID(stored: "root")
      configuration.accessModel = [0, 1_500].contains(number) ? .open : .whitelist
    }
    let query = form(Namespace.pubsubDiscovery, field("depth", "1"))
    #expect(
      try await pages(desk, query, node: "root", isBackwards: false)
        == [["n0"], ["n1500"], []])
    #expect(
      try await pages(desk, query, node: "root", isBackwards: true)
        == [["n1500"], [], ["n0"], []])
    let text = try await desk.ask(
      .get, "juliet", "<query xmlns='\(Namespace.discoItems)' node='root'>\(query)</query>")
    let list = try DiscoItems(Element(parsing: Array(text.utf8)))
    #expect(list.items.map(\.node) == ["n0"] && list.page?.last != nil, "it is not said to be all")
    #expect(list.page?.count == 1)
    try await desk.store.close()
  }

  @Test func nodes() async throws {
    let desk = try await Desk()
    try await create(desk, 2_100) { number, configuration in
      configuration.type = [0, 1_500].contains(number) ? nil : "urn:a"
    }
    let form = form(Namespace.pubsubFilter, field("excluded-types", "urn:a"))
    let query = "<filter xmlns='\(Namespace.pubsubFilter)'>\(form)</filter>"
    #expect(
      try await pages(desk, query, isBackwards: false) == [["n0"], ["n1500"], []])
    #expect(
      try await pages(desk, query, isBackwards: true) == [["n1500"], [], ["n0"], []])
    try await desk.store.close()
  }

  /// What was purged is removed little by little; until then it lies between the items in the order of creation.
  @Test func items() async throws {
    let desk = try await Desk()
    try await desk.create("blog", ["max_items": "max"])
    let romeo = try BareJID("romeo@verona.lit")
    let blog = NodeID(stored: "blog")
    func store(_ names: Range<Int>) -> [Effect] {
      names.map {
        .store(blog, PublishedItem(id: ItemID(stored: "i\($0)"), publisher: romeo, payload: nil))
      }
    }
    let effects =
      store(0..<1_500) + [.purge(blog)] + store(2_000..<2_002)
    let (service, known) = (desk.number, Acquaintances(policy: desk.policy))
    try await desk.store.write {
      try $0.apply(
        Decision(effects: effects), in: service, now: Timestamp(milliseconds: 1_000), known)
    }
    let order = "<order xmlns='\(Namespace.orderBy)' by='creation'/>"
    var place = ""
    var pages: [[String?]] = []
    while pages.count < 9 {
      let text = try await desk.get("romeo", "<items node='blog'/>\(order)\(resultSet(place))")
      let answer = try Element(parsing: Array(text.utf8))
      let list = answer.first("items", Namespace.pubsub)?.all("item", Namespace.pubsub) ?? []
      pages.append(list.map { $0["id"] })
      guard let last = try ResultSet.Response(in: answer)?.last else { break }
      place = "<after>\(last)</after>"
    }
    #expect(pages == [[], ["i2000", "i2001"], []])
    try await desk.store.close()
  }
}
