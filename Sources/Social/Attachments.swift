package import XML
package import XMPP

/// What somebody attaches to an item: that they have noticed it, and reactions (XEP-0470, section 4.1).
/// ```xml
/// <attachments xmlns='urn:xmpp:pubsub-attachments:1'>
///   <noticed timestamp='2022-07-11T12:07:24Z'/>
///   <reactions timestamp='2022-07-11T12:07:48Z'><reaction>👷</reaction></reactions>
/// </attachments>
/// ```
/// Read with leave: what makes no sense counts for nothing. `check` is strict, for what is published.
package struct Attachments: Hashable, Sendable {
  package private(set) var isNoticed = false
  /// Each once, in the order in which they are there.
  package private(set) var reactions: [String] = []
  /// Whether there is anything attached, of whatever kind.
  package private(set) var isEmpty = true

  /// How many reactions one person attaches to an item.
  package static let maximumReactions = 20
  /// How long one reaction may be, in bytes: the longest emoji that there is, a family of four with the colour of each
  /// one's skin, takes 41.
  package static let reactionBytes = 64
  /// The largest payload, in bytes as it is stored: others may be attached than are understood here.
  package static let payloadBytes = 16_384

  /// Nil if it is something else.
  package init?(_ payload: Element) {
    guard payload.is("attachments", Namespace.attachments) else { return nil }
    var seen: Set<[UInt8]> = []
    for child in payload.elements {
      isEmpty = false
      isNoticed = isNoticed || child.is("noticed", Namespace.attachments)
      guard child.is("reactions", Namespace.attachments) else { continue }
      for text in Self.texts(child) where Self.isReaction(text) {
        guard reactions.count < Self.maximumReactions else { break }
        if seen.insert(Array(text.utf8)).inserted { reactions.append(text) }
      }
    }
  }

  package init(isNoticed: Bool = false, reactions: [String] = []) {
    self.isNoticed = isNoticed
    self.reactions = reactions
    isEmpty = !isNoticed && reactions.isEmpty
  }

  package var element: Element {
    var element = Element("attachments", Namespace.attachments)
    if isNoticed { element.append(Element("noticed", Namespace.attachments)) }
    if !reactions.isEmpty {
      element.append(
        Element(
          "reactions", Namespace.attachments, [:],
          reactions.map { Element("reaction", Namespace.attachments, text: $0) }))
    }
    return element
  }

  private static func texts(_ reactions: Element) -> [String] {
    reactions.all("reaction", Namespace.attachments).map(\.text)
  }

  /// A reaction is what is seen as one sign (section 5; Unicode Technical Standard 51): nobody hides a text, or
  /// nothing, behind it.
  static func isReaction(_ text: String) -> Bool {
    guard text.utf8.count <= reactionBytes, text.count == 1, let first = text.unicodeScalars.first
    else { return false }
    return !first.isBlank && !first.properties.isGraphemeExtend
      && !text.unicodeScalars.contains { $0.isForbidden || $0.properties.isWhitespace }
  }
}

// MARK: - What is published

extension Attachments {
  /// Throws what is wrong with an attachments item that somebody publishes (section 4.5), and where it goes beyond
  /// the limits above. That a payload is missing is told as in any other node.
  ///
  /// - Parameter id: of the item; nil if it has none.
  package static func check(_ payload: Element?, id: String?, by publisher: BareJID)
    throws(StanzaError)
  {
    guard let id, id.utf8.elementsEqual(publisher.description.utf8) else {
      throw StanzaError(
        .badRequest, "An item with attachments has the bare address of its publisher as its id.")
    }
    guard let payload else { return }
    guard payload.is("attachments", Namespace.attachments) else {
      throw StanzaError(
        .badRequest, "What is attached stands in <attachments xmlns='\(Namespace.attachments)'/>.")
    }
    let texts = payload.all("reactions", Namespace.attachments).flatMap(texts)
    guard texts.count <= maximumReactions else {
      throw StanzaError(
        .policyViolation, "Attach at most \(maximumReactions) reactions to an item.")
    }
    guard texts.allSatisfy(isReaction) else {
      throw StanzaError(
        .badRequest,
        "A reaction is one sign of at most \(reactionBytes) bytes, with nothing beside it.")
    }
  }
}
