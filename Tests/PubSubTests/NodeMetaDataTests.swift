import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct NodeMetaDataTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func form(
    subscribers: Int = 0, owners: [BareJID] = [], publishers: [BareJID] = [],
    _ change: (inout NodeConfiguration) -> Void = { _ in }
  ) throws -> DataForm {
    NodeMetaData.form(
      try cast.node(items: 3, subscribers: subscribers, change), owners: owners,
      publishers: publishers, cast.seeingPolicy)
  }

  private func hint(_ name: String, in form: DataForm) -> String? {
    form.value(of: "{urn:xmpp:pubsub-caching:0}\(name)")
  }

  /// Section 5.4: the fields of its example, as they are shown there.
  @Test(arguments: [
    ("pubsub#type", DataForm.FieldType.textSingle, ["urn:example:e2ee:bundle"]),
    ("pubsub#creator", .jidSingle, ["romeo@verona.lit"]),
    ("pubsub#creation_date", .textSingle, ["1970-01-01T00:00:00Z"]),
    ("pubsub#title", .textSingle, ["Princely Musings (Atom)"]),
    ("pubsub#description", .textSingle, ["Updates for Hamlet's Princely Musings weblog."]),
    ("pubsub#language", .listSingle, ["en"]), ("pubsub#contact", .jidMulti, ["tybalt@verona.lit"]),
    ("pubsub#access_model", .listSingle, ["whitelist"]),
    ("pubsub#publish_model", .listSingle, ["subscribers"]),
    ("pubsub#max_items", .textSingle, ["120"]), ("pubsub#item_expire", .textSingle, ["604800"]),
    ("pubsub#owner", .jidMulti, ["romeo@verona.lit", "juliet@verona.lit"]),
    ("pubsub#publisher", .jidMulti, ["hamlet@denmark.lit"]),
    ("pubsub#num_subscribers", .textSingle, ["1066"]),
  ])
  func example(name: String, type: DataForm.FieldType, values: [String]) throws {
    let form = try form(
      subscribers: 1066, owners: [cast.romeo, cast.juliet], publishers: [cast.hamlet]
    ) {
      $0.type = "urn:example:e2ee:bundle"
      $0.title = "Princely Musings (Atom)"
      $0.description = "Updates for Hamlet's Princely Musings weblog."
      $0.language = "en"
      $0.contacts = [cast.tybalt]
      $0.accessModel = .whitelist
      $0.publishModel = .subscribers
      $0.maxItems = 120
      $0.itemExpiry = 604_800
    }
    #expect(form.kind == .result)
    #expect(form.formType == "http://jabber.org/protocol/pubsub#meta-data")
    #expect(form.values(of: name) == values)
    let field = try #require(form.field(name))
    #expect(field.type == type)
    #expect(field.label?.isEmpty == false)
    // Nothing is offered for choice.
    #expect(field.options.isEmpty)
  }

  /// No field is there twice, and all that can be said of a plain node is said.
  @Test func fields() throws {
    let names = try form().fields.compactMap(\.name)
    #expect(Set(names).count == names.count)
    for name in ["title", "description", "type", "language", "contact", "owner"] {
      #expect(names.contains("pubsub#\(name)"))
    }
  }

  /// Who publishes is told where items tell it.
  @Test func publishers() throws {
    #expect(try form().field("pubsub#publisher") == nil)
    #expect(
      try form(publishers: [cast.juliet]) { $0.itemReply = .none }.field("pubsub#publisher") == nil)
    #expect(
      try form(publishers: [cast.juliet]).values(of: "pubsub#publisher") == ["juliet@verona.lit"])
  }

  // MARK: Hints for caches (XEP-0460)

  @Test func hints() throws {
    let form = try form()
    for (name, value) in [
      ("persistence", "persistent"), ("consistent-items", "1"), ("consistent-set", "1"),
      ("stable-items", "1"), ("always-notify", "1"), ("allowed-for-suggestions", "0"),
      ("purge-keep-last-item", "0"),
    ] {
      #expect(hint(name, in: form) == value)
      #expect(
        form.field("{urn:xmpp:pubsub-caching:0}\(name)")?.type
          == (name == "persistence" ? .listSingle : .boolean))
    }
    #expect(form.value(of: "pubsub#max_items") == "max")
    #expect(form.value(of: "pubsub#item_expire") == "max")
    #expect(form.value(of: "pubsub#access_model") == "open")
    #expect(
      try hint("allowed-for-suggestions", in: self.form { $0.allowedForSuggestions = true }) == "1")
  }

  /// Whether items can be had later.
  @Test func persistence() throws {
    #expect(try hint("persistence", in: form { $0.persistItems = false }) == "transient")
    #expect(try hint("persistence", in: form { $0.maxItems = 0 }) == "transient")
    #expect(try hint("persistence", in: form { $0.maxItems = 1 }) == "persistent")
  }

  /// Whether no item comes, changes or goes without a word.
  @Test(arguments: [
    ("pubsub#deliver_notifications", "0"), ("pubsub#notify_retract", "0"),
    ("pubsub#notify_delete", "0"), ("pubsub#presence_based_delivery", "1"),
    ("pubsub#tempsub", "1"), ("pubsub#max_items", "7"), ("pubsub#item_expire", "7"),
  ])
  func notAlways(name: String, value: String) throws {
    let configuration = try NodeForm.merge(
      PubSubTests.form(nil, [name: value]), into: NodeConfiguration(), cast.policy)
    #expect(try hint("always-notify", in: form { $0 = configuration }) == "0")
  }

  // MARK: Relations

  /// XEP-0499, section 3.1: alone, or with all else; XEP-0497, section 6: how deep one may subscribe.
  @Test func relations() throws {
    let (parent, link) = (try NodeID("urn:xmpp:microblog:0"), try NodeID("beside"))
    var configuration = NodeConfiguration()
    #expect(NodeMetaData.relations(of: configuration).fields.map(\.name) == ["FORM_TYPE"])
    configuration.parent = parent
    #expect(
      try NodeMetaData.relations(of: configuration).element.comparable
        == PubSubTests.example(
          """
          <x xmlns='jabber:x:data' type='result'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#meta-data</value>
            </field>
            <field var='{urn:xmpp:pubsub-relationships:0}parent' type='text-single'>
              <value>urn:xmpp:microblog:0</value>
            </field>
          </x>
          """))
    configuration.link = link
    let whole = try form { $0 = configuration }
    #expect(whole.value(of: NodeOptions.parent) == parent.name)
    #expect(whole.value(of: NodeOptions.link) == link.name)
    #expect(whole.value(of: "{urn:xmpp:pubsub-ext-sub:0}max-depth") == "16")
    #expect(whole.field("{urn:xmpp:pubsub-ext-sub:0}max-depth")?.type == .textSingle)
    #expect(try form().field(NodeOptions.parent) == nil)
  }

  /// What has changed, and nothing else; nothing at all if that is none of the public's business.
  @Test(arguments: [
    ("pubsub#title", "New", true), ("pubsub#access_model", "whitelist", true),
    ("pubsub#max_items", "7", true), ("pubsub#contact", "a@b", true),
    (NodeOptions.parent, "above", true), (NodeOptions.link, "beside", true),
    ("{urn:xmpp:pubsub-caching:0}allowed-for-suggestions", "1", true),
    ("pubsub#notify_sub", "0", false), ("pubsub#roster_groups_allowed", "friends", false),
    ("pubsub#deliver_payloads", "0", false),
  ])
  func change(name: String, value: String, isTold: Bool) throws {
    let new = try NodeForm.merge(
      PubSubTests.form(nil, [name: value]), into: NodeConfiguration(), cast.policy)
    let change = NodeMetaData.change(from: NodeConfiguration(), to: new)
    #expect(change?.fields.map(\.name) == (isTold ? ["FORM_TYPE", name] : nil))
    #expect(change?.value(of: name) == (isTold ? value : nil))
    #expect(change?.kind ?? .result == .result)
  }
}
