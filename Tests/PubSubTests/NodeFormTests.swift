import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct NodeFormTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Every option with every value that it takes, as it is read back.
  static let values: [String: [String]] = [
    "pubsub#title": ["", "Blog", "Ünïcode \u{1F600}"],
    "pubsub#description": ["", "About"],
    "pubsub#language": ["", "de-CH"],
    "pubsub#type": ["", "urn:xmpp:pubsub-social-feed:1"],
    "pubsub#access_model": ["open", "whitelist"],
    "pubsub#publish_model": ["publishers", "subscribers", "open"],
    "pubsub#persist_items": ["1", "0"],
    "pubsub#max_items": ["max", "0", "1", "100000"],
    "pubsub#max_payload_size": ["", "1", "262144"],
    "pubsub#deliver_notifications": ["1", "0"],
    "pubsub#deliver_payloads": ["1", "0"],
    "pubsub#notify_config": ["1", "0"],
    "pubsub#notify_delete": ["1", "0"],
    "pubsub#notify_retract": ["1", "0"],
    "pubsub#notify_sub": ["1", "0"],
    "pubsub#notification_type": ["headline", "normal"],
    "pubsub#itemreply": ["publisher", "none"],
    "pubsub#send_last_published_item": ["never", "on_sub"],
  ]

  @Test func everyOptionIsHere() {
    #expect(Set(NodeOption.all.map(\.name)) == Set(Self.values.keys))
    #expect(NodeOption.all.count == Self.values.count)
  }

  /// Taken over, offered, read back, and as a precondition true of itself alone.
  @Test(arguments: values.keys.sorted())
  func roundTrips(name: String) throws {
    let values = try #require(Self.values[name])
    for value in values {
      let submitted = form(NodeForm.configuration, [name: value])
      let node = try NodeForm.merge(submitted, into: NodeConfiguration(), cast.policy)
      #expect(NodeForm.form(node).value(of: name) == value)
      #expect(NodeForm.result(node).value(of: name) == value)
      // The whole form as it is offered makes the same node out of any other.
      var returned = NodeForm.form(node)
      returned.kind = .submit
      let read = try DataForm(returned.element)
      #expect(try NodeForm.merge(read, into: Self.odd, cast.policy) == node)
      for other in values {
        let options = form(NodeForm.publishOptions, [name: other])
        let outcome = refusal { try NodeForm.check(options, against: node, cast.policy) }
        #expect(
          outcome == (other == value ? "accepted" : "cancel: precondition-not-met conflict"),
          "\(value) and \(other)")
        if other == value { continue }
        let applied = try NodeForm.apply(options, to: node, cast.policy)
        #expect(NodeForm.form(applied).value(of: name) == other)
      }
    }
    let field = try #require(NodeForm.form(NodeConfiguration()).field(name))
    #expect(field.label?.isEmpty == false)
    if !field.options.isEmpty { #expect(field.options.map(\.value).sorted() == values.sorted()) }
  }

  /// Differs from the defaults in everything.
  static let odd: NodeConfiguration = {
    var odd = NodeConfiguration()
    odd.title = "Odd"
    odd.description = "Odd"
    odd.language = "x-odd"
    odd.type = "odd"
    odd.accessModel = .whitelist
    odd.publishModel = .subscribers
    odd.persistItems = false
    odd.maxItems = 77
    odd.maxPayloadSize = 77
    odd.deliverNotifications = false
    odd.deliverPayloads = false
    odd.notifyConfiguration = true
    odd.notifyDelete = false
    odd.notifyRetract = false
    odd.notifySubscriptions = false
    odd.notificationType = .normal
    odd.itemReply = .none
    odd.sendLastItem = .onSubscribe
    return odd
  }()

  /// A number that is too large is as good as the largest one.
  @Test func hugeNumbers() throws {
    let huge = form(
      NodeForm.configuration,
      ["pubsub#max_items": "99999999999999999999", "pubsub#max_payload_size": "262145"])
    let merged = try NodeForm.merge(huge, into: Self.odd, cast.policy)
    #expect(merged.maxItems == nil)
    #expect(merged.maxPayloadSize == cast.policy.maximumPayloadBytes)
  }

  @Test(arguments: [
    ("pubsub#access_model", "presence"), ("pubsub#access_model", "roster"),
    ("pubsub#access_model", "authorize"), ("pubsub#access_model", "Open"),
    ("pubsub#publish_model", "owners"), ("pubsub#max_items", "-1"), ("pubsub#max_items", "many"),
    ("pubsub#max_items", ""), ("pubsub#max_payload_size", "0"),
    ("pubsub#max_payload_size", "big"), ("pubsub#persist_items", "yes"),
    ("pubsub#persist_items", ""), ("pubsub#notify_sub", "2"), ("pubsub#itemreply", "owner"),
    ("pubsub#send_last_published_item", "on_sub_and_presence"),
    ("pubsub#notification_type", "chat"), ("pubsub#title", String(repeating: "t", count: 4097)),
  ])
  func refusedValues(name: String, value: String) {
    let configuration = form(NodeForm.configuration, [name: value])
    #expect(
      refusal { try NodeForm.merge(configuration, into: NodeConfiguration(), cast.policy) }
        == (name == "pubsub#access_model"
          ? "modify: unsupported-access-model not-acceptable"
          : "modify: invalid-options not-acceptable"))
    let options = form(NodeForm.publishOptions, [name: value])
    #expect(
      refusal { try NodeForm.check(options, against: NodeConfiguration(), cast.policy) }
        == "cancel: precondition-not-met conflict")
    #expect(
      refusal { try NodeForm.apply(options, to: NodeConfiguration(), cast.policy) }
        == "cancel: precondition-not-met conflict")
  }

  @Test func longestText() {
    let text = String(repeating: "t", count: 4096)
    #expect(
      refusal {
        try NodeForm.merge(
          form(nil, ["pubsub#title": text]), into: NodeConfiguration(), cast.policy)
      } == "accepted")
  }

  @Test(arguments: [("1", true), ("true", true), ("0", false), ("false", false)])
  func booleans(spelling: String, value: Bool) throws {
    for option in NodeOption.all {
      guard case .boolean = option.kind else { continue }
      var start = NodeConfiguration()
      #expect(option.set(&start, [value ? "0" : "1"], cast.policy))
      let node = try NodeForm.merge(form(nil, [option.name: spelling]), into: start, cast.policy)
      #expect(option.get(node) == [value ? "1" : "0"], "\(option.name)")
    }
  }

  /// Fields that are not sent stay; the last word of a field counts once.
  @Test func partialFormsAreMerged() throws {
    let node = try NodeForm.merge(
      form(NodeForm.configuration, ["pubsub#title": "New", "pubsub#max_items": "max"]),
      into: Self.odd, cast.policy)
    var expected = Self.odd
    expected.title = "New"
    expected.maxItems = nil
    #expect(node == expected)
    let cleared = try NodeForm.merge(form(nil, ["pubsub#title": ""]), into: node, cast.policy)
    #expect(cleared.title == nil)
  }

  @Test func unknownFields() throws {
    let fields: KeyValuePairs = ["pubsub#item_expire": "86400", "pubsub#title": "T", "odd": "1"]
    let node = try NodeForm.merge(
      form(NodeForm.configuration, fields), into: NodeConfiguration(), cast.policy)
    var expected = NodeConfiguration()
    expected.title = "T"
    #expect(node == expected)
    let options = form(NodeForm.publishOptions, fields)
    #expect(
      refusal { try NodeForm.check(options, against: node, cast.policy) }
        == "cancel: precondition-not-met conflict")
  }

  @Test(arguments: [
    (NodeForm.configuration as String?, DataForm.Kind.submit, "accepted", badRequest),
    (NodeForm.publishOptions, .submit, badRequest, "accepted"),
    (nil, .submit, "accepted", "accepted"), ("urn:odd", .submit, badRequest, badRequest),
    (NodeForm.metaData, .submit, badRequest, badRequest),
    (NodeForm.configuration, .form, badRequest, badRequest),
    (NodeForm.configuration, .result, badRequest, badRequest),
  ])
  func formTypes(
    type: String?, kind: DataForm.Kind, asConfiguration: String, asOptions: String
  ) {
    let submitted = form(type, [:], kind: kind)
    let node = NodeConfiguration()
    #expect(refusal { try NodeForm.merge(submitted, into: node, cast.policy) } == asConfiguration)
    #expect(refusal { try NodeForm.check(submitted, against: node, cast.policy) } == asOptions)
  }

  @Test func metaData() throws {
    let node = try cast.node(items: 3, subscribers: 7) { $0.title = "Blog" }
    let form = NodeForm.metaData(node)
    #expect(form.kind == .result)
    #expect(form.formType == "http://jabber.org/protocol/pubsub#meta-data")
    #expect(form.value(of: "pubsub#title") == "Blog")
    #expect(form.value(of: "pubsub#creator") == "romeo@verona.lit")
    #expect(form.value(of: "pubsub#creation_date") == "1970-01-01T00:00:00Z")
    #expect(form.value(of: "pubsub#num_subscribers") == "7")
    #expect(form.value(of: "pubsub#access_model") == "open")
    #expect(form.value(of: "pubsub#publish_model") == "publishers")
    for name in ["pubsub#description", "pubsub#type", "pubsub#language"] {
      #expect(form.field(name) != nil)
    }
  }

  // MARK: As clients submit them

  static let community: KeyValuePairs = [
    "pubsub#persist_items": "true", "pubsub#deliver_payloads": "false",
    "pubsub#send_last_published_item": "on_sub", "pubsub#access_model": "open",
    "pubsub#max_items": "max", "pubsub#title": "Gardens",
  ]

  static let ofEachPost: KeyValuePairs = [
    "pubsub#persist_items": "true", "pubsub#max_items": "max", "pubsub#itemreply": "publisher",
    "pubsub#notify_sub": "true",
  ]

  /// A node that a community's form made meets the preconditions that come with every post.
  @Test func communityMeetsThePostsPreconditions() throws {
    let node = try NodeForm.merge(
      form(NodeForm.configuration, Self.community), into: NodeConfiguration(), cast.policy)
    var expected = NodeConfiguration()
    expected.deliverPayloads = false
    expected.sendLastItem = .onSubscribe
    expected.title = "Gardens"
    #expect(node == expected)
    let options = form(NodeForm.publishOptions, Self.ofEachPost)
    #expect(refusal { try NodeForm.check(options, against: node, cast.policy) } == "accepted")
  }

  @Test func commentsMeetThePostsPreconditions() throws {
    let node = try NodeForm.merge(
      form(
        NodeForm.configuration,
        [
          "pubsub#persist_items": "true", "pubsub#deliver_payloads": "false",
          "pubsub#send_last_published_item": "on_sub", "pubsub#access_model": "open",
          "pubsub#max_items": "max", "pubsub#publish_model": "open",
          "pubsub#itemreply": "publisher", "pubsub#notify_retract": "true",
        ]), into: NodeConfiguration(), cast.policy)
    #expect(node.publishModel == .open)
    #expect(node.notifyRetract)
    let options = form(NodeForm.publishOptions, Self.ofEachPost)
    #expect(refusal { try NodeForm.check(options, against: node, cast.policy) } == "accepted")
  }

  /// A community's picture and a story ask for what an open node is not.
  @Test(arguments: [
    ["pubsub#access_model": "presence", "pubsub#max_items": "1"],
    ["pubsub#access_model": "presence", "pubsub#item_expire": "86400"],
  ])
  func pictureAndStoryAreRefused(fields: [String: String]) throws {
    let node = try NodeForm.merge(
      form(NodeForm.configuration, Self.community), into: NodeConfiguration(), cast.policy)
    #expect(
      refusal {
        try NodeForm.check(form(NodeForm.publishOptions, fields), against: node, cast.policy)
      } == "cancel: precondition-not-met conflict")
  }
}
