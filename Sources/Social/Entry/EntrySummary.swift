import XMPP

extension Entry {
  /// A line to call the post by, never empty: its title, else the beginning of its text, else its
  /// first file, else its day. At most `limit` code points.
  package func headline(limit: Int = 100) -> String {
    if !title.isEmpty { return title.oneLine(limit: limit) }
    let first = text.oneLine(limit: limit)
    if !first.isEmpty { return first }
    if let file = enclosures.first { return (file.title ?? file.href).oneLine(limit: limit) }
    return String(updated.text.prefix { $0 != "T" })
  }

  /// The beginning of the text on one line, cut after a word; at most `limit` code points.
  package func summary(limit: Int = 280) -> String { text.oneLine(limit: limit) }
}
