/// Segments of the full-text indexes are merged bit by bit, whatever their size.
enum M0028Merging {
  static let identifier = "0028-merging"

  // With as many segments of a level as 'automerge' says, FTS5 merges a few pages with each write. With as many as
  // 'crisismerge' says, it merges all of them at once, and the writer stands still for as long as that takes: the more is
  // stored, the longer. So that is left to segments of a few posts each, of which there may be as many before enough is
  // written for a bit of merging.
  static let sql = """
    INSERT INTO search (search, rank) VALUES ('crisismerge', 64);
    INSERT INTO fragment (fragment, rank) VALUES ('crisismerge', 64);
    """
}
