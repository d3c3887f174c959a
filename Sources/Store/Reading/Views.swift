package import Social
package import XMPP

/// A node that the public may see, as lists and pages show it.
package struct NodeView: Hashable, Sendable {
  package var service: BareJID
  package var name: String
  /// `pubsub#title`, else the node's name; one line, never empty, at most `titleLength` code points.
  package var title: String
  package var description: String?
  package var language: String?
  package var created: Timestamp
  /// The last real change of the node: a publish, an edit, a retract, a new configuration.
  package var changed: Timestamp
  package var posts: Int
  package var subscribers: Int
  /// What its owner asks of robots.
  package var robots: RobotRules
  /// Whether it is of pictures (XEP-0472).
  package var isGallery: Bool

  package static let titleLength = 1_000

  package init(
    service: BareJID, name: String, title: String, description: String?, language: String?,
    created: Timestamp, changed: Timestamp, posts: Int, subscribers: Int,
    robots: RobotRules = [], isGallery: Bool = false
  ) {
    self.service = service
    self.name = name
    self.title = title
    self.description = description
    self.language = language
    self.created = created
    self.changed = changed
    self.posts = posts
    self.subscribers = subscribers
    self.robots = robots
    self.isGallery = isGallery
  }
}

/// A post that the public may see.
package struct PostView: Hashable, Sendable {
  package var service: BareJID
  package var node: String
  package var nodeTitle: String
  package var item: String
  /// Of the last publish; the cursor of paging.
  package var sequence: Int64
  package var publisher: BareJID?
  package var entry: Entry
  /// Whether `entry.html` is the content. If not, it is longer than the reader asked for, and
  /// `entry.html` is empty.
  package var isWhole: Bool
  /// The page that the post calls its own; read of a single post of a node that is followed.
  package var ownPage: String?
  /// Those that everybody may read; read of a single post, where they are asked for.
  package var comments: PublicComments?
  /// How many there are; read where it is asked for.
  package var replies: PublicReplies?
  /// What it passes on and who passes it on; read of a single post, where that is asked for.
  package var shares: PublicShares?
  /// What was published before and after it in its node; read of a single post, where that is asked for.
  package var neighbours: PostNeighbours?
  /// What people have attached to it, as far as everybody may know; read of a single post.
  package var attached: AttachmentSummary?
  /// Whether its publisher has said something of themself that it is shown with.
  package var isProfiled = false
  /// The picture of its publisher, where there is one and the node says who that is.
  package var avatar: AvatarID?
  /// What the owner of the node asks of robots.
  package var robots: RobotRules = []
  /// Whether it is of a node of pictures (XEP-0472).
  package var isInGallery = false

  package init(
    service: BareJID, node: String, nodeTitle: String, item: String, sequence: Int64,
    publisher: BareJID?, entry: Entry, isWhole: Bool = true
  ) {
    self.service = service
    self.node = node
    self.nodeTitle = nodeTitle
    self.item = item
    self.sequence = sequence
    self.publisher = publisher
    self.entry = entry
    self.isWhole = isWhole
  }
}

/// How much of each post is read.
package struct PostExtent: Hashable, Sendable {
  /// UTF-8 bytes of markup; of a longer one none is read.
  package var htmlBytes: Int
  /// Code points of plain text; of a longer one the beginning is read.
  package var textLength: Int

  package init(htmlBytes: Int, textLength: Int) {
    self.htmlBytes = htmlBytes
    self.textLength = textLength
  }

  /// SQLite's substr() gives nothing for the largest integer of all.
  package static let whole = PostExtent(htmlBytes: .max, textLength: Int(Int32.max))
}

/// `/`: the newest posts of all listed nodes, and these nodes, the last changed first, people's blogs apart.
package struct FrontView: Hashable, Sendable {
  package var posts: [PostView]
  package var communities: [NodeView]
  package var people: [BlogView]
}

/// What somebody says of themself.
package struct PersonView: Hashable, Sendable {
  package var nickname: String?
  /// Where it is here.
  package var picture: AvatarID?
}

/// A node and a page of its posts.
package struct CommunityView: Hashable, Sendable {
  package var node: NodeView
  package var page: PostPage
  package var months: [MonthCount]
  /// Whose blog it is, if it is that of an account that has said something of itself.
  package var person: PersonView?
  /// What that account follows for everybody to see.
  package var follows: [NodeView]
}

/// The posts of a feed, newest first: as many as its bounds have room for.
package struct FeedView: Hashable, Sendable {
  /// Whose posts they are; nil: everybody's.
  package var node: NodeView?
  /// The last real change; nil if nothing is listed.
  package var changed: Timestamp?
  package var posts: [PostView]
  /// Ask for posts before this sequence number to get more; nil: there are no more.
  package var older: Int64?
}

/// The bounds of a feed.
package struct FeedBounds: Hashable, Sendable {
  package var entries: Int
  /// Bytes of all entries, as long as they may become when XML is written of them. The first entry
  /// is there even if it is longer.
  package var bytes: Int
  package var extent: PostExtent

  package init(entries: Int, bytes: Int, extent: PostExtent) {
    self.entries = entries
    self.bytes = bytes
    self.extent = extent
  }
}

/// Posts, newest first, and the cursors of the pages beside this one (nil: there is none).
package struct PostPage: Hashable, Sendable {
  package var posts: [PostView]
  /// Ask for posts before this sequence number to get older ones.
  package var older: Int64?
  /// Ask for posts after this sequence number to get newer ones.
  package var newer: Int64?

  package init(posts: [PostView], older: Int64?, newer: Int64?) {
    self.posts = posts
    self.older = older
    self.newer = newer
  }
}

/// Which page of a list is wanted.
package enum PageCursor: Hashable, Sendable {
  case newest
  /// The newest posts older than this sequence number.
  case before(Int64)
  /// The oldest posts newer than this sequence number (still listed newest first).
  case after(Int64)
}

/// What a single address may turn out to be.
package enum Lookup<Found: Sendable>: Sendable {
  case found(Found)
  /// It was public and was retracted.
  case gone
  /// Not there, or not for the public: the two look the same.
  case missing
}
