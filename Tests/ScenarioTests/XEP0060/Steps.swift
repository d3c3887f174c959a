import TestSupport
import Testing
import XML
import XMPP

/// The people of the XEP's examples, where they are when they ask.
enum Who: String, CaseIterable {
  case bard = "bard@shakespeare.lit/globe"
  case bernardo = "bernardo@denmark.lit/watch"
  case francisco = "francisco@denmark.lit/barracks"
  case hamlet = "hamlet@denmark.lit/elsinore"
  case horatio = "horatio@denmark.lit/platform"
  case juliet = "juliet@capulet.lit/balcony"
  case nurse = "nurse@capulet.lit/chamber"
  case polonius = "polonius@denmark.lit/arras"
  /// Of a domain that is not the service's own.
  case romeo = "romeo@montague.lit/orchard"

  var bare: String { String(rawValue.prefix { $0 != "/" }) }
}

extension Setting {
  /// Where the XEP's examples play.
  static let denmark = Setting(
    component: "pubsub.shakespeare.lit",
    domains: ["capulet.lit", "denmark.lit", "shakespeare.lit"], admin: "admin@shakespeare.lit")
}

/// The node of nearly all examples.
let musings = "princely_musings"

extension Play {
  func person(_ who: Who) -> Person { stage.person(who.rawValue) }
}

/// What was to be true before an example, and was refused.
private struct Refusal: Error, CustomStringConvertible {
  let description: String
}

extension Element {
  /// A step that comes before an example must succeed.
  @discardableResult
  func required() throws -> Element {
    guard isResult() else { throw Refusal(description: "A step before was refused: \(self)") }
    return self
  }
}

// MARK: - What must be true before

extension Step {
  static func before(
    _ location: SourceLocation, _ run: @escaping @Sendable (inout Play) async throws -> Void
  ) -> Step {
    Step(nil, location, run)
  }

  /// Somebody has created a node. Owners are not told of subscribers, unless it is asked for.
  static func created(
    _ node: String, by who: Who = .hamlet, _ options: [String: String] = [:],
    at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      let options = ["notify_sub": "0"].merging(options) { $1 }
      try await play.person(who).creates(node, options).required()
    }
  }

  static func created(
    by who: Who = .hamlet, _ options: [String: String] = [:],
    at location: SourceLocation = #_sourceLocation
  ) -> Step {
    created(musings, by: who, options, at: location)
  }

  static func configured(
    _ options: [String: String], at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      try await play.person(.hamlet).configures(musings, options).required()
    }
  }

  /// Their bare addresses are subscribed, or have asked for it.
  static func subscribed(
    _ people: Who..., to node: String = musings, at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      for who in people { try await play.person(who).subscribes(to: node).required() }
    }
  }

  /// Somebody is subscribed with two different settings. The XEP calls the subscriptions `123-abc` and `004-yyy`.
  static func subscribedTwice(
    _ who: Who, to node: String = musings, at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      let first = try await play.person(who).subscribes(to: node).required()
      let second = try await play.person(who).sets(
        """
        <subscribe node='\(node)' jid='\(who.bare)'/>\
        <options><x xmlns='jabber:x:data' type='submit'>\
        <field var='pubsub#digest_frequency'><value>3600000</value></field></x></options>
        """
      ).required()
      for (xep, answer) in [("123-abc", first), ("004-yyy", second)] {
        let id = try #require(answer.descendant("subscription")?["subid"])
        let isNew = play.chosen.choose(xep, id)
        try #require(isNew)
      }
    }
  }

  /// As often as an account may be subscribed to one node, its resources each for themselves.
  static func subscribedManyTimes(
    _ who: Who, at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      for number in 1...20 {
        try await play.person(who).sets(
          "<subscribe node='\(musings)' jid='\(who.bare)/\(number)'/>"
        ).required()
      }
    }
  }

  static func options(
    _ options: [String: [String]], of who: Who, at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      let fields = options.map { name, values in
        "<field var='pubsub#\(name)'>\(values.map { "<value>\($0)</value>" }.joined())</field>"
      }
      try await play.person(who).sets(
        """
        <options node='\(musings)' jid='\(who.bare)'>\
        <x xmlns='jabber:x:data' type='submit'>\(fields.joined())</x></options>
        """
      ).required()
    }
  }

  /// An owner has said what somebody is to the node. Whoever it is has been told.
  static func affiliated(
    _ who: Who, _ affiliation: String, to node: String = musings, by owner: Who = .hamlet,
    at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      try await play.person(owner).sets(
        """
        <affiliations node='\(node)'>\
        <affiliation jid='\(who.bare)' affiliation='\(affiliation)'/></affiliations>
        """, owner: true
      ).required()
      let notice = try await play.link.message(to: who.bare)
      try #require(notice.descendant("affiliation")?["affiliation"] == affiliation)
    }
  }

  /// Hamlet has published what the XEP's node holds, in its order.
  static func blogged(at location: SourceLocation = #_sourceLocation) -> Step {
    before(location) { play in
      for (id, entry) in Blog.all {
        try await play.person(.hamlet).publishes(id, to: musings, entry).required()
      }
    }
  }

  static func published(
    _ id: String = Blog.soliloquyID, _ entry: String = Blog.soliloquy, to node: String = musings,
    by who: Who = .hamlet, at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      try await play.person(who).publishes(id, to: node, entry).required()
    }
  }

  static func publishedMore(
    _ count: Int, at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      for number in 1...count {
        try await play.person(.hamlet).publishes("more-\(number)", to: musings, Blog.uses)
          .required()
      }
    }
  }

  static func deleted(
    redirect: String, at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      try await play.person(.hamlet).sets(
        "<delete node='\(musings)'><redirect uri='\(redirect)'/></delete>", owner: true
      ).required()
    }
  }

  /// The servers of Denmark and of the Capulets let the service see their users' rosters (XEP-0356).
  ///
  /// - Parameter contacts: what stands in the roster of whom.
  static func rosters(
    _ contacts: [Who: String] = [:], at location: SourceLocation = #_sourceLocation
  ) -> Step {
    before(location) { play in
      for who in Who.allCases {
        let roster = "<query xmlns='\(Namespace.roster)'>\(contacts[who] ?? "")</query>"
        play.stage.server.manners.rosters[who.bare] = try Element(parsing: Array(roster.utf8))
      }
      for domain in Setting.denmark.domains {
        play.link.send(
          """
          <message from='\(domain)' to='\(play.link.domain)'>\
          <privilege xmlns='\(Namespace.privilege2)'><perm access='roster' type='get'/></privilege>\
          </message>
          """)
      }
    }
  }
}
