/// Posts are put into the full-text indexes many at a time.
enum M0013Unindexed {
  static let identifier = "0013-unindexed"

  static let sql = """
    -- Posts that the full-text indexes do not hold yet: see `indexWaiting`.
    CREATE TABLE unindexed (item INTEGER PRIMARY KEY) STRICT;

    -- So many segments of a level are merged at a time; each merge writes them again.
    INSERT INTO search (search, rank) VALUES ('automerge', 8);
    INSERT INTO fragment (fragment, rank) VALUES ('automerge', 8);
    """
}
