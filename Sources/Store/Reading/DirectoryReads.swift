import GRDB
package import PubSub
package import Social
package import XMPP

extension Snapshot {
  /// So many communities are looked through for one page.
  static let maximumDirectory = 1_000

  /// A page of the communities and blogs of a service that everybody may read, those aside that the asker is an outcast
  /// of. All words stand in the title, the description or the name of each.
  package func directory(
    _ words: [String], in service: ServiceID, by order: DirectoryOrder, for jid: BareJID,
    after place: SearchPlace?, limit: Int
  ) throws -> [(node: NodeView, place: SearchPlace)] {
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
    var list: [(NodeView, SearchPlace)] = []
    while list.count < limit, let row = try found.next() {
      let view = try Self.nodeView(row)
      guard view.holds(words) else { continue }
      let number: Int64 = order == .activity ? row[10] : row[0]
      list.append((view, SearchPlace(list: 0, number: number)))
    }
    return list
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
