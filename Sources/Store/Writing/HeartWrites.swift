import GRDB
import PubSub
import XMPP

/// Somebody who notices a post, by their numbers.
struct Noticer: Hashable {
  let post: Int64
  let jid: Int64
}

/// Why the heart that the service has written for somebody may have to go.
struct HeartReview {
  /// They had attached that they noticed the post, and may have taken that back. If not, they have published a heart of
  /// their own.
  var isTakenBack: Bool
  var now: Timestamp
}

// The hearts that the service writes for those who have noticed a post (see `Heart`). They are comments like any other:
// nothing here depends on what is derived from them.
extension Transaction {
  func review(_ noticer: Noticer, isTakenBack: Bool, _ now: Timestamp) {
    let isTakenBack = isTakenBack || hearts[noticer]?.isTakenBack == true
    hearts[noticer] = HeartReview(isTakenBack: isTakenBack, now: now)
  }

  /// Retracts the hearts that do not stand for anything any more, before the transaction ends: what is attached may have
  /// been replaced by the same.
  func retractHearts() throws {
    guard !hearts.isEmpty else { return }
    let due = hearts.sorted { ($0.key.post, $0.key.jid) < ($1.key.post, $1.key.jid) }
    hearts = [:]
    for (noticer, review) in due {
      let hearts = try snapshot.hearts(of: noticer)
      guard let written = hearts.written else { continue }
      let isTakenBack = try review.isTakenBack && !snapshot.hasAttachedNoticed(noticer)
      guard isTakenBack || hearts.hasOwn,
        let (id, node, service) = try snapshot.post(written)
      else { continue }
      try takeBack(id, from: node, service, review.now)
    }
  }
}
