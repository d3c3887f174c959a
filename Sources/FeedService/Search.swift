import PubSub
import Social
import Store
import XMPP

/// Searching for posts, and the directory of communities (XEP-0055).
extension Context {
  /// So much is given at a time.
  private static let maximumResults = 50
  private static let usualResults = 20
  /// Of each post, as much as a list shows.
  private static let extent = PostExtent(htmlBytes: 0, textLength: 4_096)

  func searchForm(_ iq: IQ) throws(StanzaError) -> Work {
    .answer(
      SearchForm(
        instructions: "Fill in the form to look for posts, communities or tags.",
        form: SearchFields.form
      ).element)
  }

  func search(_ iq: IQ) throws(StanzaError) -> Work {
    let request = try SearchRequest(try iq.request)
    try request.page?.requireNoIndex()
    try request.page?.requireForwards()
    let search = try SearchFields.read(request.form)
    let limit = min(request.page?.max ?? Self.usualResults, Self.maximumResults)
    let (known, jid) = (known, iq.from.bare)
    // The UIDs of tags are their names.
    let place: SearchPlace? = if case .tags = search { nil } else { try place(after: request.page) }
    return .search { snapshot in
      switch search {
      case .posts(let query):
        try self.posts(query, jid, after: place, limit, snapshot, known)
      case .communities(let words, let order):
        try self.communities(words, order, jid, after: place, limit, snapshot)
      case .tags: try self.tags(request.page, limit, snapshot)
      }
    }
  }

  private func tags(_ request: ResultSet.Request?, _ limit: Int, _ snapshot: Snapshot) throws
    -> Reply
  {
    let page = try snapshot.tagTrend(in: service, now: .now).page(
      request, of: TagNode.maximumTags, limit: limit)
    return results(SearchFields.tagColumns, page.tags.map(SearchFields.row), page.set)
  }

  private func posts(
    _ query: PostQuery, _ jid: BareJID, after place: SearchPlace?, _ limit: Int,
    _ snapshot: Snapshot, _ known: Acquaintances
  ) throws -> Reply {
    let bounds = SearchBounds(posts: limit, extent: Self.extent)
    let found = try snapshot.search(
      query, for: .account(jid, on: service, known), after: place, bounds)
    let rows = found.posts.map { one in
      let post = one.post
      let place = XMPPURI.Place(service: post.service, node: post.node, item: post.item)
      return SearchFields.row(
        post.entry, at: place, in: post.nodeTitle, by: post.publisher, query)
    }
    return results(
      SearchFields.postColumns, rows, set(found.posts.map(\.place), reached: found.reached))
  }

  private func communities(
    _ words: [String], _ order: DirectoryOrder, _ jid: BareJID, after place: SearchPlace?,
    _ limit: Int, _ snapshot: Snapshot
  ) throws -> Reply {
    let found = try snapshot.directory(
      words, in: service, by: order, for: jid, after: place, limit: limit)
    let rows = found.entries.map { one in
      let node = one.node
      return SearchFields.row(
        node.title, node.description,
        at: XMPPURI.Place(service: node.service, node: node.name), posts: node.posts,
        subscribers: node.subscribers, changed: node.changed)
    }
    return results(SearchFields.communityColumns, rows, set(found))
  }

  /// Where a page begins; nil: at the beginning.
  func place(after page: ResultSet.Request?) throws(StanzaError) -> SearchPlace? {
    guard let mark = page?.after, !mark.isEmpty else { return nil }
    return try place(mark)
  }

  private func results(
    _ columns: [DataForm.Column], _ rows: [[String: String]], _ set: ResultSet.Response
  ) -> Reply {
    Reply(SearchResults(columns: columns, rows: rows, page: set).element)
  }

  // MARK: Cursors: the number of the list, and the place in it.

  private var places: Cipher { cipher.list(.search, of: service.number) }

  func mark(_ place: SearchPlace) -> String { "\(place.list).\(places.name(place.number))" }

  func place(_ mark: String) throws(StanzaError) -> SearchPlace {
    let parts = mark.split(separator: ".")
    guard parts.count == 2, let list = Int(parts[0]), (0..<8).contains(list) else {
      throw .noSuchPlace
    }
    return SearchPlace(list: list, number: try places.place(parts[1]))
  }
}
