import PubSub
import Social
import Store
import XMPP

/// Searching for posts, and the directory of communities (XEP-0055).
extension Context {
  /// So much is given at a time.
  private static let maximumResults = 50
  private static let usualResults = 20

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
    guard request.page?.before == nil else {
      throw StanzaError(.featureNotImplemented, "What is found is read from the best on.")
    }
    let search = try SearchFields.read(request.form)
    let limit = min(request.page?.max ?? Self.usualResults, Self.maximumResults)
    let (known, jid) = (known, iq.from.bare)
    let place = try request.page?.after.flatMap { $0.isEmpty ? nil : $0 }
      .map { mark throws(StanzaError) in try self.place(mark) }
    return .search { snapshot in
      switch search {
      case .posts(let query):
        try self.posts(query, jid, after: place, limit, snapshot, known)
      case .communities(let words, let order):
        try self.communities(words, order, jid, after: place, limit, snapshot)
      case .tags:
        Reply(
          SearchResults(
            columns: SearchFields.tagColumns,
            rows: try snapshot.trendingTags(in: self.service, now: .now, limit: limit)
              .map(SearchFields.row)
          ).element)
      }
    }
  }

  private func posts(
    _ query: PostQuery, _ jid: BareJID, after place: SearchPlace?, _ limit: Int,
    _ snapshot: Snapshot, _ known: Acquaintances
  ) throws -> Reply {
    let bounds = SearchBounds(posts: limit, extent: SearchFields.extent)
    let found = try snapshot.search(
      query, for: .account(jid, on: service, known), after: place, bounds)
    return results(
      SearchFields.columns, found.map { SearchFields.row($0.post, query) }, found.map(\.place))
  }

  private func communities(
    _ words: [String], _ order: DirectoryOrder, _ jid: BareJID, after place: SearchPlace?,
    _ limit: Int, _ snapshot: Snapshot
  ) throws -> Reply {
    let found = try snapshot.directory(
      words, in: service, by: order, for: jid, after: place, limit: limit)
    return results(
      SearchFields.directoryColumns, found.map { SearchFields.row($0.node) }, found.map(\.place))
  }

  private func results(
    _ columns: [SearchResults.Column], _ rows: [[String: String]], _ places: [SearchPlace]
  ) -> Reply {
    let set = ResultSet.Response(first: places.first.map(mark), last: places.last.map(mark))
    return Reply(SearchResults(columns: columns, rows: rows, page: set).element)
  }

  // MARK: Cursors: the number of the list, and the place in it.

  private var places: Cipher { cipher.list(.search, of: service.number) }

  private func mark(_ place: SearchPlace) -> String { "\(place.list).\(places.name(place.number))" }

  private func place(_ mark: String) throws(StanzaError) -> SearchPlace {
    let parts = mark.split(separator: ".")
    guard parts.count == 2, let list = Int(parts[0]), (0..<8).contains(list) else {
      throw .noSuchPlace
    }
    return SearchPlace(list: list, number: try places.place(parts[1]))
  }
}

/// The fields of the search form, and the columns of what is found.
private enum SearchFields {
  enum Search: Sendable {
    case posts(PostQuery)
    case communities([String], DirectoryOrder)
    case tags
  }

  /// Of each post, as much as a list shows.
  static let extent = PostExtent(htmlBytes: 0, textLength: 4_096)

  static var form: DataForm {
    DataForm(
      .form, formType: Namespace.search, title: "Search",
      fields: [
        DataForm.Field(
          "kind", .listSingle, label: "What to look for",
          options: [
            DataForm.Option("posts", label: "Posts"),
            DataForm.Option("communities", label: "Communities"),
            DataForm.Option("tags", label: "Tags that are in use just now"),
          ], values: ["posts"]),
        DataForm.Field(
          "text", .textSingle, label: "Words",
          description: "\"Several in order\", begin*, #tag, author:romeo@example.org"),
        DataForm.Field("author", .textSingle, label: "Author, by address or name"),
        DataForm.Field("tag", .textSingle, label: "Tag"),
        DataForm.Field("node", .textSingle, label: "Community or blog"),
        DataForm.Field("language", .textSingle, label: "Language, such as de or pt-br"),
        DataForm.Field("since", .textSingle, label: "Not older than, such as 2026-06-01"),
        DataForm.Field("until", .textSingle, label: "Older than"),
        DataForm.Field(
          "order", .listSingle, label: "Communities by",
          options: [
            DataForm.Option(DirectoryOrder.activity.rawValue, label: "Their last change"),
            DataForm.Option(DirectoryOrder.subscribers.rawValue, label: "How many follow them"),
          ], values: [DirectoryOrder.activity.rawValue]),
      ])
  }

  static func read(_ form: DataForm) throws(StanzaError) -> Search {
    func value(_ name: String) throws(StanzaError) -> String? {
      guard let text = try form.single(name)?.oneLine(limit: PostQuery.maximumBytes) else {
        return nil
      }
      return text.isEmpty ? nil : text
    }
    let text = try value("text") ?? ""
    var query: PostQuery
    do throws(PostQuery.Problem) { query = try PostQuery(text) } catch { throw error.refusal }
    switch try value("kind") ?? "posts" {
    case "posts": break
    case "communities":
      let order = try value("order") ?? DirectoryOrder.activity.rawValue
      guard let order = DirectoryOrder(rawValue: order) else { throw unknown("order") }
      return .communities(query.plainWords, order)
    case "tags": return .tags
    default: throw unknown("kind")
    }
    if let author = try value("author"), !query.set(author: author) {
      throw StanzaError(.notAcceptable, "The author is neither an address nor a name.")
    }
    if let tag = try value("tag") { query.add(tag: tag) }
    query.node = try value("node") ?? query.node
    if let language = try value("language") {
      guard let tag = LanguageTag(language) else { throw unknown("language") }
      query.language = tag.text
    }
    query.since = try moment("since", value) ?? query.since
    query.until = try moment("until", value) ?? query.until
    return .posts(query)
  }

  private static func moment(
    _ name: String, _ value: (String) throws(StanzaError) -> String?
  ) throws(StanzaError) -> Timestamp? {
    guard let text = try value(name) else { return nil }
    guard let moment = PostQuery.moment(text) else {
      throw StanzaError(
        .notAcceptable, "The field \(name) holds no day (2026-06-01) and no moment of XEP-0082.")
    }
    return moment
  }

  private static func unknown(_ field: String) -> StanzaError {
    StanzaError(.notAcceptable, "The field \(field) holds what is not known here.")
  }

  static let columns: [SearchResults.Column] = [
    .init("title", "Title"), .init("author", "Author"), .init("author_jid", "Address", .jidSingle),
    .init("published", "Published"), .init("community", "Community"), .init("node", "Node"),
    .init("item", "Item"), .init("jid", "Service", .jidSingle), .init("uri", "XMPP address"),
    .init("snippet", "Text"),
  ]

  static func row(_ post: PostView, _ query: PostQuery) -> [String: String] {
    [
      "title": post.entry.headline(), "author": post.entry.author.name,
      "author_jid": post.publisher?.description ?? "", "published": post.entry.published.text,
      "community": post.nodeTitle, "node": post.node, "item": post.item,
      "jid": post.service.description,
      "uri": XMPPURI.item(service: post.service, node: post.node, item: post.item),
      "snippet": Snippet.around(query, in: post.entry.text),
    ].filter { !$0.value.isEmpty }
  }

  static let tagColumns: [SearchResults.Column] = [
    .init("tag", "Tag"), .init("posts", "Posts"), .init("authors", "Authors"),
  ]

  static func row(_ tag: TagTrend.Tag) -> [String: String] {
    ["tag": tag.name, "posts": String(tag.posts), "authors": String(tag.authors)]
  }

  static let directoryColumns: [SearchResults.Column] = [
    .init("title", "Title"), .init("description", "About"), .init("node", "Node"),
    .init("jid", "Service", .jidSingle), .init("posts", "Posts"),
    .init("subscribers", "Followers"), .init("changed", "Last change"),
    .init("uri", "XMPP address"),
  ]

  static func row(_ node: NodeView) -> [String: String] {
    var row = [
      "title": node.title, "node": node.name, "jid": node.service.description,
      "posts": String(node.posts), "subscribers": String(node.subscribers),
      "changed": node.changed.text,
      "uri": XMPPURI.node(service: node.service, node: node.name),
    ]
    row["description"] = node.description?.oneLine(limit: Snippet.length)
    return row
  }
}

extension PostQuery.Problem {
  var refusal: StanzaError {
    switch self {
    case .tooLong:
      StanzaError(
        .notAcceptable, "A search takes at most \(PostQuery.maximumBytes) bytes of words.")
    case .tooManyTerms:
      StanzaError(.notAcceptable, "A search takes at most \(PostQuery.maximumTerms) words.")
    }
  }
}
