import PubSub
import Social
import Store
import XML
import XMPP

/// What a request comes to: the payload of its result or its error, and what is sent beside it.
struct Reply: Sendable {
  /// The child of the answer; beside an error too, where a part of the request was refused.
  var payload: Element?
  var error: StanzaError?
  /// Messages to the asker that go before the answer.
  var messages: [Element] = []
  /// Stanzas to others, once what was decided is stored.
  var posts: [Element] = []

  init(_ payload: Element? = nil) { self.payload = payload }
}

/// What a handler wants done. It says so at once, in the order in which requests arrive; writes are
/// then carried out in that very order.
enum Work: Sendable {
  case answer(Element?)
  case read(@Sendable (Snapshot) throws -> Reply)
  /// A read that may take long.
  case search(@Sendable (Snapshot) throws -> Reply)
  /// `bytes`: about how much memory it holds while it waits.
  case write(bytes: Int = 0, @Sendable (Transaction) throws -> Reply)
}

typealias Handler = @Sendable (IQ) throws(StanzaError) -> Work

/// What all handlers of one component share.
struct Context: Sendable {
  let jid: BareJID
  /// Shown in service discovery.
  let name: String
  let version: String
  let service: ServiceID
  /// Where the comments nodes of posts are made.
  let commentsService: ServiceID
  /// As configured; see `known` for what the servers add.
  let policy: ServicePolicy
  let contacts: ContactAddresses
  let cipher: Cipher
  let people: People
  let rates: Rates
  /// The address of the page of a post.
  let page: @Sendable (NodeID, ItemID) -> String?
  /// What service discovery says, derived from the routes: the markup of the `<feature/>`s, the same in
  /// each answer.
  var features: [UInt8] = []

  /// What is known now of people and policy.
  var known: Acquaintances { people.known(policy) }

  /// For those who configure nodes: whether they can be offered what depends on their rosters.
  func known(to owner: BareJID) -> Acquaintances {
    var known = known
    guard policy.domains.contains(owner.domain) else { return known }
    let sight = people.rosters.sight(of: owner.domain)
    known.policy.seesRosters = sight == true
    known.policy.mayYetSeeRosters = sight == nil
    return known
  }

  /// Decides with what was known; with what is known now where that could not be decided. Throws to wait for the server's
  /// word on rosters, which comes a moment after a connection has begun; then the same is tried again.
  func deciding<Value>(
    for owner: BareJID, _ known: Acquaintances, _ body: (Acquaintances) throws -> Value
  ) throws -> Value {
    do {
      return try body(known)
    } catch let error as StanzaError where error == .undecided {
      do {
        return try body(self.known(to: owner))
      } catch let error as StanzaError where error == .undecided {
        throw RosterBook.Needed(owners: [owner])
      }
    }
  }

  /// Throws if who asks changes more in a minute than they may.
  func charge(_ iq: IQ, _ count: Int = 1, as kind: Rates.Kind = .changes) throws(StanzaError) {
    try rates.spend(max(1, count), kind, on: iq.from.bare, policy)
  }

  func circumstances(_ known: Acquaintances) -> Circumstances {
    Circumstances(
      now: .now, policy: known.policy, rules: NodeProfile.rules, newName: Context.newName)
  }

  /// 128 random bits: nobody guesses or meets them twice.
  static let newName: @Sendable () -> String = {
    var random = SystemRandomNumberGenerator()
    let words = [random.next(), random.next()] as [UInt64]
    return words.map { word in
      let hex = String(word, radix: 16)
      return String(repeating: "0", count: 16 - hex.count) + hex
    }.joined()
  }
}

extension Context {
  /// The node that a request is about, if there is one, and who asks.
  func asked(_ id: NodeID, by jid: JID, _ snapshot: Snapshot, _ known: Acquaintances) throws -> (
    node: NodeRecord?, actor: Actor
  ) {
    let node = try find(id, snapshot)
    let actor = try snapshot.actor(jid.bare, of: node, known)
    guard let node, try isHidden(node, from: actor, snapshot) else { return (node, actor) }
    return (nil, actor)
  }

  /// That something is kept for a node or an item tells that it is there, and so does what belongs to a hidden item: who
  /// may not read sees neither, but for what they are subscribed to from better days.
  private func isHidden(_ node: NodeRecord, from actor: Actor, _ snapshot: Snapshot) throws -> Bool
  {
    let configuration = node.facts.configuration
    guard configuration.kept != nil || node.isOfHiddenItem,
      !Rights.may(.retrieve, actor, configuration)
    else { return false }
    return try actor.jid.map { try snapshot.subscriptions(of: $0, to: node).isEmpty } ?? true
  }

  /// Whoever looks for a node that has moved is told where it is now (XEP-0060, section 6.1.3.11).
  func find(_ id: NodeID, _ snapshot: Snapshot) throws -> NodeRecord? {
    guard id != TagNode.id else {
      throw StanzaError(.featureNotImplemented, "The tags can be read; there is no more to it.")
    }
    let id = NodeID(stored: KeptName.canonical(id.name))
    if let list = try snapshot.followerList(id, in: service) { return list }
    if let node = try snapshot.node(id, in: service) { return node }
    guard let address = try snapshot.redirect(of: id, in: service) else { return nil }
    throw StanzaError(
      .gone, "The node has moved to another address.", kind: .modify, address: address)
  }

  /// The node that a request is about, once the engine has let the asker in.
  func node(
    _ id: NodeID, for iq: IQ, _ snapshot: Snapshot, _ known: Acquaintances,
    _ authorize: (NodeFacts?, Actor) throws -> NodeFacts
  ) throws -> NodeRecord {
    let (node, actor) = try asked(id, by: iq.from, snapshot, known)
    _ = try authorize(node?.facts, actor)
    guard let node else { throw StanzaError.noSuchNode }
    return node
  }
}

extension IQ {
  /// The payload, which the router has seen.
  var request: Element {
    get throws(StanzaError) {
      guard let payload else { throw StanzaError(.badRequest, "The request is empty.") }
      return payload
    }
  }
}

extension Transaction {
  /// Applies a decision and returns what its answer says.
  func carryOut(
    _ decision: Decision, _ context: Context, _ known: Acquaintances, now: Timestamp,
    seen: NodeRecord? = nil
  ) throws -> Reply {
    try apply(decision, in: context.service, now: now, seen: seen, known)
    var reply = Reply(decision.reply)
    reply.error = decision.failure
    return reply
  }
}
