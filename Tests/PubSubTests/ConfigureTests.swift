import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct ConfigureTests {
  let cast: Cast
  init() throws { cast = try Cast() }

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

  private func decide(_ form: DataForm?, _ node: NodeFacts?, by actor: Actor? = nil) throws
    -> Decision
  {
    try Configure.decide(
      ConfigureRequest(node: NodeID("blog"), form: form), node, by: actor ?? cast.owner,
      cast.policy)
  }

  @Test func changed() throws {
    let node = try cast.node { $0.title = "Old" }
    let decision = try decide(form(NodeForm.configuration, ["pubsub#title": "New"]), node)
    var expected = node.configuration
    expected.title = "New"
    #expect(decision.effects == [.configure(node.id, expected)])
    #expect(decision.events.isEmpty)
    #expect(decision.reply == nil)
  }

  /// Section 8.2.5: subscribers are told, with or without the form.
  @Test(arguments: [true, false])
  func notified(withPayload: Bool) throws {
    let node = try cast.node {
      $0.notifyConfiguration = true
      $0.deliverPayloads = withPayload
    }
    let decision = try decide(form(nil, ["pubsub#title": "New"]), node)
    let body = try #require(decision.events.first?.body)
    #expect(decision.events.map(\.audience) == [.subscribers])
    let configuration = try #require(body.first("configuration", Namespace.pubsubEvent))
    #expect(configuration["node"] == "blog")
    let sent = try DataForm(in: configuration)
    #expect((sent != nil) == withPayload)
    if let sent {
      #expect(sent.kind == .result)
      #expect(sent.formType == NodeForm.configuration)
      #expect(sent.value(of: "pubsub#title") == "New")
    }
  }

  @Test func nothingChanged() throws {
    let node = try cast.node {
      $0.title = "Same"
      $0.notifyConfiguration = true
    }
    for submitted in [
      form(nil, ["pubsub#title": "Same"]), form(nil, ["pubsub#title": "X"], kind: .cancel),
      form(NodeForm.configuration, [:]), form(NodeForm.configuration, ["unknown": "1"]),
    ] {
      let decision = try decide(submitted, node)
      #expect(decision.effects.isEmpty)
      #expect(decision.events.isEmpty)
      #expect(decision.reply == nil)
    }
  }

  @Test(arguments: [(5, 3, true), (3, 3, false), (2, 3, false), (5, 0, true)])
  func trims(items: Int, keep: Int, isTrimmed: Bool) throws {
    let node = try cast.node(items: items)
    let decision = try decide(form(nil, ["pubsub#max_items": "\(keep)"]), node)
    #expect(decision.effects.count == (isTrimmed ? 2 : 1))
    #expect(decision.effects.contains(.trim(node.id, keep: keep)) == isTrimmed)
  }

  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, forbidden), (.publishOnly, forbidden),
    (.member, forbidden), (.none, forbidden), (.outcast, forbidden),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    let node = try cast.node()
    let actor = cast.actor(affiliation)
    let submitted = form(nil, ["pubsub#title": "New"])
    #expect(refusal { try Configure.read(node, by: actor) } == expected)
    #expect(refusal { try decide(submitted, node, by: actor) } == expected)
    #expect(refusal { try Configure.read(nil, by: actor) } == noNode)
    #expect(refusal { try decide(submitted, nil, by: actor) } == noNode)
    let admin = Actor(jid: cast.admin, isAdmin: true)
    #expect(refusal { try decide(submitted, node, by: admin) } == "accepted")
  }

  @Test func formIsNeeded() throws {
    let node = try cast.node()
    #expect(refusal { try decide(nil, node) } == badRequest)
  }

  /// All fields, as they are (section 8.2.2).
  @Test func read() throws {
    let node = try cast.node {
      $0.title = "T"
      $0.type = "urn:xmpp:pubsub-social-feed:1"
    }
    let reply = try Configure.read(node, by: cast.owner)
    let configure = try #require(reply.first("configure", Namespace.pubsubOwner))
    #expect(configure["node"] == "blog")
    let form = try #require(try DataForm(in: configure))
    #expect(form.kind == .form)
    #expect(form.formType == NodeForm.configuration)
    #expect(form.fields.dropFirst().map(\.name) == NodeOption.all.map(\.name))
    #expect(form.value(of: "pubsub#title") == "T")
    #expect(form.value(of: "pubsub#type") == "urn:xmpp:pubsub-social-feed:1")
    #expect(form.value(of: "pubsub#max_items") == "max")
    for field in form.fields { #expect(field.type != nil) }
  }

  /// Section 8.3.
  @Test func defaults() throws {
    let reply = DefaultRequest.reply()
    let defaults = try #require(reply.first("default", Namespace.pubsubOwner))
    let form = try #require(try DataForm(in: defaults))
    #expect(form == NodeForm.form(NodeConfiguration()))
  }
}
