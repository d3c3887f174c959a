import Social
import Store
import XMPP

/// The comments below a post, a page at a time, in the order in which they were written.
struct Comments: View {
  /// A comment; one that answers another one stands further in.
  struct Comment: View {
    var anchor: String
    /// The comment or the post that it answers.
    var answered: String
    var step: Int
    /// A comment has no page of its own: its link leads to itself.
    var card: PostCard

    static let fields: ViewFields<Comments.Comment> = PostCard.fields
      .mapValues { field in { @Sendable in field($0.card) } }
      .merging([
        "anchor": { $0.anchor }, "answered": { $0.answered }, "step": { $0.step },
        "card": { $0.card },
      ]) { _, own in own }
  }

  var total: String
  var comments: [Comment]
  var earlier: String?
  var later: String?

  static let fields: ViewFields<Comments> = [
    "total": { $0.total }, "comments": { $0.comments }, "earlier": { $0.earlier },
    "later": { $0.later },
    "isPaged": { $0.earlier != nil || $0.later != nil },
  ]

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
    let shown = Set(found.page.comments.map(\.number))
    let later = found.page.next.map { page(PlaceName($0, commentPlaces)) }
    return Comments(
      total: language.count(.commentCount, found.count),
      comments: found.page.comments.map { view in
        let parent = view.answered.flatMap { shown.contains($0) ? "#" + anchor($0) : nil }
        return comment(view, answering: parent ?? links.relative(post.path()))
      }, earlier: start == nil ? nil : page(nil),
      later: later)
  }

  /// What is read of a comment: see `Extent.comment`.
  var commentExtent: PostExtent {
    PostExtent(htmlBytes: limits.wholeCommentBytes, textLength: limits.wholeCommentBytes + 1)
  }

  func anchor(_ comment: Int64) -> String { PlaceName(comment, commentPlaces).text }

  private func comment(_ view: CommentView, answering answered: String) -> Comments.Comment {
    var card = self.card(view.post, .comment)
    let anchor = self.anchor(view.number)
    card.link = "#" + anchor
    return Comments.Comment(
      anchor: anchor, answered: answered, step: min(view.depth, Comments.maximumSteps), card: card)
  }
}
