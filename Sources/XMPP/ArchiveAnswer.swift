package import XML

/// One message of an archive, sent in a message of its own before the answer to the query (XEP-0313,
/// section 4.2):
/// ```xml
/// <result xmlns='urn:xmpp:mam:2' queryid='f27' id='28482-98726-73623'>
///   <forwarded xmlns='urn:xmpp:forward:0'>...</forwarded>
/// </result>
/// ```
package struct ArchiveResult: Hashable, Sendable {
  package var queryID: String?
  /// In the archive.
  package var id: String
  package var forwarded: Forwarded

  package init(queryID: String? = nil, id: String, _ forwarded: Forwarded) {
    self.queryID = queryID
    self.id = id
    self.forwarded = forwarded
  }

  package init(_ element: Element) throws(StanzaError) {
    try element.expect("result", Namespace.mam)
    guard let id = element["id"], !id.isEmpty, let forwarded = try Forwarded(in: element) else {
      throw StanzaError(.badRequest, "A <result/> has an id and holds a <forwarded/>.")
    }
    self.init(queryID: element["queryid"], id: id, forwarded)
  }

  package var element: Element {
    Element("result", Namespace.mam, ["queryid": queryID, "id": id], [forwarded.element])
  }
}

/// The answer to a query, when all results are sent (XEP-0313, section 4.3.2):
/// ```xml
/// <fin xmlns='urn:xmpp:mam:2' complete='true'>
///   <set xmlns='http://jabber.org/protocol/rsm'>...</set>
/// </fin>
/// ```
package struct ArchiveEnd: Hashable, Sendable {
  /// The page, whose marks are ids of the archive.
  package var page: ResultSet.Response
  /// Nothing that matches the query is behind the page.
  package var isComplete: Bool

  package init(page: ResultSet.Response, isComplete: Bool = false) {
    self.page = page
    self.isComplete = isComplete
  }

  /// Without its `<set/>` the page is empty.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("fin", Namespace.mam)
    self.init(
      page: try ResultSet.Response(in: element) ?? ResultSet.Response(),
      isComplete: element["complete"].flatMap(DataForm.bool) ?? false)
  }

  package var element: Element {
    Element(
      "fin", Namespace.mam, ["complete": isComplete ? "true" : nil], [page.element])
  }
}

/// Where an archive begins and ends (XEP-0313, section 5):
/// ```xml
/// <metadata xmlns='urn:xmpp:mam:2'>
///   <start id='YWxwaGEg' timestamp='2008-08-22T21:09:04Z'/>
///   <end id='b21lZ2Eg' timestamp='2020-04-20T14:34:21Z'/>
/// </metadata>
/// ```
package struct ArchiveMetadata: Hashable, Sendable {
  package static let name = QName("metadata", Namespace.mam)

  package struct Edge: Hashable, Sendable {
    package var id: String
    package var time: Timestamp

    package init(id: String, time: Timestamp) {
      self.id = id
      self.time = time
    }
  }

  /// The first and the last message; none where the archive is empty.
  package var start: Edge?
  package var end: Edge?

  package init(start: Edge? = nil, end: Edge? = nil) {
    self.start = start
    self.end = end
  }
}

extension ArchiveMetadata {
  package struct Request: Hashable, Sendable {
    /// The pubsub node whose archive is meant, as in a query (XEP-0442, section 2).
    package var node: String?

    package init(node: String? = nil) { self.node = node }

    package init(_ element: Element) throws(StanzaError) {
      try element.expect("metadata", Namespace.mam)
      node = element["node"]
    }

    package var element: Element { Element("metadata", Namespace.mam, ["node": node]) }
  }

  package init(_ element: Element) throws(StanzaError) {
    try element.expect("metadata", Namespace.mam)
    self.init(
      start: try element.edge("start"), end: try element.edge("end"))
  }

  package var element: Element {
    var metadata = Request().element
    for (name, edge) in [("start", start), ("end", end)] {
      guard let edge else { continue }
      metadata.append(
        Element(name, Namespace.mam, ["id": edge.id, "timestamp": edge.time.text]))
    }
    return metadata
  }
}

extension Element {
  fileprivate func edge(_ name: String) throws(StanzaError) -> ArchiveMetadata.Edge? {
    guard let child = first(name, Namespace.mam) else { return nil }
    guard let id = child["id"], let time = child["timestamp"].flatMap({ Timestamp($0) }) else {
      throw StanzaError(.badRequest, "The <\(name)/> of an archive has an id and a timestamp.")
    }
    return ArchiveMetadata.Edge(id: id, time: time)
  }
}
