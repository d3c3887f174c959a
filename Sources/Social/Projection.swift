package import XML
package import XMPP

/// All that Martlet understands of a published item, whatever it is: what the store derives its tables from, when
/// the item comes and when they are made again.
package struct Projection: Equatable, Sendable {
  /// The version of what is derived; it grows with every change of that, and what another one derived is then made
  /// again by itself.
  package static let version = 2

  /// Nil if the item is no post. Its dates are those of one that has just come.
  let entry: Entry?
  let dates: EntryDates?
  /// What a post says of the discussion that it belongs to or starts.
  package let discussion: Discussion?

  /// - Parameters:
  ///   - publisher: whom the service saw.
  ///   - received: when this version arrived.
  package init(
    of payload: Element, itemID: String, publisher: BareJID?, received: Timestamp,
    limits: EntryLimits = EntryLimits()
  ) {
    let dates = EntryDates(of: payload, limits: limits)
    entry = Entry(
      payload: payload, itemID: itemID, publisher: publisher, received: received, firstSeen: nil,
      dates: dates, limits: limits)
    self.dates = entry == nil ? nil : dates
    discussion = entry == nil ? nil : Discussion(payload)
  }

  /// The post, if it is one, dated by when the item first arrived and when this version did.
  package func entry(received: Timestamp, firstSeen: Timestamp) -> Entry? {
    guard var entry else { return nil }
    if let dates {
      (entry.published, entry.updated) = dates.settled(received: received, firstSeen: firstSeen)
    }
    return entry
  }

  /// - Parameter dates: nil: the entry has the dates that it is to have.
  init(entry: Entry?, dates: EntryDates?, discussion: Discussion? = nil) {
    self.entry = entry
    self.dates = dates
    self.discussion = discussion
  }

  package var isPost: Bool { entry != nil }

  /// When the post was written or last changed, if it says so.
  package var date: Timestamp? { dates?.latest }

  /// The same of a payload that is not looked at otherwise.
  package static func date(of payload: Element) -> Timestamp? {
    EntryDates(of: payload, limits: EntryLimits()).latest
  }

  /// A post that does not say where its comments are.
  package var lacksComments: Bool { isPost && discussion?.replies == nil }

  /// A line to call the post by.
  package var headline: String { entry?.headline() ?? "" }

  /// What it says in plain words; nil if it is no post, or a heart, which is nothing to read out.
  package var text: String? {
    guard discussion?.isHeart != true else { return nil }
    return entry.map { Self.text(title: $0.title, text: $0.text) }
  }

  package static func text(title: String, text: String) -> String {
    [title, text].filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
