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

  var circumstances: Circumstances {
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

  var owner: Actor { Actor(jid: romeo, affiliation: .owner) }

  func actor(_ affiliation: Affiliation, isSubscribed: Bool = false) -> Actor {
    Actor(jid: juliet, affiliation: affiliation, isSubscribed: isSubscribed)
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
  let fields = values.map { DataForm.Field($0.key, values: [$0.value]) }
  guard let type else { return DataForm(kind, fields: fields) }
  return DataForm(kind, formType: type, fields: fields)
}

func form(_ type: String, _ values: [String: String]) -> DataForm {
  DataForm(.submit, formType: type, fields: values.map { DataForm.Field($0, values: [$1]) })
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
let nodeIDRequired = "modify: nodeid-required bad-request"
let badRequest = "modify: bad-request"
let nameTooLong = "modify: not-acceptable"
let longName = String(repeating: "n", count: 1024)
