import Social
import Store
import XML

// `/communities.opml` (OPML 2.0): the feeds of all communities that everybody may read, for a feed reader to take over.

extension Site {
  func communityList() async throws -> Outcome {
    let nodes = try await store.listedNodes(before: nil, limit: limits.communitiesInList).nodes
    var body = Element("body", "")
    var room = limits.listBytes
    for node in nodes {
      let outline = outline(node).xml()
      room -= outline.count
      guard room >= 0 else { break }
      body.children.append(.written(outline))
    }
    let head = Element(
      "head", "", [:], [Element("title", "", text: configuration.siteName)])
    let document = Element("opml", "", ["version": "2.0"], [head, body])
    return .page(Page(.outlines, document))
  }

  private func outline(_ node: NodeView) -> Element {
    let card = card(node)
    let path = NodePath(node.service, node.name)
    return Element(
      "outline", "",
      [
        "type": "rss", "text": card.label, "title": card.label, "description": card.summary,
        "language": card.tongue, "htmlUrl": links.absolute(.community(path, .newest)),
        "xmlUrl": links.absolute(.communityFeed(path)),
      ])
  }
}
