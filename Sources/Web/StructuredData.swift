import Social
import Store
import XMPP

// What a page is about, in the words of schema.org, as JSON-LD for search engines.

extension Frame {
  struct StructuredData: View {
    var json: SafeJSON

    static let fields: ViewFields<Frame.StructuredData> = [
      "json": { $0.json }
    ]

    init(_ thing: KeyValuePairs<String, JSON?>) throws {
      json = try SafeJSON(JSON(thing, and: ["@context": "https://schema.org"]))
    }
  }
}

extension Site {
  /// `/`: the site, and how it is searched.
  func dataOfSite() throws -> Frame.StructuredData {
    let search = links.absolute(.search(""))
    return try Frame.StructuredData([
      "@type": "WebSite", "name": .text(configuration.siteName),
      "url": .text(links.absolute(.front)),
      "potentialAction": JSON([
        "@type": "SearchAction",
        "target": JSON([
          "@type": "EntryPoint", "urlTemplate": .text(search + "?q={search_term_string}"),
        ]), "query-input": "required name=search_term_string",
      ]),
    ])
  }

  /// `/c/{node}`, `/@{person}`: a community is a blog of many, a person's page is about that person.
  func data(of node: NodePath, _ card: CommunityCard) throws -> Frame.StructuredData {
    let address = links.absolute(.community(node, .newest))
    guard node.isBlog else {
      return try Frame.StructuredData([
        "@type": "Blog", "name": .text(card.label), "url": .text(address),
        "description": card.summary.map(JSON.text), "inLanguage": card.tongue.map(JSON.text),
        "isPartOf": website,
      ])
    }
    let person = JSON([
      "@type": "Person", "name": .text(card.label), "url": .text(address),
      "description": card.summary.map(JSON.text),
      "sameAs": .text(XMPPURI.account(node.service)),
    ])
    return try Frame.StructuredData([
      "@type": "ProfilePage", "url": .text(address), "mainEntity": person, "isPartOf": website,
    ])
  }

  /// `/tag/{tag}`
  func data(ofTag tag: String) throws -> Frame.StructuredData {
    try Frame.StructuredData([
      "@type": "CollectionPage", "name": .text("#" + tag),
      "url": .text(links.absolute(.tag(tag))), "isPartOf": website,
    ])
  }

  /// - Parameters:
  ///   - address: its canonical one.
  ///   - home: how the community is called.
  func data(of post: PostView, _ card: PostCard, at address: String, in home: String) throws
    -> Frame.StructuredData
  {
    let entry = post.entry
    let blog = JSON([
      "@type": "Blog", "name": .text(home),
      "url": .text(links.absolute(.community(post.home, .newest))),
    ])
    return try Frame.StructuredData([
      "@type": "BlogPosting", "url": .text(address), "mainEntityOfPage": .text(address),
      "headline": .text(entry.headline()), "datePublished": .text(entry.published.text),
      "dateModified": .text(entry.updated.text), "inLanguage": entry.language.map(JSON.text),
      "author": author(of: post, card), "image": images(card), "keywords": JSON(entry.tags),
      "commentCount": post.comments.map { .count($0.count) },
      "interactionStatistic": interactions(post), "isPartOf": blog,
      "publisher": JSON([
        "@type": "Organization", "name": .text(configuration.siteName),
        "url": .text(links.absolute(.front)),
      ]),
    ])
  }

  private var website: JSON {
    JSON([
      "@type": "WebSite", "name": .text(configuration.siteName),
      "url": .text(links.absolute(.front)),
    ])
  }

  private func author(of post: PostView, _ card: PostCard) -> JSON {
    JSON([
      "@type": "Person", "name": .text(card.writer.name), "url": card.writer.profile.map(JSON.text),
      "image": post.avatar.map { .text(links.absolute(.avatar($0))) },
    ])
  }

  private func images(_ card: PostCard) -> JSON? {
    let pictures = card.attachments.pictures
    guard !pictures.isEmpty else { return nil }
    return .list(
      pictures.map { picture in
        JSON([
          "@type": "ImageObject", "url": .text(picture.source), "caption": .text(picture.caption),
          "width": picture.extent.map { .count($0.width) },
          "height": picture.extent.map { .count($0.height) },
        ])
      })
  }

  private func interactions(_ post: PostView) -> JSON? {
    let reactions = post.attached?.reactions.reduce(0) { $0 + $1.count } ?? 0
    let counts = [
      ("LikeAction", post.attached?.noticed ?? 0), ("ReactAction", reactions),
      ("CommentAction", post.comments?.count ?? 0), ("ShareAction", post.shares?.count ?? 0),
    ].filter { $0.1 > 0 }
    guard !counts.isEmpty else { return nil }
    return .list(
      counts.map { action, count in
        JSON([
          "@type": "InteractionCounter", "interactionType": .text("https://schema.org/" + action),
          "userInteractionCount": .count(count),
        ])
      })
  }
}
