import PubSub
import Testing
import XML
import XMPP

@testable import Social

@Suite struct NodeProfileTests {
  private let policy: ServicePolicy
  init() { policy = ServicePolicy(domains: ["verona.lit"], admins: []) }

  /// Name, type, profile, whether it is among the communities.
  @Test(
    arguments: [
      ("verona", nil, .plain, true), ("verona", "", .plain, true),
      ("verona", "urn:xmpp:pubsub-social-feed:1", .feed, true),
      ("verona", "urn:xmpp:pubsub-social-feed:0", .feed, true),
      ("verona", "urn:xmpp:pubsub-social-feed:bookclub:3", .feed, true),
      ("verona", "urn:xmpp:pubsub-social-feed:gallery:1", .gallery, true),
      ("verona", "urn:xmpp:pubsub-social-gallery:0", .gallery, true),
      ("verona", "urn:xmpp:microblog:0", .microblog, true),
      ("verona", "urn:xmpp:microblog:0:comments", .comments, false),
      ("verona", "urn:xmpp:microblog:0:comments/x", .comments, false),
      ("verona", "urn:xmpp:pubsub-social-feed:stories:0", .stories, false),
      ("verona", "http://www.w3.org/2005/Atom", .atom, true),
      ("verona", "urn:xmpp:bookmarks:1", .foreign, false),
      ("verona", "URN:XMPP:MICROBLOG:0", .foreign, false),
      // Without a type, a well-known name says it.
      ("urn:xmpp:microblog:0", nil, .microblog, true),
      ("urn:xmpp:pubsub-social-feed:stories:0", nil, .stories, false),
      ("urn:xmpp:pubsub-social-feed:stories:0", "urn:xmpp:bookmarks:1", .foreign, false),
      ("urn:xmpp:pubsub-social-feed:1", nil, .feed, true),
      ("urn:xmpp:microblog:0:comments/1", nil, .comments, false),
      ("urn:xmpp:microblog:0:comments/1", "urn:xmpp:pubsub-social-feed:1", .comments, false),
      ("urn:xmpp:microblog:1", nil, .plain, true), ("test_node", nil, .plain, false),
    ] as [(String, String?, NodeProfile, Bool)])
  func found(name: String, type: String?, profile: NodeProfile, isListed: Bool) {
    #expect(NodeProfile(name: name, type: type) == profile)
    // A type says nothing of the name.
    let isConventional =
      [.microblog, .gallery, .stories].contains(NodeProfile(name: name, type: nil))
    #expect(NodeProfile.isConventional(name) == isConventional)
    #expect(SocialNode.isListed(name: name, type: type) == isListed)
  }

  /// What each profile's new nodes are, where that is not what any node is.
  @Test func defaults() {
    for profile in NodeProfile.allCases {
      var expected = NodeConfiguration()
      switch profile {
      case .feed, .gallery, .microblog: expected.sendLastItem = .never
      case .comments:
        expected.sendLastItem = .never
        expected.publishModel = .open
      case .stories:
        expected.sendLastItem = .never
        expected.itemExpiry = 86_400
        expected.accessModel = .whitelist
      case .atom, .plain, .foreign: break
      }
      #expect(profile.defaults(policy) == expected, "\(profile)")
    }
    var seeing = policy
    seeing.seesRosters = true
    #expect(NodeProfile.stories.defaults(seeing).accessModel == .presence)
    // The base profile's own words.
    let feed = NodeProfile.feed.defaults(policy)
    #expect(feed.notifyRetract && feed.maxItems == nil && feed.persistItems)
    // Without these, posts with Movim's preconditions would be refused.
    #expect(feed.itemReply == .publisher && feed.notifySubscriptions)
  }

  /// No profile refuses its own defaults.
  @Test func defaultsAreAllowed() throws {
    for (name, type) in [
      ("a", "urn:xmpp:pubsub-social-feed:1"), ("a", "urn:xmpp:pubsub-social-feed:gallery:1"),
      ("a", "urn:xmpp:microblog:0"), ("a", "urn:xmpp:pubsub-social-feed:stories:0"),
      ("urn:xmpp:microblog:0:comments/1", nil), ("a", nil), ("a", "urn:xmpp:bookmarks:1"),
    ] {
      let node = try NodeID(name)
      var configuration = NodeProfile.rules.defaults(node, type, policy)
      configuration.type = type
      try NodeProfile.rules.check(node, configuration, nil, 0)
    }
  }

  private static let all = [
    "urn:xmpp:pubsub-social-feed:1", "urn:xmpp:pubsub-social-feed:0",
    "urn:xmpp:pubsub-social-feed:gallery:1", "urn:xmpp:microblog:0",
    "urn:xmpp:pubsub-social-feed:stories:0",
  ]

  private func refusal(
    _ type: String?, _ old: NodeConfiguration? = nil, name: String = "verona",
    _ change: (inout NodeConfiguration) -> Void
  ) throws -> String {
    let node = try NodeID(name)
    var configuration = NodeProfile.rules.defaults(node, type, policy)
    configuration.type = type
    change(&configuration)
    do throws(StanzaError) {
      try NodeProfile.rules.check(node, configuration, old, 0)
      return "accepted"
    } catch {
      return "\(error.condition.rawValue): \(error.text ?? "")"
    }
  }

  /// What there is in a node is understood as the node's type says.
  @Test(arguments: [0, 1])
  func kinds(items: Int) throws {
    let types: [(String?, Int)] = [
      (nil, 0), ("http://www.w3.org/2005/Atom", 0), (NodeProfile.feedType, 0),
      ("urn:xmpp:microblog:0:comments", 1), ("urn:example:store", 2),
    ]
    for (old, oldKind) in types {
      for (new, newKind) in types {
        let node = try NodeID("verona")
        var (before, after) = (NodeConfiguration(), NodeConfiguration())
        (before.type, after.type) = (old, new)
        var isRefused = false
        do throws(StanzaError) {
          try NodeProfile.rules.check(node, after, before, items)
        } catch {
          isRefused = true
          #expect(error.condition == .notAcceptable)
        }
        #expect(isRefused == (items > 0 && oldKind != newKind), "\(old ?? "") \(new ?? "")")
      }
    }
  }

  /// What a profile demands cannot be configured away; the refusal names the field.
  @Test func demands() throws {
    for type in Self.all {
      for (field, change) in [
        ("pubsub#notify_retract", { $0.notifyRetract = false }),
        ("pubsub#max_items", { $0.maxItems = 1_000 }),
        ("pubsub#persist_items", { $0.persistItems = false }),
      ] as [(String, (inout NodeConfiguration) -> Void)] {
        let refused = try refusal(type, nil, change)
        #expect(refused.hasPrefix("not-acceptable: \(field) "), "\(type): \(refused)")
      }
      // A SHOULD is for the owner to say, as Movim does.
      let movim = try refusal(type) {
        $0.sendLastItem = .onSubscribe
        $0.deliverPayloads = false
      }
      #expect(movim == "accepted")
    }
    let comments = "urn:xmpp:microblog:0:comments/1"
    #expect(
      try refusal(nil, name: comments) { $0.notifyRetract = false }
        .hasPrefix("not-acceptable: pubsub#notify_retract "))
    #expect(
      try refusal(nil, name: comments) { $0.makesComments = true }
        .hasPrefix("not-acceptable: x-pubsub#comments "))
    #expect(try refusal(nil, name: comments) { $0.maxItems = 9 } == "accepted")
    // What is not social may be anything.
    for type in [nil, "urn:xmpp:bookmarks:1", "http://www.w3.org/2005/Atom"] {
      let outcome = try refusal(type) {
        $0.notifyRetract = false
        $0.persistItems = false
        $0.maxItems = 1
      }
      #expect(outcome == "accepted")
    }
  }

  @Test func stories() throws {
    let type = "urn:xmpp:pubsub-social-feed:stories:0"
    #expect(
      try refusal(type) { $0.accessModel = .open }
        == "not-acceptable: pubsub#access_model has to be other than open in a stories node (XEP-0501)."
    )
    for access in AccessModel.allCases where access != .open {
      #expect(try refusal(type) { $0.accessModel = access } == "accepted")
    }
    for (seconds, expected) in [
      (1, "accepted"), (86_400, "accepted"),
      (
        86_401,
        "not-acceptable: pubsub#item_expire has to be at most 86400 in a stories node (XEP-0501)."
      ),
      (
        nil,
        "not-acceptable: pubsub#item_expire has to be at most 86400 in a stories node (XEP-0501)."
      ),
    ] as [(Int?, String)] {
      #expect(try refusal(type) { $0.itemExpiry = seconds } == expected)
    }
  }

  /// A node that broke a rule before it was one can still be configured; a new type is looked at whole.
  @Test func configuredAgain() throws {
    let type = "urn:xmpp:pubsub-social-feed:1"
    var old = NodeConfiguration()
    old.type = type
    old.maxItems = 10
    #expect(
      try refusal(type, old) {
        $0.maxItems = 10
        $0.title = "Verona"
      } == "accepted")
    #expect(
      try refusal(type, old) {
        $0.maxItems = 10
        $0.notifyRetract = false
      }.hasPrefix("not-acceptable: pubsub#notify_retract "))
    old.type = nil
    #expect(
      try refusal(type, old) { $0.maxItems = 10 }.hasPrefix("not-acceptable: pubsub#max_items "))
    // From one spelling to another nothing changes.
    old.type = "urn:xmpp:pubsub-social-feed:0"
    #expect(try refusal(type, old) { $0.maxItems = 10 } == "accepted")
  }

  // MARK: - What is published

  private func admitted(
    _ payload: String, as id: String = "post", type: String?, name: String = "verona"
  ) throws -> String {
    var configuration = NodeConfiguration()
    configuration.type = type
    let publish = """
      <pubsub xmlns='\(Namespace.pubsub)'><publish node='\(name)'><item id='\(id)'>\(payload)</item>\
      </publish></pubsub>
      """
    let request = try PublishRequest(try Element(parsing: Array(publish.utf8)))
    let node = try NodeID(name)
    do throws(StanzaError) {
      for item in request.items { try NodeProfile.rules.admit(item, node, configuration) }
      return "accepted"
    } catch {
      return error.condition.rawValue
    }
  }

  private func entry(_ inner: String) -> String {
    "<entry xmlns='http://www.w3.org/2005/Atom'>\(inner)</entry>"
  }

  @Test(
    arguments: [
      ("<link rel='enclosure' type='image/png' href='https://a.lit/x'/>", true),
      ("<link rel='enclosure' type='IMAGE/JPEG' href='https://a.lit/x'/>", true),
      ("<link rel='enclosure' href='https://a.lit/x.JPG?size=2#top'/>", true),
      ("<link rel='enclosure' type='' href='https://a.lit/x.webp'/>", true),
      ("<link href='x'/><link rel='enclosure' type='image/gif' href='y'/>", true),
      ("<link rel='enclosure' type='video/mp4' href='https://a.lit/x.png'/>", false),
      ("<link rel='enclosure' href='https://a.lit/x?file=a.png'/>", false),
      ("<link rel='enclosure' type='image/png'/>", false),
      ("<link rel='related' type='image/png' href='https://a.lit/x.png'/>", false),
      ("<title>No picture</title>", false),
    ])
  func galleries(links: String, hasPicture: Bool) throws {
    for type in ["urn:xmpp:pubsub-social-feed:gallery:1", "urn:xmpp:pubsub-social-gallery:0"] {
      let outcome = try admitted(entry("<title>A</title>" + links), type: type)
      #expect(outcome == (hasPicture ? "accepted" : "not-acceptable"))
    }
    #expect(
      try admitted(entry("<title>A</title>" + links), type: "urn:xmpp:pubsub-social-feed:1")
        == "accepted")
  }

  /// What is no post is no business of a gallery's.
  @Test func galleriesTakeWhatIsNoPost() throws {
    let type = "urn:xmpp:pubsub-social-feed:gallery:1"
    let metadata = "<metadata xmlns='urn:xmpp:avatar:metadata'/>"
    #expect(try admitted(metadata, as: "urn:xmpp:avatar:metadata", type: type) == "accepted")
    #expect(try admitted(entry(""), as: "test_post", type: type) == "accepted")
    #expect(
      try admitted("<feed xmlns='http://www.w3.org/2005/Atom'/>", type: type) == "accepted")
  }

  private static let film = "<link rel='enclosure' type='video/mp4' href='https://a.lit/x'/>"

  /// XEP-0501, "Pubsub Stories profile"; a file that is named twice is one.
  @Test(
    arguments: [
      ("", false), (film, true), ("<link rel='enclosure' href=''/>", false),
      ("<link href='https://a.lit/y'/>" + film, true), (film + film, true),
      (film + "<link rel='enclosure' href='https://a.lit/y'/>", false),
      (film + shared("https://a.lit/x"), true), (film + shared("https://a.lit/y"), false),
      (shared("https://a.lit/x"), false),
    ])
  func storiesHaveOneEnclosure(inner: String, isTaken: Bool) throws {
    let outcome = try admitted(
      entry("<title>A</title>" + inner), type: "urn:xmpp:pubsub-social-feed:stories:0")
    #expect(outcome == (isTaken ? "accepted" : "not-acceptable"))
  }

  private static func shared(_ address: String) -> String {
    "<file-sharing xmlns='urn:xmpp:sfs:0'><sources>"
      + "<url-data xmlns='http://jabber.org/protocol/url-data' target='\(address)'/>"
      + "</sources></file-sharing>"
  }

  @Test(
    arguments: [
      ("<control xmlns='http://www.w3.org/2007/app'><draft>yes</draft></control>", true),
      ("<control xmlns='http://purl.org/atom/app#'><draft> Yes </draft></control>", true),
      ("<control xmlns='http://www.w3.org/2007/app'><draft>no</draft></control>", false),
      ("<control xmlns='http://www.w3.org/2007/app'/>", false),
      ("<control xmlns='urn:other'><draft>yes</draft></control>", false),
      ("<draft xmlns='http://www.w3.org/2007/app'>yes</draft>", false),
    ])
  func drafts(control: String, isDraft: Bool) throws {
    let picture = "<link rel='enclosure' type='image/png' href='https://a.lit/x'/>"
    for type in Self.all + ["http://www.w3.org/2005/Atom"] + [nil] as [String?] {
      let outcome = try admitted(entry("<title>A</title>" + picture + control), type: type)
      #expect(outcome == (isDraft ? "not-acceptable" : "accepted"), "\(type ?? "")")
    }
    #expect(try admitted(entry(control), type: "urn:xmpp:bookmarks:1") == "accepted")
  }
}
