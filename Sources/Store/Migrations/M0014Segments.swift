/// Larger segments of the full-text indexes, which are merged less often.
enum M0014Segments {
  static let identifier = "0014-segments"

  static let sql = """
    INSERT INTO search (search, rank) VALUES ('automerge', 16);
    INSERT INTO fragment (fragment, rank) VALUES ('automerge', 16);
    -- Bytes that are gathered in memory for a segment.
    INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);
    """
}
