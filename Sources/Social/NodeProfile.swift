package import PubSub

/// What the type of a node (`pubsub#type`), or a well-known name where it has none, makes of it: the one table of the
/// types of nodes that have a meaning here (XEP-0472, "Profiles").
package enum NodeProfile: Hashable, Sendable, CaseIterable {
  /// Any social feed: the base profile of XEP-0472.
  case feed
  /// Every post has a picture (XEP-0472).
  case gallery
  /// The blog of an account (XEP-0277).
  case microblog
  /// The comments of a post (XEP-0277, section 3.1).
  case comments
  /// Posts for a day, never for everybody (XEP-0501).
  case stories
  /// Its payloads are Atom entries (XEP-0060, section 7.1.3.6), and nothing more is said.
  case atom
  /// No type: most communities.
  case plain
  /// Not social: stored and left alone.
  case foreign

  /// - Parameters:
  ///   - name: nil for a node that has no name yet.
  ///   - type: an empty one is none.
  package init(name: String?, type: String?) {
    if let name, Self.isComments(name) {
      self = .comments
    } else if let type, !type.isEmpty {
      self = Self.byType[type] ?? Self.ofFamily(type)
    } else {
      self = name.flatMap { Self.byType[$0] } ?? .plain
    }
  }

  /// Whether a node of this name holds the comments of a post, whatever its type.
  package static func isComments(_ name: String) -> Bool { name.hasPrefix(commentsPrefix) }

  /// What names of comments nodes begin with; the id of the post's item follows.
  package static let commentsPrefix = microblogType + ":comments/"

  /// The type of a feed, as the current version of XEP-0472 spells it.
  package static let feedType = "urn:xmpp:pubsub-social-feed:1"
  package static let galleryType = "urn:xmpp:pubsub-social-feed:gallery:1"
  package static let storiesType = "urn:xmpp:pubsub-social-feed:stories:0"
  package static let microblogType = "urn:xmpp:microblog:0"
  /// The node of an account's blog (XEP-0277).
  package static let blog = NodeID(stored: microblogType)

  /// The types by their exact spelling, those of earlier versions of XEP-0472 too; also what nodes are called that
  /// were made without a type.
  private static let byType: [String: NodeProfile] = [
    feedType: .feed, "urn:xmpp:pubsub-social-feed:0": .feed,
    galleryType: .gallery, "urn:xmpp:pubsub-social-feed:gallery:0": .gallery,
    "urn:xmpp:pubsub-social-gallery:0": .gallery, "urn:xmpp:pubsub-social-gallery:1": .gallery,
    microblogType: .microblog, "urn:xmpp:microblog:0:comments": .comments,
    storiesType: .stories, "urn:xmpp:pubsub-social-stories:0": .stories,
    "http://www.w3.org/2005/Atom": .atom,
  ]

  /// Whether nodes of accounts are called so by convention: a blog, a gallery, stories.
  package static func isConventional(_ name: String) -> Bool {
    switch byType[name] {
    case .microblog, .gallery, .stories: true
    default: false
    }
  }

  /// Other profiles of the same family: the base profile holds for them all.
  private static func ofFamily(_ type: String) -> NodeProfile {
    if isComments(type) { return .comments }
    if type.hasPrefix("urn:xmpp:pubsub-social-") { return .feed }
    return type.hasPrefix(microblogType) ? .microblog : .foreign
  }

  /// What the items of a node are understood as.
  enum Kind { case posts, comments, nothing }

  var kind: Kind {
    switch self {
    case .feed, .gallery, .microblog, .stories, .atom, .plain: .posts
    case .comments: .comments
    case .foreign: .nothing
    }
  }

  /// Whether posts are what a node of the profile holds.
  package var isSocial: Bool { self != .foreign }

  /// Whether nodes of the profile belong into lists of communities: comments are read below their posts, and stories
  /// are for a few people.
  var isListed: Bool {
    switch self {
    case .feed, .gallery, .microblog, .atom, .plain: true
    case .comments, .stories, .foreign: false
    }
  }

  /// What it is called in a refusal.
  var title: String {
    switch self {
    case .feed: "a social feed (XEP-0472)"
    case .gallery: "a gallery (XEP-0472)"
    case .microblog: "a microblog (XEP-0472)"
    case .comments: "a comments node (XEP-0277)"
    case .stories: "a stories node (XEP-0501)"
    case .atom, .plain: "a node of posts"
    case .foreign: "a node of another type"
    }
  }
}
