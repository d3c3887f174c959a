import Testing
import XML
import XMPP

@testable import PubSub

/// Who appears in these tests.
struct Cast {
  let romeo: BareJID
  let juliet: BareJID
  let tybalt: BareJID
  let admin: BareJID
  /// Of another domain.
  let hamlet: BareJID

  init() throws {
    romeo = try BareJID("romeo@verona.lit")
    juliet = try BareJID("juliet@verona.lit")
    tybalt = try BareJID("tybalt@verona.lit")
    admin = try BareJID("escalus@verona.lit")
    hamlet = try BareJID("hamlet@denmark.lit")
  }

  var policy: ServicePolicy { ServicePolicy(domains: ["verona.lit"], admins: [admin]) }

  /// Of a service that sees the rosters of its users.
  var seeingPolicy: ServicePolicy {
    var policy = policy
    policy.seesRosters = true
    return policy
  }

  var circumstances: Circumstances { circumstances(policy) }

  func circumstances(_ policy: ServicePolicy) -> Circumstances {
    Circumstances(now: Timestamp(milliseconds: 1_000), policy: policy) { "fresh" }
  }

  /// Romeo's node.
  func node(
    items: Int = 0, subscribers: Int = 0, _ change: (inout NodeConfiguration) -> Void = { _ in }
  ) throws -> NodeFacts {
    var configuration = NodeConfiguration()
    change(&configuration)
    return NodeFacts(
      id: try NodeID("blog"), configuration: configuration, creator: romeo,
      created: Timestamp(milliseconds: 0), items: items, subscribers: subscribers)
  }

  var owner: Actor { Actor(jid: romeo, Standing(.owner)) }

  /// Escalus, whatever the node makes of him.
  func administrator(_ affiliation: Affiliation = .none) -> Actor {
    Actor(jid: admin, Standing(affiliation), isAdmin: true)
  }

  /// Juliet.
  func actor(
    _ affiliation: Affiliation = .none, _ subscription: Standing.Subscription = .none
  ) -> Actor {
    Actor(jid: juliet, Standing(affiliation, subscription))
  }

  func subscription(
    _ jid: String = "juliet@verona.lit", _ id: String = "s1",
    _ state: Subscription.State = .subscribed,
    _ change: (inout SubscriptionOptions) -> Void = { _ in }
  ) throws -> SubscriptionFacts {
    var options = SubscriptionOptions()
    change(&options)
    return SubscriptionFacts(
      jid: try JID(jid), id: SubscriptionID(id), state: state, options: options)
  }

  /// Romeo's newest item, a day old.
  func lastItem() throws -> StoredItem {
    StoredItem(
      id: try ItemID("last"), sequence: 1, publisher: romeo,
      published: Timestamp(milliseconds: 86_400_000), payload: Array("<a xmlns='b'/>".utf8))
  }
}

extension Cast {
  /// Publishes in the node "blog"; items without an id are named `new1` and so on.
  ///
  /// - Parameters:
  ///   - publishers: of the items that are replaced.
  ///   - oldest: Romeo's.
  ///   - bytes: of each item that is there.
  ///   - staysAsVersion: of each, too.
  func publish(
    _ inner: String, _ node: NodeFacts?, by actor: Actor? = nil,
    publishers: [String: BareJID] = [:], oldest: [String] = [], bytes: Int = 0,
    staysAsVersion: Bool = false, newest: String? = nil, options: DataForm? = nil,
    _ account: Account = Account(),
    policy: ServicePolicy? = nil
  ) throws -> Decision {
    var request = try PublishRequest(pubsub("<publish node='blog'>\(inner)</publish>"))
    request.options = options
    var number = 0
    let candidate = Publish.Candidate(
      request, policy ?? self.policy,
      {
        number += 1
        return "new\(number)"
      }, text: { item in item.id.map { "words of \($0)" } })
    let present = Publish.Present(
      replaced: try publishers.map {
        HeldItem(try ItemID($0), by: $1, bytes: bytes, staysAsVersion: staysAsVersion)
      },
      oldest: try oldest.map {
        HeldItem(try ItemID($0), by: romeo, bytes: bytes, staysAsVersion: staysAsVersion)
      },
      newestVersion: newest)
    return try Publish.decide(
      candidate, node, by: actor ?? owner, present, account,
      circumstances(policy ?? self.policy))
  }
}

/// An element from a specification's text: without the white space that lays it out, attributes in
/// the order of their names.
func example(_ text: String) throws -> Element {
  try Element(parsing: Array(text.utf8)).comparable
}

/// `<pubsub>` around an operation.
func pubsub(_ inner: String) throws -> Element {
  try Element(parsing: Array("<pubsub xmlns='\(Namespace.pubsub)'>\(inner)</pubsub>".utf8))
}

func owner(_ inner: String) throws -> Element {
  try Element(parsing: Array("<pubsub xmlns='\(Namespace.pubsubOwner)'>\(inner)</pubsub>".utf8))
}

/// A submitted form.
func form(
  _ type: String?, _ values: KeyValuePairs<String, String>, kind: DataForm.Kind = .submit
) -> DataForm {
  form(type, values.map { DataForm.Field($0.key, values: [$0.value]) }, kind: kind)
}

func form(_ type: String?, _ fields: [DataForm.Field], kind: DataForm.Kind = .submit) -> DataForm {
  guard let type else { return DataForm(kind, fields: fields) }
  return DataForm(kind, formType: type, fields: fields)
}

extension Element {
  var comparable: Element {
    var element = self
    element.attributes.sort { $0.name.description < $1.name.description }
    let hasElements = elements.contains { _ in true }
    element.children = children.compactMap { child in
      switch child {
      case .element(let element): .element(element.comparable)
      case .text(let text) where hasElements && text.allSatisfy(\.isWhitespace): nil
      default: child
      }
    }
    return element
  }

  /// As text, to be compared and read.
  var markup: String { String(decoding: xml(inNamespace: nil), as: UTF8.self) }
}

extension Event {
  /// The first child of the message.
  var body: Element {
    get throws { try #require(content.first) }
  }
}

/// What a subscriber is told of a subscription of theirs, in one word each.
func states(_ decision: Decision) throws -> [String] {
  try decision.events.filter { $0.audience != .owners }.compactMap {
    try $0.body.first("subscription", Namespace.pubsubEvent)?["subscription"]
  }
}

/// How a request is refused, in the order of the wire: `cancel: closed-node not-allowed`. The text,
/// which is the last child if there is one, is left out.
func refusal<T>(_ body: () throws -> T) -> String {
  do {
    _ = try body()
    return "accepted"
  } catch let error as StanzaError {
    var children = Array(error.element.elements)
    if children.last?.name == QName("text", Namespace.stanzaErrors) { children.removeLast() }
    let names = children.map { $0["feature"].map { "unsupported=\($0)" } ?? $0.name.name }
    let isInOrder =
      children.last?.name.namespace == Namespace.stanzaErrors
      && children.dropLast().allSatisfy { $0.name.namespace == Namespace.pubsubErrors }
    return "\(error.kind.rawValue): \(names.joined(separator: " "))\(isInOrder ? "" : " (order)")"
  } catch {
    return "\(error)"
  }
}

let noNode = "cancel: item-not-found"
let forbidden = "auth: forbidden"
let closed = "cancel: closed-node not-allowed"
let presenceRequired = "auth: presence-subscription-required not-authorized"
let notInGroup = "auth: not-in-roster-group not-authorized"
let notSubscribed = "auth: not-subscribed not-authorized"
let preconditionNotMet = "cancel: precondition-not-met conflict"
let noPersistence = "cancel: unsupported=persistent-items feature-not-implemented"
let nodeIDRequired = "modify: nodeid-required bad-request"
let badRequest = "modify: bad-request"
let invalidOptions = "modify: invalid-options bad-request"
let nameTooLong = "modify: not-acceptable"
let longName = String(repeating: "n", count: 1024)
