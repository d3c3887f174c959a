import Testing
import XML
import XMPP

@testable import PubSub

/// Who reads what an edited post said before, and in which form.
@Suite struct HistoryTests {
  private static let noItem = "cancel: item-not-found"

  let cast: Cast
  init() throws { cast = try Cast() }

  /// To all others it is as if there were no such post, or no such node.
  @Test(arguments: [
    (Affiliation.owner, "accepted"), (.publisher, noItem), (.publishOnly, noItem),
    (.member, noItem), (.none, noItem), (.outcast, noItem),
  ])
  func whoMay(affiliation: Affiliation, expected: String) throws {
    let item = HeldItem(try ItemID("i"), by: cast.romeo)
    let own = HeldItem(try ItemID("i"), by: cast.juliet)
    for access in AccessModel.allCases {
      let node = try cast.node { $0.accessModel = access }
      let actor = cast.actor(affiliation)
      #expect(refusal { try History.authorize(item, node, by: actor) } == expected)
      #expect(refusal { try History.authorize(own, node, by: actor) } == "accepted")
      #expect(refusal { try History.authorize(nil, node, by: actor) } == Self.noItem)
      #expect(refusal { try History.authorize(item, nil, by: actor) } == Self.noItem)
      #expect(
        refusal { try History.authorize(item, node, by: cast.administrator()) } == "accepted")
    }
  }

  @Test func requests() throws {
    func request(_ fields: [(String, String)], type: String? = nil) throws -> ItemChoice {
      var form = DataForm(.submit, fields: fields.map { DataForm.Field($0, values: [$1]) })
      if let type { form.fields.append(DataForm.Field(DataForm.formTypeName, values: [type])) }
      return try ItemChoice(form, of: HistoryForm.command)
    }
    let whole = [("node", "blog"), ("item", "i")]
    for type in [nil, HistoryForm.command] {
      let request = try request(whole, type: type)
      #expect(request.node == (try NodeID("blog")))
      #expect(request.item == (try ItemID("i")))
    }
    #expect(throws: StanzaError.self) { try request(whole, type: ModerationForm.hide) }
    for fields in [[("node", "blog")], [("item", "i")], [], whole + [("item", "j")]] {
      #expect(throws: StanzaError.self, "\(fields)") { try request(fields) }
    }
  }

  @Test func versions() throws {
    let long = String(repeating: "x", count: HistoryForm.Version.textLength + 1)
    let form = HistoryForm.result([
      .init(
        time: Timestamp(milliseconds: 86_400_000), publisher: cast.romeo, title: "A\nB",
        text: "One\n\nTwo"),
      .init(time: Timestamp(milliseconds: 0), publisher: cast.juliet, title: "", text: long),
    ])
    #expect(form.kind == .result)
    #expect(form.formType == HistoryForm.command)
    let fields = form.fields.dropFirst()
    #expect(fields.map(\.name) == ["version-1", "version-2"])
    #expect(
      fields.first?.label == "1970-01-02T00:00:00Z by \(cast.romeo): \("A\nB".onOneLine)")
    #expect(fields.first?.values == ["One", "", "Two"])
    #expect(fields.last?.label == "1970-01-01T00:00:00Z by \(cast.juliet)")
    #expect(fields.last?.values == [String(long.dropLast())])
  }
}
