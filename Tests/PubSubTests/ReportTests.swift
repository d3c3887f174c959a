import Testing
import XML
import XMPP

@testable import PubSub

@Suite struct ReportTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  // MARK: Wire

  private func report(
    _ values: KeyValuePairs<String, String>, type: String? = ModerationForm.report
  )
    throws -> ReportRequest
  {
    try ReportRequest(form(type, values))
  }

  @Test func wire() throws {
    let request = ReportRequest(
      node: try NodeID("blog"), item: try ItemID("i"), reason: .abuse, text: "one\ntwo")
    let fields = [
      DataForm.Field("node", values: ["blog"]), DataForm.Field("item", values: ["i"]),
      DataForm.Field("reason", values: ["abuse"]), DataForm.Field("text", values: ["one", "two"]),
    ]
    #expect(try ReportRequest(form(ModerationForm.report, fields)) == request)
    // What is offered is accepted, once it is filled in.
    var offered = ModerationForm.reportForm
    offered.kind = .submit
    for (name, values) in [("node", ["blog"]), ("item", ["i"]), ("text", ["one", "two"])] {
      let index = try #require(offered.fields.firstIndex { $0.name == name })
      offered.fields[index].values = values
    }
    #expect(try ReportRequest(offered).reason == .spam)
    #expect(ModerationForm.reportForm.formType == ModerationForm.report)
  }

  private static let badPayload = "modify: bad-payload bad-request"

  @Test func malformed() throws {
    func outcome(_ values: KeyValuePairs<String, String>, type: String? = nil) -> String {
      let text = refusal { try report(values, type: type) }
      return text.replacing(" (order)", with: "")
    }
    #expect(outcome(["node": "a", "item": "b", "reason": "spam"]) == "accepted")
    #expect(outcome(["node": "a", "item": "b"]) == Self.badPayload)
    #expect(outcome(["node": "a", "item": "b", "reason": "odd"]) == Self.badPayload)
    #expect(outcome(["node": "a", "item": "b", "reason": "spam"], type: "odd") == Self.badPayload)
    #expect(
      outcome(["node": "a", "node": "b", "item": "b", "reason": "spam"]) == Self.badPayload)
    #expect(outcome(["item": "b", "reason": "spam"]) == nodeIDRequired)
    #expect(outcome(["node": "a", "reason": "spam"]) == "modify: item-required bad-request")
    #expect(outcome(["node": longName, "item": "b", "reason": "spam"]) == nameTooLong)
  }

  // MARK: Engine

  private func decide(
    _ present: Report.Present, _ node: NodeFacts?, by actor: Actor? = nil, text: String = "",
    _ policy: ServicePolicy? = nil
  ) throws -> Decision {
    try Report.decide(
      ReportRequest(node: NodeID("blog"), item: ItemID("i"), reason: .spam, text: text), node,
      by: actor ?? cast.actor(), present, policy ?? cast.policy)
  }

  private func present(by publisher: BareJID? = nil, owners: [BareJID]? = nil) throws
    -> Report.Present
  {
    Report.Present(
      item: HeldItem(try ItemID("i"), by: publisher ?? cast.tybalt),
      owners: owners ?? [cast.romeo])
  }

  /// Who may not read cannot tell an item from none, nor a node.
  @Test(arguments: [
    (Affiliation.owner, true), (.publisher, true), (.member, true), (.publishOnly, false),
    (.none, false), (.outcast, false),
  ])
  func whoMay(affiliation: Affiliation, mayRead: Bool) throws {
    let actor = cast.actor(affiliation)
    let there = try present()
    for access in AccessModel.allCases {
      let node = try cast.node { $0.accessModel = access }
      let isOpen = access == .open && affiliation == .none
      let expected = mayRead || isOpen ? "accepted" : noNode
      #expect(refusal { try decide(there, node, by: actor) } == expected)
      #expect(refusal { try decide(Report.Present(item: nil), node, by: actor) } == noNode)
      #expect(refusal { try decide(there, nil, by: actor) } == noNode)
      var hidden = there
      hidden.item?.isHidden = true
      #expect(refusal { try decide(hidden, node, by: actor) } == noNode)
    }
    #expect(refusal { try decide(there, cast.node(), by: .anyone) } == noNode)
  }

  /// What nobody could judge, and who takes no part; neither is told of what they may not read.
  @Test func nobodyToJudge() throws {
    let (there, missing) = (try present(), Report.Present(item: nil))
    var blocked = cast.actor()
    blocked.isBlocked = true
    for (keeping, actor, expected) in [
      (.shared, cast.actor(), "cancel: not-allowed"),
      (.derived, cast.administrator(), "cancel: not-allowed"),
      (.derived, blocked, forbidden), (nil, blocked, forbidden), (nil, cast.actor(), "accepted"),
    ] as [(Keeping?, Actor, String)] {
      let node = try cast.node { node in
        node.kept = try? keeping.map { Kept($0, for: try NodeID("post")) }
      }
      #expect(node.configuration.kept?.keeping == keeping)
      #expect(refusal { try decide(there, node, by: actor) } == expected)
      #expect(refusal { try decide(missing, node, by: actor) } == noNode)
      var closed = node
      closed.configuration.accessModel = .whitelist
      guard !actor.isAdmin else { continue }
      #expect(refusal { try decide(there, closed, by: actor) } == noNode)
    }
  }

  @Test func bounded() throws {
    let node = try cast.node()
    let (policy, busy) = (cast.policy, "wait: resource-constraint")
    func outcome(_ change: (inout Report.Present) -> Void) throws -> String {
      var present = try present()
      change(&present)
      return refusal { try decide(present, node) }
    }
    #expect(try outcome { $0.own = policy.maximumReportsPerAccount - 1 } == "accepted")
    #expect(try outcome { $0.own = policy.maximumReportsPerAccount } == busy)
    #expect(try outcome { $0.ofNode = policy.maximumReportsPerNode } == busy)
    #expect(try outcome { $0.all = policy.maximumReports } == busy)
    // One that takes the place of another finds room.
    #expect(
      try outcome {
        $0.all = policy.maximumReports
        $0.isKnown = true
      } == "accepted")
    let longest = String(repeating: "x", count: policy.maximumReportText)
    let there = try present()
    #expect(refusal { try decide(there, node, text: longest) } == "accepted")
    #expect(refusal { try decide(there, node, text: longest + "x") } == "modify: not-acceptable")
  }

  /// A message for those who moderate, that says all but who reports.
  @Test func told() throws {
    let node = try cast.node()
    let decision = try decide(present(), node, text: "Look at that.")
    #expect(
      try decision.effects == [
        .report(
          node.id,
          ReportFacts(
            item: ItemID("i"), reporter: cast.juliet, reason: .spam, text: "Look at that."))
      ])
    #expect(decision.events.map(\.audience) == [.one(JID(cast.romeo))])
    let event = try #require(decision.events.first)
    #expect(event.type == .normal)
    let body = try event.body
    #expect(body.name == QName("body", Namespace.component))
    for word in ["blog", " i ", cast.tybalt.description, "spam", "Look at that."] {
      #expect(body.text.contains(word), "\(word)")
    }
    #expect(!body.text.contains(cast.juliet.description))
    #expect(decision.acts.isEmpty)
    // Once is enough, and the node may say that it is too much.
    var again = try present()
    again.isKnown = true
    #expect(try decide(again, node).events.isEmpty)
    #expect(try decide(present(), cast.node { $0.notifyReports = false }).events.isEmpty)
  }

  /// Nobody is told of reports of their own items; if that leaves nobody, the administrators are.
  @Test func toWhom() throws {
    let node = try cast.node()
    func told(_ publisher: BareJID, _ owners: [BareJID]) throws -> [Event.Audience] {
      try decide(present(by: publisher, owners: owners), node).events.map(\.audience)
    }
    let (romeo, juliet, admin) = (cast.romeo, cast.juliet, cast.admin)
    #expect(try told(romeo, [romeo, juliet]) == [.one(JID(juliet))])
    #expect(try told(romeo, [romeo]) == [.one(JID(admin))])
    #expect(try told(admin, []) == [])
    let many = try (0..<60).map { try BareJID("owner\($0)@verona.lit") }
    #expect(try told(romeo, many).count == Report.maximumTold)
  }

  // MARK: Decisions

  private func moderate(
    _ acts: Set<Moderate.Act>, by actor: Actor? = nil, publisher: BareJID? = nil,
    hasOtherOwner: Bool = true, standing: Affiliation = .none, _ node: NodeFacts? = nil
  ) throws -> Decision {
    let item = HeldItem(try ItemID("i"), by: publisher ?? cast.juliet)
    var named = ManageAffiliations.Named(
      actors: [:], present: [:], hasOtherOwner: hasOtherOwner)
    named.actors[item.publisher] = Actor(jid: item.publisher, Standing(standing))
    return try Moderate.decide(
      acts, on: item, node ?? cast.node(), by: actor ?? cast.owner, named, hidden: 0, cast.policy)
  }

  @Test func acts() throws {
    let (blog, i, juliet) = (try NodeID("blog"), try ItemID("i"), cast.juliet)
    let dismiss = Effect.dismiss(blog, i)
    let outcast = Effect.affiliate(blog, juliet, .outcast)
    let rows: [(Set<Moderate.Act>, [Effect], [ModerationAct.Kind])] = [
      ([.dismiss], [dismiss], [.dismiss]), ([.hide], [dismiss, .hide(blog, i)], [.hide]),
      ([.retract], [dismiss, .retract(blog, i)], [.retract]),
      ([.ban], [dismiss, outcast], [.ban]),
      ([.hide, .retract], [dismiss, .retract(blog, i)], [.retract]),
      ([.hide, .ban], [dismiss, .hide(blog, i), outcast], [.hide, .ban]),
      ([.retract, .ban], [dismiss, .retract(blog, i), outcast], [.retract, .ban]),
    ]
    for (acts, effects, kinds) in rows {
      let decision = try moderate(acts)
      #expect(decision.effects == effects, "\(acts)")
      #expect(decision.acts.map(\.kind) == kinds, "\(acts)")
      #expect(decision.acts.allSatisfy { $0.subject == juliet && $0.actor == cast.romeo })
    }
    #expect(try moderate([.retract]).acts.map(\.detail) == ["reported"])
  }

  @Test func decisionsRefused() throws {
    func outcome(_ acts: Set<Moderate.Act>) -> String {
      refusal { try moderate(acts) }.replacing(" (order)", with: "")
    }
    #expect(outcome([]) == Self.badPayload)
    #expect(outcome([.dismiss, .ban]) == Self.badPayload)
    #expect(refusal { try moderate([.dismiss], by: cast.actor(.publisher)) } == forbidden)
    // Their own items are for others, but administrators decide on all.
    #expect(refusal { try moderate([.dismiss], publisher: cast.romeo) } == forbidden)
    #expect(
      refusal { try moderate([.dismiss], by: cast.administrator(), publisher: cast.admin) }
        == "accepted")
    // The last owner stays.
    #expect(
      refusal {
        try moderate(
          [.ban], by: cast.administrator(), publisher: cast.romeo, hasOtherOwner: false,
          standing: .owner)
      } == "modify: not-acceptable")
  }

  @Test func queueForms() throws {
    let request = try QueueRequest(
      form(
        ModerationForm.queue,
        [
          DataForm.Field("report", values: ["x", "y"]),
          DataForm.Field("act", values: ["hide", "ban"]), DataForm.Field("before", values: ["z"]),
        ]))
    #expect(request.reports == ["x", "y"])
    #expect(request.acts == [.hide, .ban])
    #expect(request.before == "z")
    let many = (0...Moderate.reportsPerPage).map { "\($0)" }
    #expect(
      refusal { try QueueRequest(form(nil, [DataForm.Field("report", values: many)])) }
        == "modify: policy-violation")
    #expect(
      refusal { try QueueRequest(form(nil, ["act": "burn"])) }.replacing(" (order)", with: "")
        == Self.badPayload)
    let page = ModerationForm.queueForm([("x", "X")], before: "z")
    #expect(page.field("report")?.options == [DataForm.Option("x", label: "X")])
    #expect(page.value(of: "before") == "z")
    #expect(ModerationForm.queueForm([], before: nil).field("before") == nil)
  }

  @Test func otherForms() throws {
    let hide = try ItemChoice(
      form(nil, ["node": "a", "item": "b"]), of: ModerationForm.hide)
    #expect(hide.node.name == "a" && hide.item.name == "b")
    let show = try ShowRequest(
      form(
        nil,
        [DataForm.Field("node", values: ["a"]), DataForm.Field("item", values: ["b", "c", "b"])]))
    #expect(show.items.map(\.name) == ["b", "c"])
    let many = (0...Hide.perForm).map { "\($0)" }
    #expect(
      refusal {
        try ShowRequest(
          form(
            nil, [DataForm.Field("node", values: ["a"]), DataForm.Field("item", values: many)]))
      } == "modify: policy-violation")
    let all = try RemoveAllRequest(
      form(nil, ["node": "a", "account": "juliet@verona.lit/balcony", "ban": "true"]))
    #expect(all.account == cast.juliet && all.isBan)
    #expect(
      refusal { try RemoveAllRequest(form(nil, ["node": "a"])) }.replacing(" (order)", with: "")
        == Self.badPayload)
    #expect(
      refusal { try RemoveAllRequest(form(nil, ["node": "a", "account": "@"])) } == badRequest)
    #expect(try AuditRequest(form(nil, ["node": ""])).node == nil)
    #expect(try AuditRequest(form(nil, ["node": "a", "before": "b"])).before == "b")
  }
}
