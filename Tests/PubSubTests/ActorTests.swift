import Testing
import XMPP

@testable import PubSub

/// Nodes that stand above one another (XEP-0496, section 4.4).
@Suite struct ActorTests {
  let cast: Cast
  init() throws { cast = try Cast() }

  private func level(
    _ access: AccessModel, _ publish: PublishModel = .publishers,
    _ affiliation: Affiliation = .none, _ subscription: Standing.Subscription = .none,
    contact: Contact = .stranger
  ) -> Actor.Level {
    Actor.Level(
      AccessRules(access: access, rosterGroups: ["friends"], publish: publish),
      Standing(affiliation, subscription, contact: contact))
  }

  private func letters(_ actor: Actor, _ node: NodeConfiguration) -> String {
    zip("dsrpoaucxm", Action.allCases).map { letter, action in
      Rights.may(action, actor, node) ? String(letter) : "-"
    }.joined()
  }

  /// To read and to publish one must be let in on every level; what was one's own can be retracted, and an owner's
  /// business done, whatever stands above.
  @Test func everyLevelCounts() throws {
    func owner(_ above: Actor.Level...) -> String {
      var owner = cast.owner
      owner.above = above
      return letters(owner, NodeConfiguration())
    }
    #expect(owner() == "dsrpoaucxm")
    #expect(owner(level(.open)) == "dsr-oaucxm")
    #expect(owner(level(.open, .open)) == "dsrpoaucxm")
    #expect(owner(level(.whitelist)) == "----oaucxm")
    #expect(owner(level(.whitelist, .open)) == "---poaucxm")
    #expect(owner(level(.whitelist, .publishers, .publisher)) == "dsrpoaucxm")
    #expect(owner(level(.whitelist, .publishers, .member)) == "dsr-oaucxm")
    #expect(owner(level(.open, .open, .outcast)) == "----oaucxm")
    #expect(owner(level(.authorize)) == "ds--oaucxm")
    #expect(owner(level(.authorize, .subscribers, .none, .subscribed)) == "dsrpoaucxm")
    #expect(owner(level(.authorize, .subscribers, .none, .pending)) == "ds--oaucxm")
    #expect(owner(level(.presence)) == "----oaucxm")
    #expect(owner(level(.presence, contact: Contact(seesPresence: true))) == "dsr-oaucxm")
    // The second level, and the third.
    #expect(owner(level(.open, .open), level(.whitelist)) == "----oaucxm")
    #expect(owner(level(.open, .open), level(.open, .open), level(.open)) == "dsr-oaucxm")
    #expect(owner(level(.open, .open), level(.open, .open)) == "dsrpoaucxm")
  }

  /// Rights above are none below.
  @Test func nothingIsInherited() throws {
    var closedNode = NodeConfiguration()
    closedNode.accessModel = .whitelist
    var juliet = cast.actor()
    juliet.above = [level(.open, .open, .owner)]
    #expect(letters(juliet, closedNode) == "----------")
    #expect(letters(juliet, NodeConfiguration()) == "dsr-------")
  }

  @Test func thePublic() {
    var anyone = Actor.anyone
    anyone.above = [level(.open, .open)]
    #expect(letters(anyone, NodeConfiguration()) == "dsr-------")
    anyone.above.append(level(.authorize))
    #expect(letters(anyone, NodeConfiguration()) == "ds--------")
    anyone.above.append(level(.whitelist))
    #expect(letters(anyone, NodeConfiguration()) == "----------")
  }

  @Test func administratorsPass() {
    var admin = cast.administrator()
    admin.above = [level(.whitelist, .publishers, .outcast)]
    #expect(letters(admin, NodeConfiguration()) == "dsrpoaucxm")
  }

  /// The level that keeps somebody out says why; the node itself comes first, then the levels from the parent up.
  @Test func whyNot() throws {
    func why(
      _ action: Action, _ access: AccessModel = .open, _ affiliation: Affiliation = .none,
      _ above: Actor.Level...
    ) -> String {
      var node = NodeConfiguration()
      node.accessModel = access
      var actor = cast.actor(affiliation)
      actor.above = above
      return refusal { try Rights.require(action, actor, node) }
    }
    #expect(why(.retrieve, .open, .none, level(.whitelist)) == closed)
    #expect(why(.subscribe, .open, .none, level(.presence)) == presenceRequired)
    #expect(why(.discover, .open, .none, level(.roster)) == notInGroup)
    #expect(why(.retrieve, .open, .none, level(.authorize)) == notSubscribed)
    #expect(why(.subscribe, .open, .none, level(.authorize)) == "accepted")
    #expect(why(.retrieve, .open, .none, level(.open, .open, .outcast)) == forbidden)
    #expect(why(.retrieve, .presence, .none, level(.whitelist)) == presenceRequired)
    #expect(why(.retrieve, .open, .none, level(.open), level(.roster)) == notInGroup)
    #expect(why(.retrieve, .open, .none, level(.presence), level(.roster)) == presenceRequired)
    #expect(why(.publish, .open, .owner, level(.whitelist)) == forbidden)
    #expect(why(.manage, .open, .owner, level(.whitelist)) == "accepted")
    #expect(why(.configure, .open, .owner, level(.whitelist)) == "accepted")
    #expect(why(.retractAny, .open, .owner, level(.whitelist)) == "accepted")
  }

  /// Only these ask the rosters of the owners.
  @Test func rostersAreAsked() {
    #expect(AccessModel.allCases.filter(\.needsRosters) == [.presence, .roster])
  }

  // MARK: What belongs to a post (XEP-0277, section 3.1)

  /// Who may read the post may comment on it, whether they may write posts or not; who may not sees nothing of its
  /// comments.
  @Test func thePostIsTheDoorToItsComments() throws {
    var comments = NodeConfiguration()
    comments.publishModel = .open
    func juliet(
      _ access: AccessModel, _ affiliation: Affiliation = .none,
      _ subscription: Standing.Subscription = .none
    ) -> String {
      var actor = cast.actor()
      var home = level(access, .publishers, affiliation, subscription)
      home.isOfPost = true
      actor.above = [home]
      return letters(actor, comments)
    }
    #expect(juliet(.open) == "dsrpo-----")
    #expect(juliet(.whitelist) == "----o-----")
    #expect(juliet(.whitelist, .member) == "dsrpo-----")
    #expect(juliet(.authorize, .none, .subscribed) == "dsrpo-----")
    #expect(juliet(.authorize) == "ds--o-----")
    #expect(juliet(.open, .outcast) == "----o-----")
    #expect(juliet(.open, .publishOnly) == "d---o-----")
    // Comments that are closed stay so.
    comments.publishModel = .publishers
    #expect(juliet(.open, .owner) == "dsr-------")

    var anyone = Actor.anyone
    var home = level(.whitelist)
    home.isOfPost = true
    anyone.above = [home]
    #expect(letters(anyone, comments) == "----------")
    #expect(
      refusal { try Rights.require(.retrieve, anyone, comments) } == closed)
  }

  /// They take back what others wrote, and are no owners for that.
  @Test func moderators() {
    for access in AccessModel.allCases {
      var node = NodeConfiguration()
      node.accessModel = access
      var juliet = cast.actor()
      juliet.isModerator = true
      #expect(letters(juliet, node).suffix(6) == "oa----")
      juliet.above = [level(.whitelist)]
      #expect(letters(juliet, node) == "----oa----")
    }
  }
}
