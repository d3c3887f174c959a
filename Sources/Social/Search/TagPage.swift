package import XMPP

extension TagTrend {
  /// A page of the tags that weigh most, whose UIDs are their names (XEP-0059).
  ///
  /// The list changes as posts come: a tag that has left it meanwhile stands behind it as long as it is in use, and
  /// bounds nothing once it is not.
  ///
  /// - Parameters:
  ///   - count: how long the list is.
  ///   - limit: how many are wanted.
  package func page(_ request: ResultSet.Request?, of count: Int, limit: Int) -> TagPage {
    let all = first(count)
    func place(_ name: String?) -> Int? {
      guard let name, !name.isEmpty else { return nil }
      return all.firstIndex { $0.name == name } ?? (self[name] == nil ? nil : all.count)
    }
    let start = min(all.count, place(request?.after).map { $0 + 1 } ?? 0)
    let end = max(start, place(request?.before) ?? all.count)
    let rest = all[start..<end]
    let tags = request?.before == nil ? rest.prefix(limit) : rest.suffix(limit)
    let set = ResultSet.Response(
      first: tags.first?.name, index: tags.isEmpty ? nil : tags.startIndex, last: tags.last?.name,
      count: all.count)
    return TagPage(tags: Array(tags), set: set, isWhole: tags.count == all.count)
  }
}

/// Some of the tags that are in use, and where they stand among them.
package struct TagPage: Hashable, Sendable {
  package var tags: [TagTrend.Tag]
  package var set: ResultSet.Response
  /// The list has no others.
  package var isWhole: Bool
}
