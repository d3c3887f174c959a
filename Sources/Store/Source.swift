package import PubSub
package import XMPP

/// A node of another service that is followed, and how that goes.
package struct Source: Hashable, Sendable {
  /// How far we are.
  package enum Stage: String, Hashable, Sendable, CaseIterable {
    /// Its service was not asked about it yet.
    case new
    /// What was published before is being fetched.
    case filling
    case following
    /// It is not to be had, and not tried again until somebody wants it to be.
    case ended
  }

  /// How news come.
  package enum Way: String, Hashable, Sendable, CaseIterable {
    /// As notifications.
    case subscription
    /// Likewise, since the account shares its presence with us (XEP-0060, section 9.1).
    case presence
    /// Its server lets us read in the account's own name (XEP-0356); if nobody tells us of news, we look.
    case privilege
    /// We look from time to time.
    case polling
  }

  /// Why it does not go on; the raw values are stored.
  package enum Problem: String, Hashable, Sendable, CaseIterable {
    case unreachable
    case noAnswer = "no-answer"
    case notFound = "not-found"
    /// We have asked the account to see its presence, and it has not answered.
    case unseen
    case closed
    case gone
    case refused
    case busy
    /// What it says is more than is read.
    case tooLarge = "too-large"
    /// Our own link has ended while it was asked.
    case cutOff = "cut-off"
    case unusable
  }

  /// What is odd about it, though it goes on; the raw values are stored.
  package enum Note: String, Hashable, Sendable, CaseIterable {
    /// Some of its items are more than is read, each alone.
    case largeItem = "large-item"
    /// The list of its items is more than is read, and it has no pages.
    case longList = "long-list"
    /// The list of its items does not end, names them twice, or comes with counts that are not true.
    case endless
    /// More of it was told than is read.
    case flood
    /// Who may read it has changed soon after it was asked.
    case flips

    /// Whether comparing the items shows it.
    var isOfItems: Bool {
      switch self {
      case .largeItem, .longList, .endless: true
      case .flood, .flips: false
      }
    }
  }

  /// What is to be done when it is due; the raw values are stored, and more includes less.
  package enum Task: Int, Hashable, Sendable, CaseIterable, Comparable {
    /// Ask who may read it.
    case look
    /// Find what was missed.
    case compare
    /// Compare every item.
    case audit

    package static func < (a: Task, b: Task) -> Bool { a.rawValue < b.rawValue }
  }

  /// What comparing all items has come to.
  package struct Audit: Hashable, Sendable {
    package var at: Timestamp
    /// Items that were not here, that were here in another version, that were here though they were gone there.
    package var missing: Int
    package var differing: Int
    package var stale: Int

    package init(at: Timestamp, missing: Int, differing: Int, stale: Int) {
      self.at = at
      self.missing = missing
      self.differing = differing
      self.stale = stale
    }
  }

  package let number: Int64
  package let service: BareJID
  package let node: NodeID
  package var stage: Stage
  package var way: Way?
  /// The access model, as far as the service tells.
  package var access: AccessModel?
  /// Whether a policy of ours lets the public read it here.
  package var isPublic: Bool
  package var due: Timestamp
  package var task: Task
  /// How often something came up that was to be looked at at once, and how often what we may have of it has changed.
  let wakes: Int64
  package let epoch: Int64
  /// How often it was asked for that all items are compared.
  let audits: Int64
  package var failures: Int
  package var problem: Problem?
  package var expected: Int?
  package let heard: Timestamp?
  package var looked: Timestamp?
  package var compared: Timestamp?
  /// When a comparison found last what we had not been told of.
  package var surprised: Timestamp?
  package var audit: Audit?
  package let begun: Timestamp
  /// How many items are here.
  package let items: Int
  /// Whether it is followed for the sake of a post whose comments it has, and for nothing else.
  package let isThread: Bool
  /// Whether it is followed for the sake of a node whose items it sums up, and for nothing else.
  package let isSummary: Bool
  package private(set) var note: Note?
  package private(set) var noted: Timestamp?
  /// When something was done about it last, or tried.
  package var tried: Timestamp?
  /// How often its service told of what is not followed there, and when that was last.
  let strays: Int
  let strayed: Timestamp?

  package mutating func note(_ note: Note, _ now: Timestamp = .now) {
    (self.note, noted) = (note, now)
  }

  /// Anything else that was odd is told for a day, in milliseconds.
  private static let noteLife: Int64 = 86_400_000

  /// What a comparison finds out, the next one finds out again.
  package mutating func forgetNote(_ now: Timestamp = .now) {
    let isOld = noted.map { now.milliseconds - $0.milliseconds > Self.noteLife } ?? false
    if note?.isOfItems == true || isOld { (note, noted) = (nil, nil) }
  }

  /// What was odd before it is visited goes with what the visit finds; what others have seen since it was tried does not.
  mutating func keepNote(of stored: Source) {
    guard let note = stored.note, !note.isOfItems, let noted = stored.noted, let tried,
      noted >= tried
    else { return }
    self.note(note, noted)
  }

  /// Whether nobody has asked for it by its name.
  package var isCompanion: Bool { isThread || isSummary }

  /// Whether anybody may find its posts here: who may read it there is known, and that is everybody.
  package var isOpen: Bool { access == .open && stage != .ended }

  /// Whether the contacts of the account that has it may find its posts here.
  package var isForContacts: Bool {
    access == .presence && service.local != nil && stage != .ended
  }
}

/// An item of another service, as that has told us.
package struct ForeignItem: Hashable, Sendable {
  package var id: ItemID
  /// Who has published it, if the service says so.
  package var publisher: BareJID?
  /// The same where the service is not believed: nobody is taken for the author, but whoever it is may say no.
  package var claimed: BareJID?
  /// Canonical bytes.
  package var payload: [UInt8]?

  package init(
    id: ItemID, publisher: BareJID?, claimed: BareJID? = nil, payload: [UInt8]?
  ) {
    self.id = id
    self.publisher = publisher
    self.claimed = claimed
    self.payload = payload
  }

  /// Whoever the service says has written it.
  package var named: BareJID? { publisher ?? claimed }
}
