package import XML
import XMPP

/// What all have attached to an item, summed up (XEP-0470, sections 4.6 to 4.8).
/// ```xml
/// <summary xmlns='urn:xmpp:pubsub-attachments:summary:1'>
///   <noticed count='5'/>
///   <reactions><reaction count='2'>👷</reaction><reaction>🔨</reaction></reactions>
/// </summary>
/// ```
package struct AttachmentSummary: Hashable, Sendable {
  package struct Reaction: Hashable, Sendable {
    package var text: String
    package var count: Int

    package init(_ text: String, _ count: Int = 1) {
      self.text = text
      self.count = count
    }
  }

  /// How many have noticed the item.
  package var noticed: Int
  /// The most frequent first; those that are as frequent as one another by their bytes.
  package var reactions: [Reaction]

  /// How many different reactions are listed, though all are counted.
  package static let maximumReactions = 50
  /// No more people are believed in than this, whatever another service says.
  package static let maximumCount = 999_999_999

  package init(noticed: Int = 0, reactions: [Reaction] = []) {
    self.noticed = noticed
    self.reactions = reactions
  }

  package var isEmpty: Bool { noticed == 0 && reactions.isEmpty }

  /// Nil if it is something else. What makes no sense counts for nothing: a count that is none, what nobody could have
  /// reacted with, a reaction that has come before.
  package init?(_ payload: Element) {
    let namespace = Namespace.attachmentSummary
    guard payload.is("summary", namespace) else { return nil }
    noticed = payload.first("noticed", namespace)?["count"].flatMap(Self.count) ?? 0
    var seen: Set<[UInt8]> = []
    let all = (payload.first("reactions", namespace)?.all("reaction", namespace) ?? []).compactMap {
      element -> Reaction? in
      let text = element.text
      guard let count = element["count"].map(Self.count) ?? 1, Attachments.isReaction(text),
        seen.insert(Array(text.utf8)).inserted
      else { return nil }
      return Reaction(text, count)
    }
    reactions = Array(all.sorted { $0.comesBefore($1) }.prefix(Self.maximumReactions))
  }

  private static func count(_ text: String) -> Int? {
    Int(text).flatMap { $0 > 0 ? min($0, maximumCount) : nil }
  }

  package var element: Element {
    let namespace = Namespace.attachmentSummary
    var summary = Element("summary", namespace)
    if noticed > 0 { summary.append(Element("noticed", namespace, ["count": String(noticed)])) }
    guard !reactions.isEmpty else { return summary }
    var list = Element("reactions", namespace)
    for reaction in reactions {
      var element = Element("reaction", namespace, text: reaction.text)
      if reaction.count > 1 { element["count"] = String(reaction.count) }
      list.append(element)
    }
    summary.append(list)
    return summary
  }
}

extension AttachmentSummary.Reaction {
  fileprivate func comesBefore(_ other: Self) -> Bool {
    count == other.count
      ? text.utf8.lexicographicallyPrecedes(other.text.utf8) : count > other.count
  }
}
