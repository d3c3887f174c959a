import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct OptionsTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

  /// Sections 6.3.2 and 6.3.5.
  @Test func wire() throws {
    let get = "<options node='princely_musings' jid='francisco@denmark.lit'/>"
    let read = try OptionsRequest(
      node: NodeID("princely_musings"), jid: JID("francisco@denmark.lit"))
    #expect(try OptionsRequest(pubsub(get)) == read)
    #expect(try read.element.comparable == pubsub(get).comparable)
    let set = """
      <options node='princely_musings' jid='francisco@denmark.lit' subid='123-abc'>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#subscribe_options</value>
          </field>
          <field var='pubsub#deliver'><value>1</value></field>
          <field var='pubsub#digest'><value>0</value></field>
          <field var='pubsub#include_body'><value>false</value></field>
          <field var='pubsub#show-values'>
            <value>chat</value>
            <value>online</value>
            <value>away</value>
          </field>
        </x>
      </options>
      """
    let write = OptionsRequest(
      node: read.node, jid: read.jid, id: SubscriptionID("123-abc"),
      form: form(
        SubscriptionForm.formType,
        [
          DataForm.Field("pubsub#deliver", values: ["1"]),
          DataForm.Field("pubsub#digest", values: ["0"]),
          DataForm.Field("pubsub#include_body", values: ["false"]),
          DataForm.Field("pubsub#show-values", values: ["chat", "online", "away"]),
        ]))
    #expect(try OptionsRequest(pubsub(set)) == write)
    #expect(try write.element.comparable == pubsub(set).comparable)
  }

  /// Section 6.3.4.3 among them.
  @Test(arguments: [
    ("", badRequest), ("<options jid='a@b'/>", nodeIDRequired),
    ("<options node='' jid='a@b'/>", nodeIDRequired),
    ("<options node='\(longName)' jid='a@b'/>", nameTooLong),
    ("<options node='a'/>", "modify: jid-required bad-request"),
    ("<options node='a' jid='b@'/>", "modify: invalid-jid bad-request"),
    ("<options node='a' jid='a@b'><x xmlns='jabber:x:data' type='?'/></options>", badRequest),
  ])
  func malformed(inner: String, expected: String) throws {
    let element = try pubsub(inner)
    #expect(refusal { try OptionsRequest(element) } == expected)
  }

  // MARK: Engine

  private func request(_ form: DataForm? = nil, jid: String, id: String?) throws -> OptionsRequest {
    OptionsRequest(
      node: try NodeID("blog"), jid: try JID(jid), id: id.map { SubscriptionID($0) }, form: form)
  }

  private func read(
    _ node: NodeFacts?, by actor: Actor? = nil, jid: String = "juliet@verona.lit",
    id: String? = nil, present: [SubscriptionFacts]
  ) throws -> Element {
    try Options.read(
      request(jid: jid, id: id), node, by: actor ?? cast.actor(), present: present, cast.policy)
  }

  private func change(
    _ form: DataForm?, _ node: NodeFacts?, by actor: Actor? = nil,
    jid: String = "juliet@verona.lit", id: String? = nil, present: [SubscriptionFacts]
  ) throws -> Decision {
    try Options.decide(
      request(form, jid: jid, id: id), node, by: actor ?? cast.actor(), present: present,
      cast.circumstances)
  }

  /// Section 6.3.3: the form, filled in.
  @Test func reading() throws {
    let present = try cast.subscription { $0.digest = true }
    let reply = try read(cast.node(), id: "s1", present: [present])
    let options = try #require(reply.first("options", Namespace.pubsub))
    #expect(options["node"] == "blog")
    #expect(options["jid"] == "juliet@verona.lit")
    #expect(options["subid"] == "s1")
    let form = try #require(try DataForm(in: options))
    #expect(form == SubscriptionForm.form(present.options, of: NodeConfiguration(), cast.policy))
  }

  @Test func changing() throws {
    let node = try cast.node()
    let present = try cast.subscription { $0.digest = true }
    var expected = present
    expected.options.deliver = false
    let decision = try change(
      form(SubscriptionForm.formType, ["pubsub#deliver": "false"]), node, present: [present])
    #expect(decision.effects == [.change(node.id, expected)])
    #expect(decision.events.isEmpty)
    #expect(decision.reply == nil)
  }

  @Test func nothingChanges() throws {
    let node = try cast.node()
    for submitted in [
      form(SubscriptionForm.formType, ["pubsub#deliver": "1"]), form(nil, [:]),
      form(nil, ["pubsub#deliver": "0"], kind: .cancel), form(nil, ["odd": "1"]),
    ] {
      #expect(try change(submitted, node, present: [cast.subscription()]).effects.isEmpty)
    }
  }

  /// Sections 6.3.4 and 6.3.6.2.
  @Test(arguments: [
    ("juliet@verona.lit", ["s1"], nil as String?, "accepted"),
    ("juliet@verona.lit", ["s1"], "s1", "accepted"),
    ("juliet@verona.lit/balcony", ["s1"], nil, "accepted"),
    ("juliet@verona.lit", [], nil, "modify: not-subscribed unexpected-request"),
    ("juliet@verona.lit", ["s1"], "s2", "modify: invalid-subid not-acceptable"),
    ("juliet@verona.lit", ["s1", "s2"], nil, "modify: subid-required bad-request"),
    ("juliet@verona.lit", ["s1", "s2"], "s2", "accepted"),
    ("juliet@verona.lit", ["s1", "s2"], "s3", "modify: invalid-subid not-acceptable"),
    ("romeo@verona.lit", ["s1"], nil, forbidden), ("romeo@verona.lit", [], nil, forbidden),
  ])
  func outcomes(jid: String, present: [String], named: String?, expected: String) throws {
    let node = try cast.node()
    let present = try present.map { try cast.subscription(jid, $0) }
    let submitted = form(SubscriptionForm.formType, ["pubsub#deliver": "0"])
    #expect(refusal { try read(node, jid: jid, id: named, present: present) } == expected)
    #expect(
      refusal { try change(submitted, node, jid: jid, id: named, present: present) } == expected)
    #expect(refusal { try read(nil, jid: jid, id: named, present: present) } == noNode)
    #expect(refusal { try change(submitted, nil, jid: jid, present: present) } == noNode)
  }

  /// They are no business of the node's owner; an administrator may see to them.
  @Test func others() throws {
    let node = try cast.node()
    let present = [try cast.subscription()]
    let submitted = form(SubscriptionForm.formType, ["pubsub#deliver": "0"])
    for (actor, expected) in [(cast.owner, forbidden), (cast.administrator(), "accepted")] {
      #expect(refusal { try read(node, by: actor, present: present) } == expected)
      #expect(refusal { try change(submitted, node, by: actor, present: present) } == expected)
    }
  }

  @Test func theRightOneChanges() throws {
    let node = try cast.node()
    let present = [try cast.subscription(), try cast.subscription("juliet@verona.lit", "s2")]
    var expected = present[1]
    expected.options.deliver = false
    let decision = try change(
      form(nil, ["pubsub#deliver": "0"]), node, id: "s2", present: present)
    #expect(decision.effects == [.change(node.id, expected)])
  }

  @Test(
    arguments: [
      (nil, "modify: invalid-options bad-request"), (form("urn:odd", [:]), invalidOptions),
      (form(SubscriptionForm.formType, [:], kind: .form), invalidOptions),
      (
        form(SubscriptionForm.formType, ["pubsub#deliver": "perhaps"]),
        "modify: invalid-options bad-request"
      ),
    ] as [(DataForm?, String)])
  func refusedForms(form: DataForm?, expected: String) throws {
    let node = try cast.node()
    #expect(refusal { try change(form, node, present: [cast.subscription()]) } == expected)
  }
}
