/// Nodes that belong to a post: its comments, what is attached to it.
enum M0003Companions {
  static let identifier = "0003-companions"

  static let sql = """
    -- The item that the node belongs to and is deleted with.
    ALTER TABLE node ADD COLUMN post INTEGER REFERENCES item (id) ON DELETE SET NULL;
    CREATE INDEX node_post ON node (post) WHERE post IS NOT NULL;
    """
}
