import PubSub
import XMPP

/// What an event is to the addresses with several subscriptions or with options: each is looked at once in a page,
/// however many of its subscriptions are there.
struct AddressTable {
  /// An address is told at the first of its subscriptions that is meant.
  private struct Answer {
    let number: Int64
    let recipient: Recipient
  }

  private(set) var budget = SearchBudget()
  private let recipients: Recipients
  /// Nil for those who are not told.
  private var answers: [String: Answer?] = [:]
  private var words: PlainWords?

  init(_ recipients: Recipients) { self.recipients = recipients }

  /// - Parameter number: of a subscription of the address.
  mutating func recipient(_ jid: String, _ number: Int64) throws -> Recipient? {
    if let answer = answers[jid] { return answer?.number == number ? answer?.recipient : nil }
    let answer = try look(jid)
    answers[jid] = .some(answer)
    return answer?.number == number ? answer?.recipient : nil
  }

  private mutating func look(_ text: String) throws -> Answer? {
    let (jid, event) = (try storedJID(text), recipients.event)
    var first: (place: Recipients.Place, number: Int64)?
    var recipient = Recipient(tag: "", jid: text)
    for place in recipients.places {
      let isOwn = place.node == event.node
      for (number, facts) in try recipients.snapshot.subscriptions(
        of: jid, to: place.node, before: event.id, isOwn && recipients.isForPending)
      where isMeant(facts.options, place, jid) {
        if first == nil {
          first = (place, number)
          if !isOwn { recipient.collection = try recipients.snapshot.nodeName(place.node) }
        }
        recipient.subscriptions.append(facts.id.name)
        if facts.options.includeBody { recipient.wantsBody = true }
      }
    }
    // Who is not subscribed to the node itself learns nothing of it that they may not read.
    guard let first,
      try !recipients.asksRights && first.place.node == event.node
        || recipients.snapshot.mayRead(
          jid, recipients.rules, recipients.levels, event.node, recipients.known)
    else { return nil }
    recipient.tag = String(first.number)
    if event.matter == .node { recipient.subscriptions = [] }
    return Answer(number: first.number, recipient: recipient)
  }
}

// MARK: - Options

extension AddressTable {
  /// Whether a subscription's options let the event through.
  private mutating func isMeant(
    _ options: SubscriptionOptions, _ place: Recipients.Place, _ jid: JID
  ) -> Bool {
    let event = recipients.event
    if recipients.isForPending, place.node == event.node { return true }
    guard options.deliver, isDeep(options, place), matters(options, place) else { return false }
    guard event.matter != .node else { return true }
    if options.digest { return false }
    if recipients.onlyAvailable || !options.showValues.isEmpty,
      !recipients.known.isAvailable(jid, options.showValues)
    {
      return false
    }
    guard event.matter == .item, !options.keywords.isEmpty else { return true }
    return holds(oneOf: options.keywords)
  }

  private func isDeep(_ options: SubscriptionOptions, _ place: Recipients.Place) -> Bool {
    options.depth < 0 || options.depth >= place.distance
  }

  private func matters(_ options: SubscriptionOptions, _ place: Recipients.Place) -> Bool {
    if recipients.event.audience == "observers" { return options.matters.contains(.metadata) }
    return options.matters.contains(place.isLinked ? .linkedItems : .items)
  }

  private mutating func holds(oneOf keywords: [String]) -> Bool {
    guard let words = words ?? recipients.event.text.map({ PlainWords($0) }) else { return false }
    self.words = words
    let keywords = Keywords(keywords)
    budget.spend(words.cost(keywords))
    return words.hold(oneOf: keywords)
  }
}
