import Social
import Store
import XMPP

/// The posts that were published right before and right after one, in the same community.
struct PostsBeside: View {
  struct Neighbour: View {
    var headline: String
    var address: String
    var tongue: String?
    var flow: String

    static let fields: ViewFields<PostsBeside.Neighbour> = [
      "headline": { $0.headline }, "address": { $0.address }, "tongue": { $0.tongue },
      "flow": { $0.flow },
    ]
  }

  var previous: Neighbour?
  var following: Neighbour?

  static let fields: ViewFields<PostsBeside> = [
    "previous": { $0.previous }, "following": { $0.following },
  ]
}

extension Site {
  /// Nil if it stands alone.
  func beside(_ post: PostView) -> PostsBeside? {
    guard let found = post.neighbours, found.older != nil || found.newer != nil else { return nil }
    return PostsBeside(
      previous: found.older.map { neighbour($0, of: post) },
      following: found.newer.map { neighbour($0, of: post) })
  }

  private func neighbour(_ other: PostNeighbours.Neighbour, of post: PostView)
    -> PostsBeside.Neighbour
  {
    let path = SitePath.post(
      post.home, item: other.item, slug: post.home.isBlog ? Slug(title: other.title) : nil)
    return PostsBeside.Neighbour(
      headline: Label.first(of: other.headline, other.item, limit: limits.titleLength),
      address: links.relative(path), tongue: other.language,
      flow: TextDirection.attribute(other.language.flatMap(LanguageTag.init)))
  }
}
