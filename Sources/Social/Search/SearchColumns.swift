package import XMPP

// The columns of what a search finds, and its rows (XEP-0055).
extension SearchFields {
  package static let postColumns: [DataForm.Column] = [
    .init("title", "Title"), .init("author", "Author"), .init("author_jid", "Address", .jidSingle),
    .init("author_disagrees", "Says that it is by somebody else", .boolean),
    .init("published", "Published"), .init("community", "Community"), .init("node", "Node"),
    .init("item", "Item"), .init("jid", "Service", .jidSingle), .init("uri", "XMPP address"),
    .init("snippet", "Text"),
  ]

  /// - Parameters:
  ///   - community: what its node is called.
  ///   - publisher: nil if the node does not say who that is.
  ///   - query: what it was found by.
  package static func row(
    _ entry: Entry, at place: XMPPURI.Place, in community: String, by publisher: BareJID?,
    _ query: PostQuery
  ) -> [String: String] {
    var row = [
      "title": entry.headline(), "author": entry.author.name, "published": entry.published.text,
      "community": community, "node": place.node, "jid": place.service.description,
      "uri": place.uri,
    ]
    row["author_jid"] = publisher?.description
    if entry.author.disagrees { row["author_disagrees"] = "1" }
    row["item"] = place.item
    let snippet = Passage(of: entry.text, for: query).text
    row["snippet"] = snippet.isEmpty ? nil : snippet
    return row
  }

  package static let communityColumns: [DataForm.Column] = [
    .init("title", "Title"), .init("description", "About"), .init("node", "Node"),
    .init("jid", "Service", .jidSingle), .init("posts", "Posts"),
    .init("subscribers", "Followers"), .init("changed", "Last change"),
    .init("uri", "XMPP address"),
  ]

  /// - Parameter place: of the community's node.
  package static func row(
    _ title: String, _ description: String?, at place: XMPPURI.Place, posts: Int,
    subscribers: Int, changed: Timestamp
  ) -> [String: String] {
    var row = [
      "title": title, "node": place.node, "jid": place.service.description,
      "posts": String(posts), "subscribers": String(subscribers), "changed": changed.text,
      "uri": place.uri,
    ]
    row["description"] = description?.oneLine(limit: Passage.length)
    return row
  }

  package static let tagColumns: [DataForm.Column] = [
    .init("tag", "Tag"), .init("posts", "Posts"), .init("authors", "Authors"),
  ]

  package static func row(_ tag: TagTrend.Tag) -> [String: String] {
    ["tag": tag.name, "posts": String(tag.posts), "authors": String(tag.authors)]
  }
}
