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

  package init(noticed: Int = 0, reactions: [Reaction] = []) {
    self.noticed = noticed
    self.reactions = reactions
  }

  /// Nil if it is something else.
  package init?(_ payload: Element) {
    let namespace = Namespace.attachmentSummary
    guard payload.is("summary", namespace) else { return nil }
    noticed = payload.first("noticed", namespace)?["count"].flatMap { Int($0) } ?? 0
    reactions = (payload.first("reactions", namespace)?.all("reaction", namespace) ?? []).map {
      Reaction($0.text, $0["count"].flatMap { Int($0) } ?? 1)
    }
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
