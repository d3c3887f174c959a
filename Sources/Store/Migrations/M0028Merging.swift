/// Segments of the full-text indexes are merged bit by bit, whatever their size.
enum M0028Merging {
  static let identifier = "0028-merging"

  // With as many segments of a level as 'automerge' says, FTS5 merges 64 pages of each level for 64 pages that are written.
  // With as many as 'crisismerge' says, it merges all of them at once, and the writer stands still for as long as that takes:
  // the more is stored, the longer. So that is left to segments of a page or two, of which that many come together before 64
  // pages are written; words are looked for in each of them.
  static let sql = """
    INSERT INTO search (search, rank) VALUES ('crisismerge', 64);
    INSERT INTO fragment (fragment, rank) VALUES ('crisismerge', 64);
    """
}
