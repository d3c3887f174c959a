import Social
import Store

/// `/search?q=`: the form, and what it finds.
struct SearchPage: View {
  /// A post with the words that it was found by.
  struct Hit: View {
    var post: PostCard
    var titlePieces: [Piece]
    var textPieces: [Piece]

    static let fields: ViewFields<SearchPage.Hit> = [
      "post": { $0.post }, "titlePieces": { $0.titlePieces }, "textPieces": { $0.textPieces },
      "hasText": { !$0.textPieces.isEmpty },
    ]
  }

  struct Piece: View {
    var piece: String
    var isFound: Bool

    static let fields: ViewFields<SearchPage.Piece> = [
      "piece": { $0.piece }, "isFound": { $0.isFound },
    ]
  }

  var page: Frame
  var asked: String?
  /// How many there are, up to the word that is sought.
  var found: String
  var hits: [Hit]
  var first: String?
  /// Where it goes on.
  var further: String?

  static let fields: ViewFields<SearchPage> = [
    "page": { $0.page }, "asked": { $0.asked }, "found": { $0.found }, "hits": { $0.hits },
    "first": { $0.first }, "further": { $0.further },
    "isPaged": { $0.first != nil || $0.further != nil },
  ]
}

extension SitePath {
  /// What is searched for, if it is a search.
  var searchedWords: String? {
    switch self {
    case .search(let words, _), .searchFeed(let words, _), .machine(.api(.search(let words, _))):
      words
    default: nil
    }
  }

  /// Whether there is anything to look for in it.
  static func isSearch(_ words: String) -> Bool { words.contains { !$0.isWhitespace } }
}

extension Site {
  /// - Parameter words: no longer than `searchBytes`. Throws `SearchError`.
  func searchPage(_ words: String, after place: FoundPlace?) async throws -> Outcome {
    let sought = SitePath.isSearch(words)
    let found =
      sought ? try await find(words, after: place, limits.postsOnPage, Self.searched) : nil
    let posts = found?.posts.map(\.post) ?? []
    let next = found.flatMap { self.next($0, limits.postsOnPage) }
    var frame = self.frame(sought ? language.text(.searchOf, words) : language[.search])
    frame.robots.insert(.noIndex)
    frame.words = words
    if sought { frame.feeds.insert(feed(ofSearch: words), at: 0) }
    let view = SearchPage(
      page: frame, asked: sought ? words : nil,
      found: heading(posts.count, isFirst: place == nil, isLast: next == nil),
      hits: posts.isEmpty ? [] : hits(posts, try PostQuery(words, limit: limits.searchWords)),
      first: place.map { _ in links.relative(.search(words)) },
      further: next.map { links.relative(.search(words, after: $0)) })
    return .page(try page(view, "search", frame))
  }

  /// Enough of a text to look for the words; no markup is shown.
  private static let searched = PostExtent(htmlBytes: -1, textLength: Passage.searched)

  private func hits(_ posts: [PostView], _ query: PostQuery) -> [SearchPage.Hit] {
    posts.map { post in
      let text = Passage(of: post.entry.text, for: query, length: limits.passageLength)
      return SearchPage.Hit(
        post: card(post, .mixed),
        titlePieces: pieces(Passage(title: post.entry.title, for: query)),
        textPieces: pieces(text))
    }
  }

  private func pieces(_ passage: Passage) -> [SearchPage.Piece] {
    passage.pieces.map { SearchPage.Piece(piece: $0.text, isFound: $0.isFound) }
  }

  /// `/search/feed?q=`: the same as a feed, missing where nothing is looked for. Throws `SearchError`.
  func searchFeed(_ words: String, _ format: FeedFormat) async throws -> Outcome {
    guard SitePath.isSearch(words) else { return .missing }
    let posts = try await inTurn {
      let found = try await store.find(
        words, after: nil, searchBounds(limits.feedEntries, feedBounds.extent))
      return try await store.withReplies(found.posts.map(\.post).fitting(limits.feedBytes))
    }
    let page = links.absolute(.search(words))
    let feed = AtomFeed(
      id: page, title: language.text(.searchOf, words) + " · " + configuration.siteName,
      updated: lastUpdate(of: posts), address: "", page: page, author: configuration.siteName,
      entries: posts.map(entry))
    return .page(
      self.page(feed, format, at: .searchFeed(words, format), AtomFeedPaging(), changed: nil))
  }

  private func feed(ofSearch words: String) -> Frame.Feed {
    feed(language.text(.searchOf, words)) { .searchFeed(words, $0) }
  }

  /// Throws `SearchError`, `Turnstile.Busy`, or `Turnstile.TooMany`.
  func find(_ words: String, after place: FoundPlace?, _ posts: Int, _ extent: PostExtent)
    async throws -> FoundPosts
  {
    let start = place.flatMap { place in
      place.place.number(foundPlaces).map { SearchPlace(list: place.list, number: $0) }
    }
    return try await inTurn {
      try await store.find(words, after: start, searchBounds(posts, extent))
    }
  }

  /// Where a search goes on that was asked for so many posts: nil where all has been looked through.
  func next(_ found: FoundPosts, _ posts: Int) -> FoundPlace? {
    let isFull = found.posts.count == posts
    return (isFull ? found.posts.last?.place : found.reached).map {
      FoundPlace(list: $0.list, place: PlaceName($0.number, foundPlaces))
    }
  }

  /// What looks into the store for a search waits for its turn. Throws `Turnstile.Busy`, or `Turnstile.TooMany`.
  func inTurn<Found: Sendable>(_ find: @Sendable () async throws -> Found) async throws -> Found {
    try await searches.pass(visitor, find)
  }

  func searchBounds(_ posts: Int, _ extent: PostExtent) -> SearchBounds {
    var bounds = SearchBounds(
      posts: posts, words: limits.searchWords, time: limits.searchTime, extent: extent)
    bounds.passed = limits.postsSearched
    return bounds
  }

  private func heading(_ count: Int, isFirst: Bool, isLast: Bool) -> String {
    switch (count, isFirst, isLast) {
    case (0, _, false): language[.foundNoneYet]
    case (0, true, true): language[.foundNone]
    case (0, false, true): language[.foundNoMore]
    case (_, false, _): language[.foundMore]
    case (_, true, false): language.count(.bestMatches, count)
    case (_, true, true): language.count(.found, count)
    }
  }
}
