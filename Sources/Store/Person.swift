package import XMPP

/// Somebody who has written something that is here: what they say of themselves, and how asking for it goes.
package struct Person: Hashable, Sendable {
  /// Why not all of it is to be had; the raw values are stored.
  package enum Problem: String, Hashable, Sendable, CaseIterable {
    case noAnswer = "no-answer"
    /// Nothing of an account is found at that address, or its server is not.
    case unreachable
    /// Their server had no time for some of it.
    case busy
    /// What came makes no sense.
    case unusable
    /// The picture is too large, of no kind that is shown, or not the one that it is said to be.
    case unfitPicture = "unfit-picture"
  }

  package let jid: BareJID
  package var nickname: String?
  package var picture: AvatarID?
  /// Whether the picture is here.
  package let hasPicture: Bool
  package var asked: Timestamp?
  package var due: Timestamp
  /// How often asking failed in a row, and why the last time.
  package var failures: Int
  package var problem: Problem?
}

/// Somebody who has written something that is here, and of whom nothing is known.
package struct Author: Hashable, Sendable {
  /// How it is known who has written it.
  enum Origin: Hashable, Sendable {
    /// They have published it in a node of ours.
    case hosted
    /// Their account has it, or a service of their domain.
    case own
    /// A service of another domain says so.
    case claimed(by: BareJID)
  }

  let number: Int64
  package let jid: BareJID
  let origin: Origin
}

/// How many people are known besides those who have published something in a node of ours.
package struct PeopleBounds: Hashable, Sendable {
  /// On the word of one service, people of other domains.
  package var perService = 200
  /// Those of nodes of ours count too.
  package var inAll = 50_000

  package init() {}
}
