import Social
import Store

// `/.well-known/nodeinfo`, `/nodeinfo/2.1` (nodeinfo.diaspora.software): what runs here.

extension Site {
  func nodeInfoLinks() throws -> Outcome {
    let link = JSON([
      "rel": "http://nodeinfo.diaspora.software/ns/schema/2.1",
      "href": .text(links.absolute(.machine(.nodeInfo))),
    ])
    return .page(try Page(.json, JSON(["links": [link]])))
  }

  /// How many people there are nobody has counted, and how many posts only where few communities are to be asked.
  func nodeInfo() async throws -> Outcome {
    let posts = try await store.publicPosts(in: limits.communitiesCounted)
    let description = JSON([
      "version": "2.1",
      "software": JSON(["name": "martlet", "version": .text(configuration.version)]),
      "protocols": ["xmpp"],
      "services": JSON(["inbound": [], "outbound": ["atom1.0"]]),
      "openRegistrations": .truth(false),
      "usage": JSON(["users": JSON([:]), "localPosts": posts.map(JSON.count)]),
      "metadata": JSON(["nodeName": .text(configuration.siteName)]),
    ])
    return .page(try Page(.nodeInfo, description))
  }
}
