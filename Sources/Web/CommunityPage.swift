import Social
import Store
import XMPP

/// `/c/{node}`: a community and its posts, a page at a time.
struct CommunityPage: View {
  struct Account: View {
    var accountName: String
    var accountLink: String

    static let fields: ViewFields<CommunityPage.Account> = [
      "accountName": { $0.accountName }, "accountLink": { $0.accountLink },
    ]
  }

  struct Followed: View {
    var followedTitle: String
    var followedLink: String

    static let fields: ViewFields<CommunityPage.Followed> = [
      "followedTitle": { $0.followedTitle }, "followedLink": { $0.followedLink },
    ]
  }

  var page: Frame
  var label: String
  /// Of a person's blog: their picture, and where they are reached.
  var portrait: String?
  var account: Account?
  var summary: String?
  var tongue: String?
  var flow: String
  var count: String
  var follow: String
  var code: CodeView?
  var atom: String
  /// Of a gallery, tiles stand in their place.
  var posts: [PostCard]
  var tiles: [GalleryTile]
  var isGallery: Bool
  var newer: String?
  var older: String?
  var months: [MonthLink]
  /// What whose blog it is follows for everybody to see.
  var followed: [Followed]

  static let fields: ViewFields<CommunityPage> = [
    "page": { $0.page }, "label": { $0.label }, "portrait": { $0.portrait },
    "account": { $0.account },
    "summary": { $0.summary }, "tongue": { $0.tongue }, "flow": { $0.flow }, "count": { $0.count },
    "follow": { $0.follow },
    "code": { $0.code }, "atom": { $0.atom }, "posts": { $0.posts }, "tiles": { $0.tiles },
    "isGallery": { $0.isGallery },
    "isEmpty": { $0.posts.isEmpty && $0.tiles.isEmpty }, "newer": { $0.newer },
    "older": { $0.older },
    "isPaged": { $0.newer != nil || $0.older != nil },
    "months": { $0.months }, "hasMonths": { !$0.months.isEmpty }, "followed": { $0.followed },
    "follows": { !$0.followed.isEmpty },
  ]
}

extension Site {
  func communityPage(_ node: NodePath, _ place: PagePlace) async throws -> Outcome {
    guard
      let found = try await store.communityPage(
        service: node.service, node: node.node, cursor(place), limit: limits.postsOnPage, listed,
        months: place == .newest ? limits.monthsOnPage : 0,
        follows: place == .newest && node.isBlog ? limits.followsOnPage : 0)
    else { return .missing }
    let list = found.page
    if case .before = place, found.isNewest { return .moved(.community(node, .newest)) }
    let card = self.card(found.node, of: found.person)
    var frame = self.frame(card.label, canonical: .community(node, place))
    frame.robots.formUnion(found.node.robots)
    if place != .newest || configuration.isForeign(node.service) {
      frame.robots.insert(.noIndex)
    }
    frame.about = card.summary
    frame.locale = Self.locale(card.tongue)
    frame.data = place == .newest ? try data(of: node, card) : nil
    frame.feeds.insert(feed(of: node, card.label), at: 0)
    let newer = list.newer.map {
      links.relative(.community(node, .after(PlaceName($0, postPlaces))))
    }
    var older = list.older.map {
      links.relative(.community(node, .before(PlaceName($0, postPlaces))))
    }
    // Whoever waits for newer posts than the newest, or has a cursor of old, can go on from here.
    if list.posts.isEmpty, place != .newest { older = links.relative(.community(node, .newest)) }
    let follow = XMPPURI.subscribe(service: node.service, node: node.node)
    let view = CommunityPage(
      page: frame, label: card.label,
      portrait: node.isBlog ? found.person?.picture.map { links.relative(.avatar($0)) } : nil,
      account: node.isBlog ? account(node.service) : nil, summary: card.summary,
      tongue: card.tongue, flow: card.flow,
      count: card.count, follow: follow, code: CodeView(follow),
      atom: links.relative(.communityFeed(node)),
      posts: found.node.isGallery ? [] : list.posts.map { self.card($0, .listed) },
      tiles: found.node.isGallery ? list.posts.map(tile) : [], isGallery: found.node.isGallery,
      newer: newer, older: older,
      months: monthLinks(.community(node), found.months),
      followed: found.follows.map(followed))
    return .page(try page(view, "community", frame))
  }
}

extension Site {
  private func followed(_ node: NodeView) -> CommunityPage.Followed {
    let card = card(node)
    return CommunityPage.Followed(followedTitle: card.label, followedLink: card.place)
  }

  private func account(_ jid: BareJID) -> CommunityPage.Account {
    CommunityPage.Account(
      accountName: jid.description, accountLink: XMPPURI.account(jid))
  }
}

extension CommunityView {
  /// Whether the page begins with the newest post of all, or would if there were one.
  fileprivate var isNewest: Bool {
    page.posts.isEmpty ? node.posts == 0 : page.newer == nil
  }
}
