import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct ConfigureTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

  /// Sections 8.2.1 and 8.2.4.
  @Test func wire() throws {
    let get = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <configure node='princely_musings'/>
      </pubsub>
      """
    let read = try ConfigureRequest(node: NodeID("princely_musings"))
    #expect(try ConfigureRequest(example(get)) == read)
    #expect(try read.element.comparable == example(get))
    let set = """
      <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
        <configure node='princely_musings'>
          <x xmlns='jabber:x:data' type='submit'>
            <field var='FORM_TYPE' type='hidden'>
              <value>http://jabber.org/protocol/pubsub#node_config</value>
            </field>
            <field var='pubsub#title'><value>Princely Musings (Atom)</value></field>
          </x>
        </configure>
      </pubsub>
      """
    let write = ConfigureRequest(
      node: read.node,
      form: form(NodeForm.configuration, ["pubsub#title": "Princely Musings (Atom)"]))
    #expect(try ConfigureRequest(example(set)) == write)
    #expect(try write.element.comparable == example(set))
    let cancel = try ConfigureRequest(
      owner("<configure node='a'><x xmlns='jabber:x:data' type='cancel'/></configure>"))
    #expect(cancel.form?.kind == .cancel)
  }

  @Test(arguments: [
    ("", badRequest), ("<configure/>", nodeIDRequired), ("<configure node=''/>", nodeIDRequired),
    ("<configure node='\(longName)'/>", nameTooLong),
    ("<configure node='a'><x xmlns='jabber:x:data' type='odd'/></configure>", badRequest),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try owner(inner)
    #expect(refusal { try ConfigureRequest(element) } == expected)
  }

  // MARK: Reading

  /// All fields, as they are (section 8.2.2).
  @Test func read() throws {
    let node = try cast.node {
      $0.title = "T"
      $0.type = "urn:xmpp:pubsub-social-feed:1"
    }
    let reply = try Configure.read(node, by: cast.owner, cast.policy)
    let configure = try #require(reply.first("configure", Namespace.pubsubOwner))
    #expect(configure["node"] == "blog")
    let form = try #require(try DataForm(in: configure))
    #expect(form.kind == .form)
    #expect(form.formType == NodeForm.configuration)
    #expect(form.fields.dropFirst().map(\.name) == NodeOptions.all.map(\.name))
    #expect(form.value(of: "pubsub#title") == "T")
    #expect(form.value(of: "pubsub#type") == "urn:xmpp:pubsub-social-feed:1")
    #expect(form.value(of: "pubsub#max_items") == "max")
    for field in form.fields { #expect(field.type != nil) }
  }

  /// Section 8.3.
  @Test func defaults() throws {
    let reply = DefaultRequest.reply(cast.policy)
    let defaults = try #require(reply.first("default", Namespace.pubsubOwner))
    let form = try #require(try DataForm(in: defaults))
    #expect(form == NodeForm.form(NodeConfiguration(), cast.policy))
  }

  // MARK: Changing

  private func decide(
    _ form: DataForm?, _ node: NodeFacts?, by actor: Actor? = nil,
    _ relations: Lineage.Facts = Lineage.Facts()
  ) throws -> Decision {
    try Configure.decide(
      ConfigureRequest(node: NodeID("blog"), form: form), node, by: actor ?? cast.owner,
      relations, cast.policy, .none)
  }

  @Test func changed() throws {
    let node = try cast.node { $0.notifyRetract = false }
    let decision = try decide(form(NodeForm.configuration, ["pubsub#notify_retract": "1"]), node)
    #expect(decision.effects == [.configure(node.id, NodeConfiguration())])
    #expect(decision.events.isEmpty)
    #expect(decision.reply == nil)
  }

  @Test func nothingChanged() throws {
    let node = try cast.node {
      $0.title = "Same"
      $0.notifyConfiguration = true
    }
    for submitted in [
      form(nil, ["pubsub#title": "Same"]), form(nil, ["pubsub#title": "X"], kind: .cancel),
      form(NodeForm.configuration, [:]), form(NodeForm.configuration, ["unknown": "1"]),
      // What clients send for a list without values.
      form(nil, ["pubsub#contact": "", "pubsub#roster_groups_allowed": ""]),
    ] {
      let decision = try decide(submitted, node)
      #expect(decision.effects.isEmpty)
      #expect(decision.events.isEmpty)
      #expect(decision.reply == nil)
    }
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    let actor = cast.actor(affiliation)
    let submitted = form(nil, ["pubsub#title": "New"])
    for access in AccessModel.allCases {
      let node = try cast.node { $0.accessModel = access }
      #expect(refusal { try Configure.read(node, by: actor, cast.policy) } == expected)
      #expect(refusal { try decide(submitted, node, by: actor) } == expected)
      #expect(refusal { try Configure.read(nil, by: actor, cast.policy) } == noNode)
      #expect(refusal { try decide(submitted, nil, by: actor) } == noNode)
      #expect(refusal { try decide(submitted, node, by: cast.administrator()) } == "accepted")
    }
  }

  @Test func formIsNeeded() throws {
    let node = try cast.node()
    #expect(refusal { try decide(nil, node) } == badRequest)
  }

  // MARK: What goes with it

  /// The log keeps who changed the models, and all that an administrator changes in another's node.
  @Test(
    arguments: [
      (["pubsub#title": "New"], nil, "title"),
      (["pubsub#access_model": "whitelist"], "access_model=whitelist", "access_model=whitelist"),
      (["pubsub#access_model": "open"], nil, nil),
      (
        ["pubsub#publish_model": "open", "pubsub#access_model": "authorize"],
        "access_model=authorize publish_model=open", "access_model=authorize publish_model=open"
      ),
      (
        [
          "pubsub#publish_model": "open", "x-pubsub#reactors": "readers",
          "{\(Namespace.pubsubCaching)}allowed-for-suggestions": "1",
        ], "publish_model=open", "allowed-for-suggestions publish_model=open reactors"
      ),
    ] as [([String: String], String?, String?)])
  func logged(fields: [String: String], owner: String?, administrator: String?) throws {
    let submitted = form(nil, fields.map { DataForm.Field($0, values: [$1]) })
    for (actor, expected) in [
      (cast.owner, owner), (cast.administrator(), administrator),
      (cast.administrator(.owner), owner),
    ] {
      let jid = try #require(actor.jid)
      #expect(
        try decide(submitted, cast.node(), by: actor).acts
          == (expected.map {
            [ModerationAct(.configure, try NodeID("blog"), by: jid, detail: $0)]
          } ?? []))
    }
  }

  @Test(arguments: [(5, 3, true), (3, 3, false), (2, 3, false), (5, 0, true)])
  func trims(items: Int, keep: Int, isTrimmed: Bool) throws {
    let node = try cast.node(items: items)
    let decision = try decide(form(nil, ["pubsub#max_items": "\(keep)"]), node)
    #expect(decision.effects.count == (isTrimmed ? 2 : 1))
    #expect(decision.effects.contains(.trim(node.id, keep: keep)) == isTrimmed)
  }

  /// A node that keeps items no more has none, and says so as after a purge.
  @Test(arguments: [
    (3, true, true, 1), (3, true, false, 0), (3, false, true, 0), (0, true, true, 0),
  ])
  func purges(items: Int, notifies: Bool, notifiesRetract: Bool, events: Int) throws {
    let node = try cast.node(items: items) {
      $0.deliverNotifications = notifies
      $0.notifyRetract = notifiesRetract
    }
    let decision = try decide(form(nil, ["pubsub#persist_items": "0"]), node)
    #expect(decision.effects.contains(.purge(node.id)) == (items > 0))
    #expect(decision.events.count == events)
    for event in decision.events {
      #expect(try event.body.first("purge", Namespace.pubsubEvent)?["node"] == "blog")
    }
  }

  /// Where the access changes, the subscriptions are looked through.
  @Test(
    arguments: [
      (["pubsub#access_model": "whitelist"], true), (["pubsub#access_model": "authorize"], true),
      (["pubsub#publish_model": "open"], true), (["pubsub#roster_groups_allowed": "friends"], true),
      (["pubsub#presence_based_delivery": "1"], true), (["pubsub#tempsub": "1"], true),
      (["pubsub#title": "New"], false), (["pubsub#max_items": "7"], false),
    ] as [([String: String], Bool)])
  func reviews(fields: [String: String], isReviewed: Bool) throws {
    let node = try cast.node(subscribers: 3)
    let submitted = form(nil, fields.map { DataForm.Field($0, values: [$1]) })
    #expect(try decide(submitted, node).effects.contains(.review(node.id)) == isReviewed)
  }
}
