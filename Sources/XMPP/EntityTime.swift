package import XML

/// XEP-0202, Entity Time:
/// ```xml
/// <time xmlns='urn:xmpp:time'><tzo>+00:00</tzo><utc>2006-12-19T17:58:35Z</utc></time>
/// ```
package struct EntityTime: Hashable, Sendable {
  package static let name = QName("time", Namespace.time)
  /// What asks for it: the empty element.
  package static var request: Element { Element(name) }

  package var utc: Timestamp
  /// How far local time is ahead of UTC, as it is written, e.g. `-06:00`.
  package var offset: String

  /// A service says no more of where it is than it must: its local time is UTC.
  package init(utc: Timestamp, offset: String = "+00:00") {
    self.utc = utc
    self.offset = offset
  }

  /// Reads an answer (section 2); an offset left out is that of UTC.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("time", Namespace.time)
    guard let utc = element.text(of: "utc").flatMap({ Timestamp($0) }) else {
      throw StanzaError(.badRequest, "A <time/> needs <utc/>, a date and time.")
    }
    self.init(utc: utc, offset: element.text(of: "tzo") ?? "+00:00")
  }

  package var element: Element {
    var time = EntityTime.request
    time.append(Element("tzo", Namespace.time, text: offset))
    time.append(Element("utc", Namespace.time, text: utc.text))
    return time
  }
}
