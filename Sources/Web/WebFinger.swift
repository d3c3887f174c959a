import Social
import Store
import XMPP

// `/.well-known/webfinger` (RFC 7033): where the blog of a person is, for those who have one that the public may read.

extension Site {
  /// - Parameters:
  ///   - resource: `acct:romeo@montague.lit`, `xmpp:romeo@montague.lit`, or the address of the blog's page.
  ///   - relations: those that are wanted; none: all.
  func webFinger(_ resource: String, _ relations: [String]) async throws -> Outcome {
    guard let person = person(resource) else { return .missing }
    let blog = NodePath(person, NodeProfile.microblogType)
    guard
      let found = try await store.communityPage(
        service: blog.service, node: blog.node, .newest, limit: 1, listed)
    else { return .missing }
    // A blog may have posts of others in it.
    let own = found.page.posts.first { $0.publisher == person }
    let links = links(of: blog, own?.avatar).filter {
      relations.isEmpty || relations.contains($0.relation)
    }
    let page = self.links.absolute(.community(blog, .newest))
    let description = JSON([
      "subject": .text("acct:" + XMPPURI.account(person).dropFirst("xmpp:".count)),
      "aliases": [.text(page), .text(XMPPURI.account(person))],
      "links": .list(links.map(\.json)),
    ])
    return .page(try Page(.resource, description))
  }

  private struct Link {
    var relation: String
    var type: String?
    var address: String

    var json: JSON {
      JSON(["rel": .text(relation), "type": type.map(JSON.text), "href": .text(address)])
    }
  }

  private func links(of blog: NodePath, _ avatar: AvatarID?) -> [Link] {
    let feed = links.absolute(.communityFeed(blog))
    let picture = avatar.map {
      Link(relation: "http://webfinger.net/rel/avatar", address: links.absolute(.avatar($0)))
    }
    return [
      Link(
        relation: "http://webfinger.net/rel/profile-page", type: "text/html",
        address: links.absolute(.community(blog, .newest))),
      Link(
        relation: "http://schemas.google.com/g/2010#updates-from", type: "application/atom+xml",
        address: feed),
      Link(relation: "alternate", type: "application/atom+xml", address: feed),
      Link(
        relation: "alternate", type: "application/feed+json",
        address: links.absolute(.communityFeed(blog, .json))),
    ] + [picture].compactMap { $0 }
  }

  /// Whom a resource means; nil if it is nobody.
  private func person(_ resource: String) -> BareJID? {
    let parts = resource.split(separator: ":", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    switch parts[0].lowercased() {
    case "acct", "xmpp":
      guard let text = PercentCoding.decode(parts[1].utf8), let jid = try? BareJID(text),
        jid.local != nil
      else { return nil }
      return jid
    default:
      guard case .community(let node, _)? = path(ofAddress: resource), node.isBlog else {
        return nil
      }
      return node.service
    }
  }
}
