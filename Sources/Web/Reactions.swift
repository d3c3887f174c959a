import Social
import Store

/// What people have attached to a post (XEP-0470): how many have noticed it, and what they have reacted with.
struct Reactions: View {
  struct Reaction: View {
    var sign: String
    var number: String
    /// The same in words, for those who do not see it.
    var meaning: String

    static let fields: ViewFields<Reactions.Reaction> = [
      "sign": { $0.sign }, "number": { $0.number }, "meaning": { $0.meaning },
    ]
  }

  var signs: [Reaction]

  static let fields: ViewFields<Reactions> = [
    "signs": { $0.signs }
  ]
}

extension Site {
  /// Nil where there are none.
  func reactions(to post: PostView) -> Reactions? {
    guard let summary = post.attached, !summary.isEmpty else { return nil }
    func reaction(_ sign: String, _ count: Int, _ word: CountedWord) -> Reactions.Reaction {
      Reactions.Reaction(
        sign: sign, number: String(count), meaning: language.count(word, count, sign))
    }
    let noticed = summary.noticed > 0 ? [reaction("\u{2665}", summary.noticed, .noticedBy)] : []
    return Reactions(
      signs: noticed + summary.reactions.map { reaction($0.text, $0.count, .reactedBy) })
  }
}
