import Social

/// Which tables besides `entry` have something of a post, so that the others need not be asked. The raw value is stored.
struct EntryParts: OptionSet {
  let rawValue: Int

  static let enclosures = EntryParts(rawValue: 1)
  static let links = EntryParts(rawValue: 2)
  static let mentions = EntryParts(rawValue: 4)
  static let references = EntryParts(rawValue: 8)

  init(rawValue: Int) { self.rawValue = rawValue }

  init(_ entry: Entry) {
    self = []
    if !entry.enclosures.isEmpty { insert(.enclosures) }
    if !entry.links.isEmpty { insert(.links) }
    if !entry.mentions.isEmpty { insert(.mentions) }
    if !entry.references.isEmpty { insert(.references) }
  }
}
