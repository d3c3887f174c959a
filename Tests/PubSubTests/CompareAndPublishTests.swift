import Testing
import XML
import XMPP

@testable import PubSub

/// XEP-0395.
@Suite struct CompareAndPublishTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  /// Section 3.1.
  @Test func map() throws {
    let text = """
      <cap-v-map xmlns='urn:xmpp:pubsub:cap:0'>
        <cap-value-map-entry
          item-id='368866411b877c30064a5f62b917cffe'
          cap-value='35a204c2-5d6c-43a2-8e0d-a235a627b04a'/>
        <cap-value-map-entry
          item-id='3300659945416e274474e469a1f0154c'
          cap-value='166b7c04-ed4d-4872-aa56-a58268da84e2'/>
      </cap-v-map>
      """
    let map = CompareAndPublish.map([
      (try ItemID("368866411b877c30064a5f62b917cffe"), "35a204c2-5d6c-43a2-8e0d-a235a627b04a"),
      (try ItemID("3300659945416e274474e469a1f0154c"), "166b7c04-ed4d-4872-aa56-a58268da84e2"),
    ])
    #expect(try map.comparable == example(text))
  }

  /// Section 3.3, with the condition of pubsub first.
  @Test func failure() throws {
    var failure = CompareAndPublish.failure(newest: "2")
    failure.text = nil
    #expect(
      try failure.element.comparable
        == example(
          """
          <error xmlns='\(Namespace.component)' type='modify'>
            <precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/>
            <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
            <compare-and-publish-failed xmlns='urn:xmpp:pubsub:cap:0' cap-id='2'/>
          </error>
          """))
    // There is no newest item, and so no value.
    #expect(CompareAndPublish.failure(newest: nil).details.first?["cap-id"] == nil)
  }

  private func publish(_ values: [String], newest: String?, _ node: NodeFacts?, by actor: Actor)
    throws -> Decision
  {
    let options = form(
      NodeForm.publishOptions, [DataForm.Field("pubsub#prev_item_cap_value", values: values)])
    return try cast.publish(
      "<item id='2'><entry xmlns='https://example.org'/></item>", node, by: actor, newest: newest,
      options: options)
  }

  private func refused(with value: String?) -> String {
    "modify: precondition-not-met conflict compare-and-publish-failed \(value ?? "-")"
  }

  /// The outcome, with the value that a refusal names.
  private func outcome(_ values: [String], newest: String?, _ node: NodeFacts?, by actor: Actor)
    -> String
  {
    do {
      _ = try publish(values, newest: newest, node, by: actor)
      return "accepted"
    } catch let error as StanzaError {
      let names = error.element.elements.map(\.name.name).filter { $0 != "text" }
      guard let detail = error.details.first else {
        return "\(error.kind.rawValue): \(names.joined(separator: " "))"
      }
      return
        "\(error.kind.rawValue): \(names.joined(separator: " ")) \(detail["cap-id"] ?? "-")"
    } catch {
      return "\(error)"
    }
  }

  /// Section 3.2: the newest item must be the one that was seen; no value stands for no item.
  @Test(arguments: [
    (["1"], "1" as String?, true), (["1"], "2", false), ([""], "2", false), ([], "2", false),
    (["1"], nil, false), ([""], nil, true), ([], nil, true), (["1", "2"], "1", false),
  ])
  func precondition(values: [String], newest: String?, isMet: Bool) throws {
    #expect(
      try outcome(values, newest: newest, cast.node(items: newest == nil ? 0 : 1), by: cast.owner)
        == (isMet ? "accepted" : refused(with: newest)))
  }

  /// A node that is made for the item has none before.
  @Test(arguments: [([""], true), ([], true), (["1"], false)])
  func newNode(values: [String], isMet: Bool) {
    #expect(
      outcome(values, newest: nil, nil, by: cast.actor())
        == (isMet ? "accepted" : refused(with: nil)))
  }

  /// Who may not publish is not told what is new.
  @Test func rightsComeFirst() throws {
    #expect(try outcome(["1"], newest: "2", cast.node(), by: cast.actor()) == forbidden)
  }
}
