import Testing
import XMPP

@testable import PubSub

/// The whole table of rights, cell by cell, as XEP-0060, section 4.1, reads with the access models
/// open and whitelist.
@Suite struct RightsTests {
  /// One letter for each action that is allowed, in the order d(iscover) s(ubscribe) r(etrieve)
  /// p(ublish) o(wn: retract) a(ny: retract) u(purge) c(onfigure) x(delete) m(anage); `-` if not.
  static let letters: [Action] = [
    .discover, .subscribe, .retrieve, .publish, .retractOwn, .retractAny, .purge, .configure,
    .delete, .manage,
  ]

  struct Row: Sendable, CustomTestStringConvertible {
    let access: AccessModel
    let publish: PublishModel
    let who: String
    let may: String
    var testDescription: String { "\(access) \(publish) \(who)" }
  }

  /// The columns: publishers, subscribers, open. `+` marks somebody who is subscribed.
  static let table: [(access: AccessModel, who: String, may: [String])] = [
    (.open, "owner", ["dsrpoaucxm", "dsrpoaucxm", "dsrpoaucxm"]),
    (.open, "publisher", ["dsrpo-----", "dsrpo-----", "dsrpo-----"]),
    (.open, "publish-only", ["dsrpo-----", "dsrpo-----", "dsrpo-----"]),
    (.open, "member", ["dsr-------", "dsr-------", "dsrpo-----"]),
    (.open, "none", ["dsr-------", "dsr-------", "dsrpo-----"]),
    (.open, "outcast", ["----------", "----------", "----------"]),
    (.open, "owner+", ["dsrpoaucxm", "dsrpoaucxm", "dsrpoaucxm"]),
    (.open, "publisher+", ["dsrpo-----", "dsrpo-----", "dsrpo-----"]),
    (.open, "publish-only+", ["dsrpo-----", "dsrpo-----", "dsrpo-----"]),
    (.open, "member+", ["dsr-------", "dsrpo-----", "dsrpo-----"]),
    (.open, "none+", ["dsr-------", "dsrpo-----", "dsrpo-----"]),
    (.open, "outcast+", ["----------", "----------", "----------"]),
    (.open, "public", ["dsr-------", "dsr-------", "dsr-------"]),
    (.open, "admin", ["dsrpoaucxm", "dsrpoaucxm", "dsrpoaucxm"]),
    (.open, "admin outcast", ["dsrpoaucxm", "dsrpoaucxm", "dsrpoaucxm"]),
    (.whitelist, "owner", ["dsrpoaucxm", "dsrpoaucxm", "dsrpoaucxm"]),
    (.whitelist, "publisher", ["dsrpo-----", "dsrpo-----", "dsrpo-----"]),
    (.whitelist, "publish-only", ["---po-----", "---po-----", "---po-----"]),
    (.whitelist, "member", ["dsr-------", "dsr-------", "dsrpo-----"]),
    (.whitelist, "none", ["----------", "----------", "---po-----"]),
    (.whitelist, "outcast", ["----------", "----------", "----------"]),
    (.whitelist, "owner+", ["dsrpoaucxm", "dsrpoaucxm", "dsrpoaucxm"]),
    (.whitelist, "publisher+", ["dsrpo-----", "dsrpo-----", "dsrpo-----"]),
    (.whitelist, "publish-only+", ["---po-----", "---po-----", "---po-----"]),
    (.whitelist, "member+", ["dsr-------", "dsrpo-----", "dsrpo-----"]),
    (.whitelist, "none+", ["----------", "----------", "---po-----"]),
    (.whitelist, "outcast+", ["----------", "----------", "----------"]),
    (.whitelist, "public", ["----------", "----------", "----------"]),
    (.whitelist, "admin", ["dsrpoaucxm", "dsrpoaucxm", "dsrpoaucxm"]),
    (.whitelist, "admin outcast", ["dsrpoaucxm", "dsrpoaucxm", "dsrpoaucxm"]),
  ]

  static let rows = table.flatMap { line in
    zip([PublishModel.publishers, .subscribers, .open], line.may).map {
      Row(access: line.access, publish: $0, who: line.who, may: $1)
    }
  }

  private func actor(_ who: String) throws -> Actor {
    let cast = try Cast()
    switch who {
    case "public": return .anyone
    case "admin": return Actor(jid: cast.admin, isAdmin: true)
    case "admin outcast": return Actor(jid: cast.admin, affiliation: .outcast, isAdmin: true)
    default:
      let affiliation = try #require(
        Affiliation(rawValue: String(who.prefix { $0 != "+" })))
      return Actor(jid: cast.juliet, affiliation: affiliation, isSubscribed: who.hasSuffix("+"))
    }
  }

  @Test(arguments: rows)
  func may(row: Row) throws {
    #expect(Self.letters == Action.allCases)
    let actor = try actor(row.who)
    var node = NodeConfiguration()
    node.accessModel = row.access
    node.publishModel = row.publish
    for (letter, action) in zip(row.may, Self.letters) {
      #expect(Rights.may(action, actor, node) == (letter != "-"), "\(action)")
      let refused = refusal { try Rights.require(action, actor, node) }
      #expect((refused == "accepted") == (letter != "-"), "\(action)")
    }
  }

  @Test func everyAffiliationIsInTheTable() {
    for access in AccessModel.allCases {
      for affiliation in Affiliation.allCases {
        #expect(Self.table.contains { $0.access == access && $0.who == affiliation.rawValue })
      }
    }
    #expect(PublishModel.allCases.count == 3)
  }

  /// Sections 6.1.3.8, 6.1.3.4 and 6.5.9: the outcast, and who is not on the whitelist.
  @Test(arguments: [
    (AccessModel.open, Affiliation.outcast, Action.retrieve, forbidden),
    (.open, .outcast, .subscribe, forbidden), (.open, .outcast, .discover, forbidden),
    (.open, .outcast, .publish, forbidden), (.open, .none, .publish, forbidden),
    (.open, .none, .configure, forbidden), (.open, .member, .manage, forbidden),
    (.open, .publisher, .retractAny, forbidden), (.open, .publisher, .purge, forbidden),
    (.whitelist, .none, .retrieve, closed), (.whitelist, .none, .subscribe, closed),
    (.whitelist, .none, .discover, closed), (.whitelist, .publishOnly, .retrieve, closed),
    (.whitelist, .outcast, .retrieve, forbidden), (.whitelist, .outcast, .subscribe, forbidden),
    (.whitelist, .none, .publish, forbidden), (.whitelist, .none, .configure, forbidden),
    (.whitelist, .publisher, .delete, forbidden),
  ])
  func conditions(access: AccessModel, affiliation: Affiliation, action: Action, is: String)
    throws
  {
    var node = NodeConfiguration()
    node.accessModel = access
    let actor = try Cast().actor(affiliation)
    #expect(refusal { try Rights.require(action, actor, node) } == `is`)
  }

  @Test func whoMayCreate() throws {
    let cast = try Cast()
    var policy = cast.policy
    #expect(policy.mayCreate(cast.romeo))
    #expect(policy.mayCreate(cast.admin))
    #expect(!policy.mayCreate(cast.hamlet))
    // A server is no user of its domain.
    #expect(try !policy.mayCreate(BareJID("verona.lit")))
    #expect(try !policy.mayCreate(BareJID("romeo@sub.verona.lit")))
    policy.admins = [cast.hamlet]
    #expect(policy.mayCreate(cast.hamlet))
    policy.domains = []
    #expect(!policy.mayCreate(cast.romeo))
  }
}
