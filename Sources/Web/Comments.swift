import Social
import Store
import XMPP

/// The comments below a post, a page at a time, in the order in which they were written.
struct Comments: Sendable {
  /// A comment; one that answers another one stands further in.
  struct Comment: Sendable {
    var anchor: String
    /// To itself: a comment has no page of its own.
    var link: String
    var step: Int
    var heading: String?
    var language: String?
    var direction: String
    var html: SafeHTML?
    var excerpt: [String]
    var writer: PostCard.Writer
    var written: PostCard.Moment
  }

  var total: String
  var comments: [Comment]
  var earlier: String?
  var later: String?
  var isPaged: Bool

  /// Further in than so many steps there is no room.
  static let maximumSteps = 5
}

extension Site {
  /// Nil where there are none.
  func comments(on post: PostView, from start: PlaceName?) -> Comments? {
    guard let found = post.comments, found.count > 0 || !found.page.comments.isEmpty else {
      return nil
    }
    func page(_ start: PlaceName?) -> String {
      links.relative(post.path(comments: start)) + "#comments"
    }
    let later = found.page.next.map { page(PlaceName($0, commentPlaces)) }
    return Comments(
      total: found.count == 1 ? "1 comment" : "\(found.count) comments",
      comments: found.page.comments.map(comment), earlier: start == nil ? nil : page(nil),
      later: later, isPaged: start != nil || later != nil)
  }

  private func comment(_ view: CommentView) -> Comments.Comment {
    let card = self.card(view.post, .listed)
    let anchor = PlaceName(view.number, commentPlaces).text
    return Comments.Comment(
      anchor: anchor, link: "#" + anchor, step: min(view.depth, Comments.maximumSteps),
      heading: card.heading, language: card.language, direction: card.direction, html: card.html,
      excerpt: card.excerpt, writer: card.writer, written: card.written)
  }
}
