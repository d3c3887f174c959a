import Social
import Synchronization

/// What the sanitiser made of posts that were shown last: lists are made anew mostly of the same posts.
///
/// Never outdated: an edit takes a new sequence number.
final class KnownMarkup: Sendable {
  /// Longer ones are made each time, so that what is kept is bounded in bytes too.
  private static let longest = 8_192

  private let known = Mutex(Recent<Int64, SafeHTML>(capacity: 1_000))

  func markup(of sequence: Int64, _ make: () -> SafeHTML) -> SafeHTML {
    if let markup = known.withLock({ $0[sequence] }) { return markup }
    let markup = make()
    if markup.markup.utf8.count <= Self.longest { known.withLock { $0[sequence] = markup } }
    return markup
  }
}
