import GRDB
import PubSub
package import Social
package import XMPP

/// A page of the directory of communities.
package struct DirectoryPage: Sendable {
  package var entries: [(node: NodeView, place: SearchPlace)] = []
  /// Where to go on, if the page is short because enough was looked through.
  package var reached: SearchPlace?

  /// Leaves the first ones.
  package mutating func cut(to count: Int) {
    guard count < entries.count else { return }
    entries = Array(entries.prefix(count))
    reached = nil
  }
}

extension Snapshot {
  /// So many communities are looked through for one page.
  static let maximumDirectory = 1_000

  /// A page of the communities and blogs of a service that everybody may read, those aside that the asker is an outcast
  /// of. All words stand in the title, the description or the name of each.
  package func directory(
    _ words: [String], _ filter: TypeFilter = .all, in service: ServiceID,
    by order: DirectoryOrder, for jid: BareJID,
    after place: SearchPlace?, limit: Int
  ) throws -> DirectoryPage {
    let words = words.map(PlainWords.folded)
    let (after, key) = try edge(order, place)
    // The plus keeps SQLite from an index that would have to be sorted.
    let found = try rows(
      """
      \(Self.nodeView) WHERE node.listed = 1 AND node.deleted IS NULL AND +node.service = ? \(after.sql)
        AND NOT EXISTS (
          SELECT 1 FROM affiliation WHERE affiliation.node = node.id AND affiliation.jid = ?
            AND affiliation.affiliation = 'outcast')
      \(key) LIMIT ?
      """,
      [service.number] + after.arguments
        + [try number(of: jid.description) ?? 0, Self.maximumDirectory])
    var page = DirectoryPage()
    var passed = 0
    while page.entries.count < limit, let row = try found.next() {
      let place = SearchPlace(list: 0, number: order == .activity ? row[10] : row[0])
      passed += 1
      page.reached = passed == Self.maximumDirectory ? place : nil
      let view = try Self.nodeView(row)
      guard filter.takes(row[11]), view.holds(words) else { continue }
      page.entries.append((view, place))
    }
    return page
  }

  /// What comes after a place. By activity that is a sequence number; by subscribers a node, wherever it stands by now.
  private func edge(_ order: DirectoryOrder, _ place: SearchPlace?) throws -> (
    after: (sql: String, arguments: StatementArguments), key: String
  ) {
    switch order {
    case .activity:
      return (("AND node.latest < ?", [place?.number ?? .max]), "ORDER BY node.latest DESC")
    case .subscribers:
      var subscribers = Int64.max
      if let place {
        let found = try number("SELECT subscribers FROM node WHERE id = ?", [place.number])
        guard let found else {
          throw StanzaError(.itemNotFound, "There is no such place in this list.")
        }
        subscribers = found
      }
      return (
        ("AND (node.subscribers, node.id) < (?, ?)", [subscribers, place?.number ?? .max]),
        "ORDER BY node.subscribers DESC, node.id DESC"
      )
    }
  }
}

extension NodeView {
  /// - Parameter words: folded.
  fileprivate func holds(_ words: [String]) -> Bool {
    guard !words.isEmpty else { return true }
    let text = PlainWords.folded([title, description ?? "", name].joined(separator: "\n"))
    return words.allSatisfy(text.contains)
  }
}
