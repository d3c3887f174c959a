package import Social
package import XMPP

/// A node that the public may see, as lists and pages show it.
package struct NodeView: Hashable, Sendable {
  package var service: BareJID
  package var name: String
  /// `pubsub#title`, else the node's name; never empty.
  package var title: String
  package var description: String?
  package var language: String?
  package var created: Timestamp
  /// The last real change of the node: a publish, an edit, a retract, a new configuration.
  package var changed: Timestamp
  package var posts: Int
  package var subscribers: Int

  package init(
    service: BareJID, name: String, title: String, description: String?, language: String?,
    created: Timestamp, changed: Timestamp, posts: Int, subscribers: Int
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

  package init(
    service: BareJID, node: String, nodeTitle: String, item: String, sequence: Int64,
    publisher: BareJID?, entry: Entry
  ) {
    self.service = service
    self.node = node
    self.nodeTitle = nodeTitle
    self.item = item
    self.sequence = sequence
    self.publisher = publisher
    self.entry = entry
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
