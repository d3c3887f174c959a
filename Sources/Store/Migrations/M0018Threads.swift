/// The comments of followed posts: their nodes are followed with them.
enum M0018Threads {
  static let identifier = "0018-threads"

  static let sql = """
    -- Comments nodes of other services, each followed for a followed post that names it; null: the post is gone, or has
    -- made room for others, and the node is about to be forgotten. The post has no foreign key.
    CREATE TABLE thread (
      node INTEGER PRIMARY KEY REFERENCES source (node) ON DELETE CASCADE,
      post INTEGER UNIQUE,
      -- The node with the post, and the service with the comments.
      feed INTEGER NOT NULL,
      service INTEGER NOT NULL REFERENCES service (id)
    ) STRICT;
    CREATE INDEX thread_feed ON thread (feed, post);
    CREATE INDEX thread_service ON thread (service, post);
    """
}
