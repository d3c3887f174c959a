import XML
package import XMPP

/// What an entry says of when it was written.
package struct EntryDates: Hashable, Sendable {
  private let published: Timestamp?
  private let updated: Timestamp?

  /// An absurdly old date counts as missing.
  init(of payload: Element, limits: EntryLimits) {
    func date(_ name: String) -> Timestamp? {
      guard let date = payload.first(name, Namespace.atom).flatMap({ Timestamp($0.text.trimmed) }),
        date.milliseconds >= limits.earliest
      else { return nil }
      return date
    }
    published = date("published")
    updated = date("updated")
  }

  /// As given, however fast the clock was.
  var latest: Timestamp? { updated ?? published }

  /// The two stand in for each other, then the service's own clock does. Clocks that are fast are set
  /// right: `published` is never after `firstSeen`, so that an edit does not move it, and `updated`
  /// never after `received`, so that an edit stays one; `updated` is never before `published`.
  ///
  /// - Parameters:
  ///   - received: when this version arrived.
  ///   - firstSeen: when the item first arrived.
  package func settled(received: Timestamp, firstSeen: Timestamp) -> (
    published: Timestamp, updated: Timestamp
  ) {
    let given = published.map { min($0, received) }
    let updated = self.updated.map { min($0, received) } ?? given ?? received
    let published = min(given ?? updated, firstSeen)
    return (published, max(updated, published))
  }
}
