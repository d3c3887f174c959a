package import XML

/// XEP-0059, Result Set Management: `<set xmlns='http://jabber.org/protocol/rsm'/>`.
package enum ResultSet {
  /// Which page is asked for. What a mark is made of is the answerer's business.
  package struct Request: Hashable, Sendable {
    /// The most items wanted; 0 asks for the count alone (section 2.7).
    package var max: Int?
    /// The page after this mark.
    package var after: String?
    /// The page before this mark; empty for the last page (section 2.5).
    package var before: String?
    /// The page that begins at this place, counted from 0 (section 2.6).
    package var index: Int?

    package init(
      max: Int? = nil, after: String? = nil, before: String? = nil, index: Int? = nil
    ) {
      self.max = max
      self.after = after
      self.before = before
      self.index = index
    }
  }

  /// Where a page lies in the full set. Without `first` and `last` it is empty.
  package struct Response: Hashable, Sendable {
    package var first: String?
    /// The place of the first item in the full set, counted from 0.
    package var index: Int?
    package var last: String?
    /// How many items the full set has, perhaps about.
    package var count: Int?

    package init(
      first: String? = nil, index: Int? = nil, last: String? = nil, count: Int? = nil
    ) {
      self.first = first
      self.index = index
      self.last = last
      self.count = count
    }
  }
}

extension ResultSet.Request {
  /// The `<set/>` in a query; nil if there is none.
  package init?(in parent: Element) throws(StanzaError) {
    guard let set = parent.first("set", Namespace.resultSets) else { return nil }
    try self.init(set)
  }

  package init(_ element: Element) throws(StanzaError) {
    try element.expect("set", Namespace.resultSets)
    self.init(
      max: try element.number(of: "max"), after: element.text(of: "after"),
      before: element.text(of: "before"), index: try element.number(of: "index"))
  }

  package var element: Element {
    var set = Element("set", Namespace.resultSets)
    set.append("max", max.map(String.init))
    set.append("after", after)
    set.append("before", before)
    set.append("index", index.map(String.init))
    return set
  }
}

extension ResultSet.Response {
  /// The `<set/>` in an answer; nil if there is none.
  package init?(in parent: Element) throws(StanzaError) {
    guard let set = parent.first("set", Namespace.resultSets) else { return nil }
    try self.init(set)
  }

  package init(_ element: Element) throws(StanzaError) {
    try element.expect("set", Namespace.resultSets)
    let first = element.first("first", Namespace.resultSets)
    var index: Int?
    if let text = first?["index"] { index = try ResultSet.number(text, "index") }
    self.init(
      first: first?.text, index: index, last: element.text(of: "last"),
      count: try element.number(of: "count"))
  }

  package var element: Element {
    var set = Element("set", Namespace.resultSets)
    if let first {
      var mark = Element("first", Namespace.resultSets, text: first)
      mark["index"] = index.map(String.init)
      set.append(mark)
    }
    set.append("last", last)
    set.append("count", count.map(String.init))
    return set
  }
}

extension ResultSet {
  fileprivate static func number(_ text: String, _ name: String) throws(StanzaError) -> Int {
    guard let number = Int(digits: text) else {
      throw StanzaError(.badRequest, "<\(name)/> of a result set is not a number from 0.")
    }
    return number
  }
}

extension Element {
  fileprivate func number(of name: String) throws(StanzaError) -> Int? {
    guard let text = text(of: name) else { return nil }
    return try ResultSet.number(text, name)
  }

  fileprivate mutating func append(_ name: String, _ text: String?) {
    if let text { append(Element(name, Namespace.resultSets, text: text)) }
  }
}
