import Foundation
import Social
import Synchronization

/// What the sanitiser made of posts that were shown last: lists are made anew mostly of the same posts.
///
/// Found by a post's number and good for the same payload alone: some numbers are used again.
final class KnownMarkup: Sendable {
  private struct Known {
    var payload: Data
    var markup: SafeHTML
  }

  private let longest: Int
  private let known: Mutex<Recent<Int64, Known>>

  /// - Parameters:
  ///   - capacity: posts that are kept.
  ///   - longest: bytes of a payload and its markup; what is longer is made each time.
  init(capacity: Int, longest: Int) {
    self.longest = longest
    known = Mutex(Recent(capacity: capacity))
  }

  func markup(of number: Int64, _ payload: Data, _ make: (Data) -> SafeHTML) -> SafeHTML {
    if let known = known.withLock({ $0[number] }), known.payload == payload { return known.markup }
    let markup = make(payload)
    if payload.count + markup.markup.utf8.count <= longest {
      known.withLock { $0[number] = Known(payload: payload, markup: markup) }
    }
    return markup
  }
}
