import Testing
import XMPP

/// One line of a table: who asks for what, and what the answer says, as `outcome` puts it.
struct Row: Sendable {
  /// Of XEP-0060, where nothing else is said, or a few words on what the row is about.
  let section: String
  /// `romeo` stands for `romeo@verona.lit/phone`.
  let who: String
  let kind: IQ.Kind
  /// Names that the service has chosen are written as in `World.names`.
  let request: String
  /// `result` stands for any result.
  let expected: String
  let location: SourceLocation

  init(
    _ section: String, _ who: String, _ kind: IQ.Kind, _ request: String, _ expected: String,
    at location: SourceLocation = #_sourceLocation
  ) {
    self.section = section
    self.who = who
    self.kind = kind
    self.request = request
    self.expected = expected
    self.location = location
  }
}

extension Row {
  static func get(
    _ section: String, _ who: String, _ inner: String, _ expected: String,
    at location: SourceLocation = #_sourceLocation
  ) -> Row {
    Row(section, who, .get, pubsub(inner), expected, at: location)
  }

  static func set(
    _ section: String, _ who: String, _ inner: String, _ expected: String,
    at location: SourceLocation = #_sourceLocation
  ) -> Row {
    Row(section, who, .set, pubsub(inner), expected, at: location)
  }

  static func getOwned(
    _ section: String, _ who: String, _ inner: String, _ expected: String,
    at location: SourceLocation = #_sourceLocation
  ) -> Row {
    Row(section, who, .get, owner(inner), expected, at: location)
  }

  static func setOwned(
    _ section: String, _ who: String, _ inner: String, _ expected: String,
    at location: SourceLocation = #_sourceLocation
  ) -> Row {
    Row(section, who, .set, owner(inner), expected, at: location)
  }
}

// MARK: - What requests are made of

func owner(_ inner: String) -> String {
  "<pubsub xmlns='\(Namespace.pubsubOwner)'>\(inner)</pubsub>"
}

func field(_ name: String, _ values: String...) -> String {
  "<field var='\(name)'>\(values.map { "<value>\($0)</value>" }.joined())</field>"
}

/// A form of any kind, of any type or of none.
func form(_ type: String?, _ fields: String..., kind: String = "submit") -> String {
  let type = type.map { field("FORM_TYPE", $0) } ?? ""
  return "<x xmlns='jabber:x:data' type='\(kind)'>\(type)\(fields.joined())</x>"
}

func resultSet(_ inner: String) -> String {
  "<set xmlns='\(Namespace.resultSets)'>\(inner)</set>"
}

/// Names that are one byte too long, or as long as they may be.
let tooLong = String(repeating: "n", count: 1024)
let long = String(repeating: "n", count: 1023)

// MARK: - What answers say

/// The conditions in their order, that of the specification before that of RFC 6120.
enum Told {
  static let badRequest = "modify: bad-request"
  static let forbidden = "auth: forbidden"
  static let noNode = "cancel: item-not-found"
  static let moved = "modify: gone"
  static let noPlace = "cancel: item-not-found"
  static let unknown = "cancel: feature-not-implemented"
  static let nodeIDRequired = "modify: nodeid-required bad-request"
  static let nameTooLong = "modify: not-acceptable"
  static let jidRequired = "modify: jid-required bad-request"
  static let invalidJID = "modify: invalid-jid bad-request"
  static let subIDRequired = "modify: subid-required bad-request"
  static let invalidSubID = "modify: invalid-subid not-acceptable"
  static let presenceRequired = "auth: presence-subscription-required not-authorized"
  static let notInGroup = "auth: not-in-roster-group not-authorized"
  static let notSubscribed = "auth: not-subscribed not-authorized"
  static let pending = "auth: pending-subscription not-authorized"
  static let closed = "cancel: closed-node not-allowed"
  static let invalidOptions = "modify: invalid-options bad-request"
  static let notOffered = "modify: invalid-options not-acceptable"
  static let precondition = "cancel: precondition-not-met conflict"
  static let itemRequired = "modify: item-required bad-request"
  static let tooMany = "modify: policy-violation"
  static let noPersistence = "cancel: unsupported=persistent-items feature-not-implemented"
  static let noCollections = "cancel: unsupported=collections feature-not-implemented"
  static let result = "result"
}
