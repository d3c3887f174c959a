/// A hidden post keeps its comments, reactions and earlier versions, and goes on guarding them.
enum M0011Homes {
  static let identifier = "0011-homes"

  static let sql = homes + revisions

  private static let homes = """
    -- The item that the node belongs to and is deleted with, hidden or not, so that there is no foreign key.
    ALTER TABLE node ADD COLUMN home INTEGER;
    UPDATE node SET home = coalesce(post, hidden_post) WHERE post IS NOT NULL OR hidden_post IS NOT NULL;
    DROP INDEX node_post;
    DROP INDEX node_hidden_post;
    ALTER TABLE node DROP COLUMN post;
    ALTER TABLE node DROP COLUMN hidden_post;
    ALTER TABLE node RENAME COLUMN home TO post;
    CREATE INDEX node_post ON node (post) WHERE post IS NOT NULL;

    """

  private static let revisions = """
    -- What an edited post said before, for its author and the node's owners; the item may be hidden.
    CREATE TABLE earlier (
      item INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      publisher INTEGER NOT NULL REFERENCES jid (id),
      published INTEGER NOT NULL,
      payload BLOB NOT NULL,
      PRIMARY KEY (item, sequence)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO earlier SELECT item, sequence, publisher, published, payload FROM revision;
    DROP TABLE revision;
    ALTER TABLE earlier RENAME TO revision;
    """
}
