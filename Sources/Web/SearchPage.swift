import Store

/// `/search?q=`: the form, and what it finds.
struct SearchPage: Sendable {
  var page: Frame
  var asked: String?
  /// How many there are, up to the word that is sought.
  var found: String
  var posts: [PostCard]
}

extension Site {
  /// - Parameter words: no longer than `searchBytes`. Throws `SearchError`.
  func searchPage(_ words: String) async throws -> Outcome {
    let sought = words.contains { !$0.isWhitespace }
    let posts = sought ? try await store.search(words, searchBounds(listed)) : []
    var frame = self.frame(sought ? "Search: \(words)" : "Search")
    frame.unlisted = true
    frame.words = words
    let view = SearchPage(
      page: frame, asked: sought ? words : nil, found: found(posts.count),
      posts: posts.map { card($0, .mixed) })
    return .page(Page(.html, try Templates.render(view, "search")))
  }

  func searchBounds(_ extent: PostExtent) -> SearchBounds {
    SearchBounds(
      posts: limits.postsOnPage, words: limits.searchWords, time: limits.searchTime, extent: extent)
  }

  private func found(_ count: Int) -> String {
    switch count {
    case 0: "No post was found for"
    case 1: "One post was found for"
    case limits.postsOnPage: "The \(count) best matches for"
    default: "\(count) posts were found for"
    }
  }
}
