import Social
import Store
import XMPP

// `/api/v1`: the same as on pages, for programs. `Static/openapi.json` describes each address and each member.

extension Site {
  func outcome(_ path: APIPath) async throws -> Outcome {
    switch path {
    case .description: return .page(StaticFiles.description)
    case .nodes(let place):
      let found = try await store.listedNodes(
        before: place?.number(nodePlaces), limit: limits.communitiesInAnswer)
      let next = found.next.map { APIPath.nodes(before: PlaceName($0, nodePlaces)) }
      return try answer(["nodes": .list(found.nodes.map(json)), "next": next.map(address)])
    case .node(let node):
      let found = try await store.publicNode(service: node.service, node: node.node)
      return try found.map { .page(try Page(.json, json($0), robots: rules($0.robots))) }
        ?? .missing
    case .posts(let node, let place): return try await posts(of: node, place)
    case .post(let node, let item): return try await post(node, item)
    case .search(let words, let place): return try await search(words, after: place)
    }
  }

  private func posts(of node: NodePath, _ place: PagePlace) async throws -> Outcome {
    guard
      let found = try await store.communityPage(
        service: node.service, node: node.node, cursor(place), limit: limits.postsOnPage,
        feedBounds.extent)
    else { return .missing }
    let list = found.page
    let newer = list.newer.map { APIPath.posts(node, .after(PlaceName($0, postPlaces))) }
    let older = list.older.map { APIPath.posts(node, .before(PlaceName($0, postPlaces))) }
    return try answer(
      [
        "posts": .list(list.posts.map(json)), "next": older.map(address),
        "previous": newer.map(address),
      ], found.node.robots)
  }

  private func post(_ node: NodePath, _ item: String) async throws -> Outcome {
    let comments = CommentExtent(limit: 0, each: listed)
    switch try await store.post(
      service: node.service, node: node.node, item: item, comments)
    {
    case .found(let post):
      return .page(try Page(.json, json(post), robots: rules(post.robots)))
    case .gone: return .gone
    case .missing: return .missing
    }
  }

  /// Throws `SearchError`.
  private func search(_ words: String, after place: FoundPlace?) async throws -> Outcome {
    let found = try await find(words, after: place, limits.postsOnPage, feedBounds.extent)
    let next = next(found, limits.postsOnPage).map { APIPath.search(words, after: $0) }
    return try answer([
      "posts": .list(found.posts.map { json($0.post) }), "next": next.map(address),
    ])
  }

  private func answer(
    _ members: KeyValuePairs<String, JSON?>, _ robots: RobotRules = []
  ) throws -> Outcome {
    .page(try Page(.json, JSON(members), robots: rules(robots)))
  }

  private func address(_ path: APIPath) -> JSON {
    .text(links.absolute(.machine(.api(path))))
  }
}

// MARK: - What there is of a node and of a post

extension Site {
  private func json(_ node: NodeView) -> JSON {
    let path = NodePath(node.service, node.name)
    let links = JSON([
      "self": address(.node(path)), "posts": address(.posts(path)),
      "page": .text(self.links.absolute(.community(path, .newest))),
      "atom": .text(self.links.absolute(.communityFeed(path))),
      "json_feed": .text(self.links.absolute(.communityFeed(path, .json))),
      "xmpp": .text(XMPPURI.node(service: node.service, node: node.name)),
    ])
    return JSON([
      "service": .text(node.service.description), "node": .text(node.name),
      "title": .text(node.title), "description": node.description.map(JSON.text),
      "language": node.language.flatMap(LanguageTag.init).map { .text($0.text) },
      "created": .text(node.created.text), "changed": .text(node.changed.text),
      "post_count": .count(node.posts), "follower_count": .count(node.subscribers),
      "links": links,
    ])
  }

  private func json(_ post: PostView) -> JSON {
    let entry = post.entry
    let links = JSON([
      "self": address(.post(post.home, item: post.item)), "node": address(.node(post.home)),
      "page": .text(self.links.absolute(post.path())),
      "xmpp": .text(
        XMPPURI.item(service: post.service, node: post.node, item: post.item)),
    ])
    let author = JSON([
      "name": .text(entry.author.name), "uri": entry.author.uri.map(JSON.text),
      "avatar": post.avatar.map { .text(self.links.absolute(.avatar($0))) },
    ])
    return JSON([
      "service": .text(post.service.description), "node": .text(post.node),
      "item": .text(post.item), "title": entry.title.isEmpty ? nil : .text(entry.title),
      "content_html": post.isWhole ? .text(entry.html.markup) : nil,
      "summary": .text(entry.summary()), "author": author,
      "published": .text(entry.published.text), "updated": .text(entry.updated.text),
      "language": entry.language.map(JSON.text), "tags": JSON(entry.tags),
      "attachments": list(entry.enclosures.map(json)),
      "references": list(entry.references.map(json)),
      "comment_count": post.comments.map { .count($0.count) },
      "reactions": post.attached.flatMap { list($0.reactions.map(json)) },
      "noticed_count": post.attached.map { .count($0.noticed) }, "links": links,
    ])
  }

  private func list(_ values: [JSON]) -> JSON? { values.isEmpty ? nil : .list(values) }

  private func json(_ file: Entry.Enclosure) -> JSON {
    JSON([
      "url": .text(file.href), "media_type": file.type.map(JSON.text),
      "title": file.title.map(JSON.text), "size_in_bytes": file.length.map(JSON.number),
      "width": file.width.map { .number(Int64($0)) },
      "height": file.height.map { .number(Int64($0)) },
    ])
  }

  private func json(_ reference: Entry.Reference) -> JSON {
    JSON([
      "kind": .text(reference.kind.rawValue), "page": reference.page.map(JSON.text),
      "xmpp": reference.place.map { .text($0.uri) },
    ])
  }

  private func json(_ reaction: AttachmentSummary.Reaction) -> JSON {
    JSON(["text": .text(reaction.text), "count": .count(reaction.count)])
  }
}
