/// Merges of the full-text indexes keep up with what is written a post at a time.
enum M0029KeepingUp {
  static let identifier = "0029-keeping-up"

  // The work that 'automerge' does is measured by the pages that are written: a merge of large segments, begun by what came
  // in bulk, would last for as many single posts as it has pages, while their segments gather behind it, until there are as
  // many as 'crisismerge' says and the writer stands still for all of them. So merging goes on after each write into the
  // indexes, by the same measure of segments; see `Transaction.mergeSegments`. A crisis is left for what is not foreseen.
  static let sql = """
    INSERT INTO search (search, rank) VALUES ('usermerge', 16);
    INSERT INTO fragment (fragment, rank) VALUES ('usermerge', 16);
    INSERT INTO search (search, rank) VALUES ('crisismerge', 256);
    INSERT INTO fragment (fragment, rank) VALUES ('crisismerge', 256);
    """
}
