import Social
import Store
import XMPP

/// What a post passes on, and who passes it on.
struct Shares: View {
  /// A post without a page here: the link is the sharer's own.
  struct Elsewhere: View {
    var address: String
    var host: String

    static let fields: ViewFields<Shares.Elsewhere> = [
      "address": { $0.address }, "host": { $0.host },
    ]
  }

  var quotes: [PostCard]
  var elsewhere: [Elsewhere]
  var hasOriginals: Bool
  var shareTotal: String
  var sharers: [PostCard]

  static let fields: ViewFields<Shares> = [
    "quotes": { $0.quotes }, "elsewhere": { $0.elsewhere }, "hasOriginals": { $0.hasOriginals },
    "shareTotal": { $0.shareTotal }, "sharers": { $0.sharers },
    "hasSharers": { !$0.sharers.isEmpty },
  ]
}

extension Site {
  var shareExtent: ShareExtent {
    ShareExtent(
      originals: limits.quotesOnPage, shares: limits.sharesOnPage,
      each: PostExtent(htmlBytes: 0, textLength: limits.excerptLength + 1))
  }

  /// Nil where it is connected with nothing.
  func shares(of post: PostView) -> Shares? {
    guard let found = post.shares, !found.originals.isEmpty || !found.shares.isEmpty else {
      return nil
    }
    let times = language.count(
      found.count < PublicShares.maximumCounted ? .shared : .sharedAtLeast, found.count)
    let shown = found.shares.count
    return Shares(
      quotes: found.originals.compactMap(\.post).map(quote),
      elsewhere: found.originals.filter { $0.post == nil }.compactMap { elsewhere($0.reference) },
      hasOriginals: !found.originals.isEmpty,
      shareTotal: found.count > shown ? language.count(.newestOf, shown, times) : times,
      sharers: found.shares.map { card($0, .mixed) })
  }

  private func quote(_ post: PostView) -> PostCard {
    var card = card(post, .mixed)
    if card.heading == nil, card.excerpt.isEmpty { card.heading = post.entry.headline() }
    return card
  }

  private func elsewhere(_ reference: Entry.Reference) -> Shares.Elsewhere? {
    guard let address = reference.page ?? reference.place?.uri else { return nil }
    let host = address.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first
    return Shares.Elsewhere(
      address: address,
      host: Label.first(
        of: reference.page == nil ? reference.place?.service.description : host.map(String.init),
        address, limit: limits.titleLength))
  }
}
