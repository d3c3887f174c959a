/// The front page's communities.
enum M0030Communities {
  static let identifier = "0030-communities"

  // What is not the blog of an account, the last changed first: of blogs there may be any number before them.
  static let sql = """
    CREATE INDEX node_community ON node (latest)
      WHERE listed = 1 AND deleted IS NULL AND name <> 'urn:xmpp:microblog:0';
    """
}
