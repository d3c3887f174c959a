import PubSub
import Store
import XML
import XMPP

/// What a handler wants done. It says so at once, in the order in which requests arrive; writes are
/// then carried out in that very order.
enum Work: Sendable {
  /// The payload of the result.
  case answer(Element?)
  case read(@Sendable (Snapshot) throws -> Element?)
  /// `bytes`: about how much memory it holds while it waits.
  case write(bytes: Int = 0, @Sendable (Transaction) throws -> Element?)
}

typealias Handler = @Sendable (IQ) throws(StanzaError) -> Work

/// What all handlers of one component share.
struct Context: Sendable {
  let jid: BareJID
  /// Shown in service discovery.
  let name: String
  let version: String
  let service: ServiceID
  let policy: ServicePolicy
  /// What service discovery says, derived from the routes.
  var features: Set<String> = []

  var circumstances: Circumstances {
    Circumstances(now: .now, policy: policy, newName: Context.newName)
  }

  /// 128 random bits: nobody guesses or meets them twice.
  private static let newName: @Sendable () -> String = {
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
  func asked(_ id: NodeID, by iq: IQ, _ snapshot: Snapshot) throws -> (
    node: NodeRecord?, actor: Actor
  ) {
    let node = try snapshot.node(id, in: service)
    return (node, try snapshot.actor(iq.from.bare, of: node, policy))
  }

  /// The node that a request is about, once the engine has let the asker in.
  func node(
    _ id: NodeID, for iq: IQ, _ snapshot: Snapshot,
    _ authorize: (NodeFacts?, Actor) throws -> NodeFacts
  ) throws -> NodeRecord {
    let (node, actor) = try asked(id, by: iq, snapshot)
    _ = try authorize(node?.facts, actor)
    guard let node else { throw StanzaError(.itemNotFound) }
    return node
  }
}

extension IQ {
  /// The payload, which the router has seen.
  var request: Element {
    get throws(StanzaError) {
      guard let payload else { throw StanzaError(.badRequest) }
      return payload
    }
  }
}

extension Transaction {
  /// Applies a decision and returns the payload of its answer.
  func carryOut(_ decision: Decision, _ context: Context, now: Timestamp) throws -> Element? {
    try apply(decision, in: context.service, now: now)
    return decision.reply
  }
}
