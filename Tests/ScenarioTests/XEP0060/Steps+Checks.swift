import TestSupport
import Testing
import XML
import XMPP

// MARK: - What is true after

extension Step {
  /// Somebody's next message is that of a new item: nothing that was done before has been told.
  static func saysNothing(to who: Who, at location: SourceLocation = #_sourceLocation) -> Step {
    before(location) { play in
      try await play.person(.hamlet).publishes("marker", to: musings, Blog.alone).required()
      let message = try await play.link.message(to: who.bare)
      #expect(
        message.descendant("item")?["id"] == "marker", "is told: \(message)",
        sourceLocation: location)
    }
  }

  /// What Hamlet reads of the node's configuration.
  static func isConfigured(
    _ options: [String: String], at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      let answer = try await play.person(.hamlet).gets(
        "<configure node='\(musings)'/>", owner: true
      )
      .required()
      let form = try DataForm(try #require(answer.descendant("x")))
      for (name, value) in options {
        #expect(form.value(of: "pubsub#\(name)") == value, sourceLocation: location)
      }
    }
  }

  /// An error of which no example is shown.
  static func isRefused(
    _ conditions: String..., at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      let request = try #require(play.request)
      let answer = try await play.link.answer(
        try #require(request["id"]), to: try #require(request["from"]))
      #expect(answer.errorConditions == conditions, sourceLocation: location)
    }
  }

  /// Something that no example shows.
  static func isTrue(
    _ what: Comment, at location: SourceLocation = #_sourceLocation,
    _ check: @escaping @Sendable (Play) async throws -> Bool
  ) -> Step {
    before(location) { play in
      let isTrue = try await check(play)
      #expect(isTrue, what, sourceLocation: location)
    }
  }
}

extension Step {
  /// Francisco has been told of so many items that no example is about.
  static func tellsOfItems(_ count: Int, at location: SourceLocation = #_sourceLocation) -> Step {
    before(location) { play in
      for _ in 1...count {
        let message = try await play.link.message(to: Who.francisco.bare)
        #expect(message.descendant("item") != nil, sourceLocation: location)
      }
    }
  }

  /// Juliet publishes, and those are told whose clients have asked for it by their capabilities. That others are not
  /// shows when they are told of something else next.
  static func isToldByCapabilities(
    _ people: [Who], of node: String, at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      let item = "<mood xmlns='http://jabber.org/protocol/mood'/>"
      try await play.person(.juliet).publishes("news", to: node, item).required()
      for who in people {
        let message = try await play.link.message(to: who.rawValue)
        #expect(message.descendant("items")?["node"] == node, sourceLocation: location)
        #expect(message.descendant("item")?["id"] == "news", sourceLocation: location)
      }
    }
  }

  /// As soon as the service knows what somebody's client asks for, it sends the last item of each such node.
  static func isWelcome(
    _ who: Who, to nodes: Set<String>, at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      var told: Set<String> = []
      for _ in nodes {
        let message = try await play.link.message(to: who.rawValue)
        told.insert(message.descendant("items")?["node"] ?? "")
      }
      #expect(told == nodes, sourceLocation: location)
    }
  }
}

extension Play {
  /// What somebody's options are.
  func options(of who: Who) async throws -> DataForm {
    let answer = try await person(who).gets("<options node='\(musings)' jid='\(who.bare)'/>")
    return try DataForm(try #require(answer.required().descendant("x")))
  }

  /// What the service says of somebody's subscription, if there is one.
  func subscription(of who: Who) async throws -> String? {
    let answer = try await person(who).gets("<subscriptions/>").required()
    return answer.descendant("subscription")?["subscription"]
  }

  /// The addresses in one of the node's lists, in order.
  func lists(_ name: String) async throws -> [String] {
    let answer = try await person(.hamlet).gets("<\(name) node='\(musings)'/>", owner: true)
    let list = try #require(try answer.required().descendant(name))
    return list.elements.compactMap { $0["jid"] }.sorted()
  }
}
