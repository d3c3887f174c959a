import Testing
import XML
import XMPP

@testable import PubSub

/// Nodes that the service keeps for other ones: they have those nodes' rules, and nobody manages them.
@Suite struct KeepingTests {
  /// As the store gives it: with the rules of the node that it is for.
  private func kept(_ keeping: Keeping, _ rules: AccessRules = AccessRules()) throws -> NodeFacts {
    var node = try Cast().node()
    node.configuration = NodeConfiguration(
      Kept(keeping, for: NodeID(stored: "target")), type: "urn:a")
    node.configuration.follow(rules)
    return node
  }

  /// Nobody does these, be they owners or administrators.
  @Test(arguments: [
    (Keeping.shared, [Action.configure, .delete, .purge, .manage]),
    (.derived, [.configure, .delete, .purge, .manage, .publish, .retractOwn, .retractAny]),
  ])
  func whatIsPossible(_ keeping: Keeping, _ impossible: [Action]) throws {
    let cast = try Cast()
    let node = try kept(keeping)
    for actor in [cast.owner, cast.administrator(), cast.administrator(.owner)] {
      for action in Action.allCases {
        #expect(Rights.may(action, actor, node.configuration) != impossible.contains(action))
      }
    }
  }

  @Test func whatTheyAreTold() throws {
    let cast = try Cast()
    for actor in [cast.owner, cast.administrator(), cast.actor()] {
      for keeping in Keeping.allCases {
        let node = try kept(keeping, AccessRules(publish: .open))
        for action in [Action.configure, .delete, .purge, .manage] {
          #expect(
            condition { try Rights.require(action, actor, node.configuration) } == .notAllowed)
        }
      }
      let summary = try kept(.derived, AccessRules(publish: .open))
      for action in [Action.publish, .retractOwn, .retractAny] {
        #expect(
          condition { try Rights.require(action, actor, summary.configuration) } == .forbidden)
      }
    }
  }

  private func condition(_ body: () throws -> Void) -> StanzaError.Condition? {
    do {
      try body()
      return nil
    } catch {
      return (error as? StanzaError)?.condition
    }
  }

  /// Whatever the rules of the other node give somebody there, they have here, and no more.
  @Test(arguments: AccessModel.allCases, PublishModel.allCases)
  func rulesAreThoseOfTheOther(_ access: AccessModel, _ publish: PublishModel) throws {
    let cast = try Cast()
    let rules = AccessRules(access: access, publish: publish)
    let shared = try kept(.shared, rules)
    let derived = try kept(.derived, rules)
    for affiliation in Affiliation.allCases {
      for subscription in [Standing.Subscription.none, .pending, .subscribed] {
        let actor = cast.actor(affiliation, subscription)
        for action in [Action.discover, .subscribe, .retrieve, .publish, .retractOwn, .retractAny] {
          let expected = Rights.may(action, actor, rules)
          #expect(Rights.may(action, actor, shared.configuration) == expected)
          let isReading = [.discover, .subscribe, .retrieve].contains(action)
          #expect(Rights.may(action, actor, derived.configuration) == (isReading && expected))
        }
      }
    }
  }

  /// An owner lets all who read take part: not those who do not.
  @Test func readersReactWhereTheyMay() throws {
    let cast = try Cast()
    var rules = AccessRules(access: .whitelist, publish: .publishers, reactors: .readers)
    func may(_ actor: Actor) throws -> [Bool] {
      let node = try kept(.shared, rules)
      return [
        Rights.may(.publish, actor, node.configuration),
        Rights.may(.retractOwn, actor, node.configuration),
        Rights.may(.retractAny, actor, node.configuration),
      ]
    }
    #expect(try may(cast.actor(.member)) == [true, true, false])
    #expect(try may(cast.actor()) == [false, false, false])
    #expect(try may(cast.actor(.outcast)) == [false, false, false])
    rules.access = .open
    #expect(try may(cast.actor()) == [true, true, false])
    #expect(try may(.anyone) == [false, false, false])
    #expect(try may(cast.actor(.outcast)) == [false, false, false])
    // Who may publish there need not read.
    #expect(try may(cast.actor(.publishOnly)) == [true, true, false])
    var below = cast.actor()
    below.above = [Actor.Level(AccessRules(access: .whitelist), Standing())]
    #expect(try may(below) == [false, false, false])
    // It is for what is kept alone.
    #expect(!Rights.may(.publish, cast.actor(), rules))
    var derived = try kept(.derived, rules)
    derived.configuration.reactors = .readers
    #expect(!Rights.may(.publish, cast.actor(), derived.configuration))
  }

  /// Nobody creates one, under whatever circumstances.
  @Test func nobodyCreatesOne() throws {
    let cast = try Cast()
    var policy = cast.policy
    policy.keptNames = ["urn:kept/": .notAllowed]
    let circumstances = cast.circumstances(policy)
    for jid in [cast.romeo, cast.admin, cast.hamlet] {
      for taken in [false, true] {
        #expect(
          condition {
            _ = try Create.decide(
              CreateRequest(node: NodeID(stored: "urn:kept/blog")), by: jid, taken: taken,
              Lineage.Facts(), Account(), circumstances)
          } == .notAllowed)
      }
    }
    #expect(throws: Never.self) {
      try Create.decide(
        CreateRequest(node: NodeID(stored: "urn:kept")), by: cast.romeo, taken: false,
        Lineage.Facts(), Account(), circumstances)
    }
    #expect(throws: Never.self) {
      try cast.policy.requireName(NodeID(stored: "urn:kept/a"), by: cast.romeo)
    }
  }

  /// No client sees or sets it.
  @Test func itIsInNoForm() throws {
    let cast = try Cast()
    let node = try kept(.shared)
    let fields = NodeMetaData.form(node, owners: [], publishers: [], cast.policy).fields
    #expect(!fields.contains { $0.values.contains("target") })
    #expect(
      !NodeForm.form(node.configuration, cast.policy).fields.contains {
        $0.values.contains("target")
      })
  }

  // MARK: Attaching

  private let name = NodeID(stored: "attached")

  private func attach(
    to target: Attach.Target?, _ node: NodeFacts? = nil, by actor: Actor, flaw: StanzaError? = nil
  ) throws -> Decision {
    let cast = try Cast()
    let item = PublishRequest.Item(
      id: ItemID(stored: "juliet@verona.lit"), payload: Element("a", "urn:a"))
    var candidate = Publish.Candidate(
      PublishRequest(node: name, items: [item]), cast.policy, { "fresh" },
      text: { _ in nil })
    candidate.flaw = flaw
    let made = NodeConfiguration(Kept(.shared, for: NodeID(stored: "blog")), type: "urn:a")
    return try Attach.decide(
      candidate, made, to: target, node, by: actor, Publish.Present(), Account(),
      cast.circumstances, service: BareJID("social.verona.lit"))
  }

  @Test func theNodeIsMadeWithTheFirst() throws {
    let cast = try Cast()
    let blog = try cast.node { $0.publishModel = .open }
    let post = ItemID(stored: "post")
    let made = try attach(to: Attach.Target(blog, post), by: cast.actor())
    let service = try BareJID("social.verona.lit")
    let configuration = NodeConfiguration(Kept(.shared, for: blog.id), type: "urn:a")
    let item = PublishedItem(
      id: ItemID(stored: "juliet@verona.lit"), publisher: cast.juliet,
      payload: Element("a", "urn:a").canonical)
    #expect(
      made.effects == [
        .create(name, configuration, owner: service), .bind(name, to: post, of: blog.id),
        .store(name, item),
      ])
    #expect(made.events.map(\.node) == [name])
    var there = try kept(.shared, blog.configuration.rules)
    there.id = name
    let again = try attach(to: Attach.Target(blog, post), there, by: cast.actor())
    #expect(again.effects == [.store(name, item)])
  }

  /// Who may not read, and what is not there, look the same; then comes the right to publish, then what is published.
  @Test func whyNothingIsAttached() throws {
    let cast = try Cast()
    let flaw = StanzaError(.badRequest, "It is flawed.")
    let post = ItemID(stored: "post")
    func refusal(_ target: Attach.Target?, _ actor: Actor) -> StanzaError? {
      do {
        _ = try attach(to: target, by: actor, flaw: flaw)
        return nil
      } catch {
        return error as? StanzaError
      }
    }
    let open = try cast.node { $0.publishModel = .open }
    let closed = try cast.node {
      $0.accessModel = .whitelist
      $0.publishModel = .open
    }
    let missing = refusal(nil, cast.actor())
    #expect(missing?.condition == .itemNotFound)
    #expect(refusal(Attach.Target(open, nil), cast.actor()) == missing)
    #expect(refusal(Attach.Target(closed, post), cast.actor()) == missing)
    #expect(refusal(Attach.Target(closed, post), cast.actor(.publishOnly)) == missing)
    #expect(refusal(Attach.Target(open, post), cast.actor(.outcast)) == missing)
    // Nothing is attached to what is attached.
    #expect(refusal(Attach.Target(try kept(.shared), post), cast.owner) == missing)
    let blog = try cast.node()
    #expect(refusal(Attach.Target(blog, post), cast.actor())?.condition == .forbidden)
    #expect(refusal(Attach.Target(blog, post), cast.owner) == flaw)
    #expect(refusal(Attach.Target(open, post), cast.actor()) == flaw)
  }

  /// What the service writes is told with its payload, and in nobody's name.
  @Test func whatIsDerivedIsTold() throws {
    let node = try kept(.derived)
    let item = StoredItem(
      id: ItemID(stored: "post"), publisher: try BareJID("social.verona.lit"),
      payload: Element("summary", "urn:a").canonical)
    let event = try #require(Attach.events(item, node).first)
    #expect(event.audience == .subscribers)
    let told = try #require(event.content.first?.first("items", Namespace.pubsubEvent))
    let body = try #require(told.first("item", Namespace.pubsubEvent))
    #expect(body["publisher"] == nil)
    #expect(!body.children.isEmpty)
  }
}
