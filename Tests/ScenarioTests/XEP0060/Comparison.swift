import XML
import XMPP

/// Compares what the service says with what the XEP's example says. Two stanzas that say the same need not be the same;
/// here are all the rules by which they may differ:
///
/// 1. The order of attributes means nothing, nor does white space that lays the XML out.
/// 2. Ids that the service chooses are whatever it chose: see `isChosen`. A message must have one.
/// 3. The service says more than the example in the places that `added` names.
/// 4. The conditions of an error may stand in any order (the service puts that of `pubsub#errors` first, the XEP
///    that of RFC 6120), and an error may have a `<text/>`.
/// 5. The XEP says nothing of the order of what is listed; `unordered` names the lists.
/// 6. Service discovery: every identity, feature and form that the XEP shows must be there; there may be more.
/// 7. `...` in an example stands for something that it does not show.
/// 8. Forms: see `Comparison+Forms.swift`.
struct Comparison {
  private(set) var differences: [String] = []
  var chosen: ChosenNames

  init(_ chosen: ChosenNames) { self.chosen = chosen }

  mutating func compare(_ xep: Element, with ours: Element) { compare(xep, ours, "") }

  mutating func differ(_ path: String, _ words: String) { differences.append("\(path): \(words)") }
}

// MARK: - Elements

extension Comparison {
  mutating func compare(_ xep: Element, _ ours: Element, _ path: String) {
    let path = "\(path)/\(xep.name.name)"
    guard xep.name == ours.name else { return differ(path, "the service has \(ours.name)") }
    compareAttributes(xep, ours, path)
    if xep.is("x", Namespace.dataForms) { return compareForms(xep, ours, path) }
    let mine = Array(xep.elements)
    let theirs = ours.elements.filter { !isAdded($0, to: xep) }
    if xep.isPartial {
      if mine.isEmpty, theirs.isEmpty { differ(path, "is empty") }
      match(mine, theirs, mayHaveMore: true, path)
    } else if Self.partial.contains(xep.name) {
      match(mine, theirs, mayHaveMore: true, path)
    } else if Self.unordered.contains(xep.name) {
      match(mine, theirs, mayHaveMore: false, path)
    } else {
      compareInOrder(mine, theirs, path)
    }
    if mine.isEmpty, !xep.isPartial { compareText(xep, ours, path) }
  }

  private mutating func compareInOrder(_ xep: [Element], _ ours: [Element], _ path: String) {
    for (mine, theirs) in zip(xep, ours) { compare(mine, theirs, path) }
    for missing in xep.dropFirst(ours.count) { differ(path, "lacks \(missing.written)") }
    for more in ours.dropFirst(xep.count) { differ(path, "also has \(more.written)") }
  }

  /// Each element of the XEP's must be among the service's.
  private mutating func match(
    _ xep: [Element], _ ours: [Element], mayHaveMore: Bool, _ path: String
  ) {
    var rest = ours
    for mine in xep {
      let attempts = rest.map { theirs in
        var attempt = Comparison(chosen)
        attempt.compare(mine, theirs, path)
        return attempt
      }
      if let index = attempts.firstIndex(where: { $0.differences.isEmpty }) {
        chosen = attempts[index].chosen
        rest.remove(at: index)
      } else if let index = rest.indices.filter({ rest[$0].name == mine.name }).only {
        // Nothing else could be meant.
        differences += attempts[index].differences
        rest.remove(at: index)
      } else {
        differ(path, "lacks \(mine.written)")
      }
    }
    guard !mayHaveMore else { return }
    for more in rest { differ(path, "also has \(more.written)") }
  }

  private static let partial: Set<QName> = [DiscoInfo.name]
  private static let unordered: Set<QName> = [
    QName("error", Namespace.component), DiscoItems.name,
    QName("items", Namespace.pubsub),
    // The set of a page may stand before its items.
    QName("pubsub", Namespace.pubsub),
    QName("subscriptions", Namespace.pubsub), QName("subscriptions", Namespace.pubsubOwner),
    QName("affiliations", Namespace.pubsub), QName("affiliations", Namespace.pubsubOwner),
  ]
}

// MARK: - What the service adds

extension Comparison {
  /// What stands in an element of ours and need not stand in the XEP's.
  private static let added: [QName: Set<QName>] = [
    // As section 6.1.5 allows.
    QName("subscription", Namespace.pubsub): [QName("subscribe-options", Namespace.pubsub)],
    // Every answer with items says which part of them it holds (XEP-0059), ...
    QName("pubsub", Namespace.pubsub): [QName("set", Namespace.resultSets)],
    // ... and their values for a later publish (XEP-0395).
    QName("items", Namespace.pubsub): [QName("cap-v-map", Namespace.compareAndPublish)],
    // The answer to a publish or a create names the item or the node also where its name was given (sections 7.1.2
    // and 8.1.1).
    QName("publish", Namespace.pubsub): [QName("item", Namespace.pubsub)],
    // What owners are asked is also said in plain words (section 8.6).
    QName("message", Namespace.component): [QName("body", Namespace.component)],
    QName("error", Namespace.component): [QName("text", Namespace.stanzaErrors)],
    // How to go on (XEP-0050, section 3.4).
    QName("command", Namespace.commands): [QName("actions", Namespace.commands)],
  ]

  private static let addedAttributes: [QName: Set<String>] = [
    // As section 7.1.2.3 allows.
    QName("item", Namespace.pubsub): ["publisher"],
    QName("item", Namespace.pubsubEvent): ["publisher"],
    // A service with identifiers of subscriptions names them everywhere.
    QName("subscription", Namespace.pubsub): ["subid"],
    QName("subscription", Namespace.pubsubOwner): ["subid"],
    QName("subscription", Namespace.pubsubEvent): ["subid"],
    // Which node was asked about; the schema allows it.
    QName("affiliations", Namespace.pubsub): ["node"],
    QName("identity", Namespace.discoInfo): ["name"],
    QName("message", Namespace.component): ["id", "type"],
  ]

  private func isAdded(_ child: Element, to xep: Element) -> Bool {
    if xep.elements.contains(where: { $0.name == child.name }) { return false }
    if xep.name.name == "iq", xep.elements.allSatisfy({ _ in false }) { return child.isCreation }
    return Self.added[xep.name]?.contains(child.name) == true
  }
}

// MARK: - Values

extension Comparison {
  private mutating func compareAttributes(_ xep: Element, _ ours: Element, _ path: String) {
    for attribute in xep.attributes {
      let name = attribute.name.name
      guard let value = ours[name] else {
        differ(path, "lacks \(name)='\(attribute.value)'")
        continue
      }
      compare(attribute.value, value, isChosen: isChosen(name, of: xep), "\(path)@\(name)")
    }
    let added = Self.addedAttributes[xep.name] ?? []
    for attribute in ours.attributes
    where xep[attribute.name.name] == nil && !added.contains(attribute.name.name) {
      differ(path, "also has \(attribute.name.name)='\(attribute.value)'")
    }
    guard xep.name.name == "message" else { return }
    if ours["id"]?.isEmpty != false { differ(path, "has no id") }
    // `pubsub#notification_type` says which, and the XEP's examples show neither.
    // Without a type a message is normal, and so waits for somebody who is away: as what tells them of their standing must.
    let isStanding = xep.elements.contains {
      $0.first("subscription", Namespace.pubsubEvent) != nil || $0.is("pubsub", Namespace.pubsub)
    }
    if let type = ours["type"], xep["type"] == nil,
      !(isStanding ? ["normal"] : ["headline", "normal"]).contains(type)
    {
      differ(path, "is of type \(type)")
    }
  }

  /// Whether the service chooses the value of an attribute.
  private func isChosen(_ attribute: String, of xep: Element) -> Bool {
    switch attribute {
    case "subid", "sessionid", "stamp": true
    case "id": xep.name.name == "message" || xep.name.name == "iq" && xep["type"] == "get"
    default: false
    }
  }

  private mutating func compareText(_ xep: Element, _ ours: Element, _ path: String) {
    // Pages are found by UIDs of the service's own (XEP-0059).
    let isUID = xep.name.namespace == Namespace.resultSets && xep.name.name != "count"
    let isSubscription = xep.is("header", Namespace.shim) && xep["name"] == "SubID"
    compare(xep.text, ours.text, isChosen: isUID || isSubscription, path)
  }

  mutating func compare(_ xep: String, _ ours: String, isChosen: Bool, _ path: String) {
    let (xep, ours) = (String(xep.trimmed), String(ours.trimmed))
    if isChosen || chosen.isExpected(xep) {
      let isNew = path.hasSuffix("message@id")
      guard isNew ? chosen.chooseAnew(xep, ours) : chosen.choose(xep, ours) else {
        return differ(path, "'\(ours)' cannot stand for '\(xep)'")
      }
    } else if xep != ours {
      differ(path, "is '\(ours)', not '\(xep)'")
    }
  }
}

extension Element {
  /// Whether an example shows a part alone: `...` or `[ ... MORE ITEMS ... ]`.
  fileprivate var isPartial: Bool { text.contains("...") }

  fileprivate var isCreation: Bool {
    self.is("pubsub", Namespace.pubsub) && elements.allSatisfy { $0.is("create", Namespace.pubsub) }
  }

  fileprivate var written: String {
    String(decoding: xml(inNamespace: Namespace.component), as: UTF8.self)
  }
}

extension Array {
  fileprivate var only: Element? { count == 1 ? first : nil }
}

extension String {
  fileprivate var trimmed: Substring {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
