import Testing
import XMPP

@testable import PubSub

@Suite struct RightsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let access: AccessModel
    let publish: PublishModel
    /// An affiliation, or `public`, `admin`, `admin-banned`.
    let who: String
    let relation: String
    let may: String
    var testDescription: String { "\(access) \(publish) \(who) \(relation)" }
  }

  static let rows = RightsTable.text.flatMap { access, lines in
    lines.split(separator: "\n").flatMap { line in
      let words = line.split(separator: " ").map(String.init)
      return zip(RightsTable.publishModels, words.dropFirst(2)).map {
        Row(access: access, publish: $0, who: words[0], relation: words[1], may: $1)
      }
    }
  }

  private func rules(_ access: AccessModel, _ publish: PublishModel = .publishers)
    -> NodeConfiguration
  {
    var node = NodeConfiguration()
    node.accessModel = access
    node.publishModel = publish
    node.rosterGroups = ["lovers", "friends"]
    return node
  }

  private func standing(_ affiliation: Affiliation, _ relation: String) throws -> Standing {
    let present: [String: (Standing.Subscription, Contact)] = [
      "stranger": (.none, .stranger), "subscribed": (.subscribed, .stranger),
      "pending": (.pending, .stranger), "contact": (.none, Contact(seesPresence: true)),
      "in-group": (.none, Contact(seesPresence: true, groups: ["enemies", "friends"])),
      "all": (.subscribed, Contact(seesPresence: true, groups: ["friends"])),
    ]
    let (subscription, contact) = try #require(present[relation])
    return Standing(affiliation, subscription, contact: contact)
  }

  private func actor(_ row: Row) throws -> Actor {
    let cast = try Cast()
    switch row.who {
    case "public": return .anyone
    case "admin": return cast.administrator()
    case "admin-banned": return cast.administrator(.outcast)
    default:
      let affiliation = try #require(Affiliation(rawValue: row.who))
      return Actor(jid: cast.juliet, try standing(affiliation, row.relation))
    }
  }

  @Test func theTableIsWhole() {
    let cells = Set(Self.rows.map(\.testDescription))
    #expect(cells.count == Self.rows.count)
    let relations = ["stranger", "contact", "in-group", "subscribed", "pending", "all"]
    for access in AccessModel.allCases {
      for publish in PublishModel.allCases {
        for affiliation in Affiliation.allCases {
          for relation in relations {
            #expect(cells.contains("\(access) \(publish) \(affiliation.rawValue) \(relation)"))
          }
        }
        for who in ["public", "admin", "admin-banned"] {
          #expect(cells.contains("\(access) \(publish) \(who) stranger"))
        }
      }
    }
  }

  /// What the access model says to those whom it keeps out (sections 6.1.3 and 6.5.9).
  static let refusals: [AccessModel: String] = [
    .open: forbidden, .presence: presenceRequired, .roster: notInGroup,
    .authorize: notSubscribed, .whitelist: closed,
  ]

  @Test(arguments: rows)
  func cell(row: Row) throws {
    let actor = try actor(row)
    let node = rules(row.access, row.publish)
    #expect(row.may.count == Action.allCases.count)
    for (letter, action) in zip(row.may, Action.allCases) {
      let isAllowed = letter != "-"
      #expect(Rights.may(action, actor, node) == isAllowed, "\(action)")
      let isReading = [.discover, .subscribe, .retrieve].contains(action)
      let expected =
        if isAllowed {
          "accepted"
        } else if ["outcast", "publish-only"].contains(row.who) || !isReading {
          forbidden
        } else {
          try #require(Self.refusals[row.access])
        }
      #expect(refusal { try Rights.require(action, actor, node) } == expected, "\(action)")
    }
  }

  /// The exact conditions, model by model.
  @Test(arguments: [
    (AccessModel.open, Affiliation.none, "stranger", Action.publish, forbidden),
    (.open, .none, "stranger", .configure, forbidden), (.open, .member, "all", .manage, forbidden),
    (.open, .outcast, "all", .retrieve, forbidden),
    (.open, .outcast, "all", .subscribe, forbidden),
    (.open, .outcast, "all", .discover, forbidden),
    (.open, .publisher, "all", .retractAny, forbidden),
    (.open, .publisher, "all", .purge, forbidden),
    (.presence, .none, "stranger", .discover, presenceRequired),
    (.presence, .none, "stranger", .subscribe, presenceRequired),
    (.presence, .none, "subscribed", .retrieve, presenceRequired),
    (.presence, .publishOnly, "all", .retrieve, forbidden),
    (.presence, .outcast, "all", .subscribe, forbidden),
    (.presence, .none, "stranger", .publish, forbidden),
    (.presence, .none, "contact", .retrieve, "accepted"),
    (.roster, .none, "stranger", .discover, notInGroup),
    (.roster, .none, "contact", .subscribe, notInGroup),
    (.roster, .none, "contact", .retrieve, notInGroup),
    (.roster, .outcast, "all", .retrieve, forbidden),
    (.roster, .none, "contact", .delete, forbidden),
    (.roster, .none, "in-group", .subscribe, "accepted"),
    (.authorize, .none, "stranger", .discover, "accepted"),
    (.authorize, .none, "stranger", .subscribe, "accepted"),
    (.authorize, .none, "stranger", .retrieve, notSubscribed),
    (.authorize, .none, "pending", .retrieve, notSubscribed),
    (.authorize, .none, "in-group", .retrieve, notSubscribed),
    (.authorize, .outcast, "stranger", .subscribe, forbidden),
    (.authorize, .none, "subscribed", .retrieve, "accepted"),
    (.authorize, .none, "subscribed", .publish, forbidden),
    (.whitelist, .none, "all", .discover, closed), (.whitelist, .none, "all", .subscribe, closed),
    (.whitelist, .publishOnly, "all", .retrieve, forbidden),
    (.whitelist, .publishOnly, "all", .discover, "accepted"),
    (.whitelist, .outcast, "all", .retrieve, forbidden),
    (.whitelist, .none, "stranger", .publish, forbidden),
    (.whitelist, .publisher, "stranger", .delete, forbidden),
    (.whitelist, .member, "stranger", .retrieve, "accepted"),
  ])
  func conditions(
    access: AccessModel, affiliation: Affiliation, relation: String, action: Action, is: String
  ) throws {
    let actor = Actor(jid: try Cast().juliet, try standing(affiliation, relation))
    #expect(refusal { try Rights.require(action, actor, rules(access)) } == `is`)
  }

  /// Who is not in one of the groups, or in one of them and not a contact any more.
  @Test(arguments: [
    (["friends"], true, true), (["Friends"], true, false), ([], true, false),
    (["friends"], false, false), (["enemies"], true, false), (["lovers", "friends"], true, true),
  ])
  func groups(groups: [String], seesPresence: Bool, isIn: Bool) throws {
    let contact = Contact(seesPresence: seesPresence, groups: Set(groups))
    let actor = Actor(jid: try Cast().juliet, Standing(contact: contact))
    #expect(Rights.may(.retrieve, actor, rules(.roster)) == isIn)
    var none = rules(.roster)
    none.rosterGroups = []
    #expect(!Rights.may(.retrieve, actor, none))
  }

  /// The letters of the table stand for these.
  @Test func letters() {
    #expect(
      Action.allCases == [
        .discover, .subscribe, .retrieve, .publish, .retractOwn, .retractAny, .purge, .configure,
        .delete, .manage,
      ])
  }
}
