/// What people attach to items (XEP-0470), and nodes that the service keeps for other ones.
enum M0004Attachments {
  static let identifier = "0004-attachments"

  static let sql = """
    ALTER TABLE node ADD COLUMN reactors TEXT NOT NULL DEFAULT 'publishers'
      CHECK (reactors IN ('publishers', 'readers'));
    -- The service keeps the node for another one, whose rules and affiliations it has: whoever publishes there writes
    -- a shared one, the service alone a derived one.
    ALTER TABLE node ADD COLUMN keeping TEXT CHECK (keeping IN ('shared', 'derived'));
    ALTER TABLE node ADD COLUMN kept_for INTEGER REFERENCES node (id)
      CHECK ((kept_for IS NULL) = (keeping IS NULL));
    CREATE INDEX node_kept ON node (kept_for, deleted) WHERE kept_for IS NOT NULL;
    CREATE INDEX node_kept_followed ON node (kept_for)
      WHERE kept_for IS NOT NULL AND subscribers > 0;

    -- Nodes that were made by hand under the names of those that are kept stay, but are no communities.
    UPDATE node SET listable = 0, listed = 0
      WHERE substr(name, 1, 30) = 'urn:xmpp:pubsub-attachments:1/'
        OR substr(name, 1, 38) = 'urn:xmpp:pubsub-attachments:summary:1/';

    -- All that follows is derived from payloads, in whatever order they come. `post` is the item that something is
    -- attached to. It has no foreign key: where it is gone, these rows follow little by little.
    CREATE TABLE attachment (
      item INTEGER PRIMARY KEY REFERENCES item (id),
      post INTEGER NOT NULL,
      jid INTEGER NOT NULL REFERENCES jid (id),
      noticed INTEGER NOT NULL CHECK (noticed IN (0, 1))
    ) STRICT;
    CREATE INDEX attachment_noticed ON attachment (post, jid) WHERE noticed = 1;

    CREATE TABLE reaction (
      item INTEGER NOT NULL REFERENCES attachment (item),
      text TEXT NOT NULL,
      PRIMARY KEY (item, text)
    ) STRICT, WITHOUT ROWID;

    -- A comment that is a heart: its publisher has noticed the post.
    CREATE TABLE heart (
      item INTEGER PRIMARY KEY REFERENCES item (id),
      post INTEGER NOT NULL,
      jid INTEGER NOT NULL REFERENCES jid (id)
    ) STRICT;
    CREATE INDEX heart_post ON heart (post, jid);

    -- How many attachments and hearts a post has, and how many people have noticed it, by either.
    CREATE TABLE summary (
      post INTEGER PRIMARY KEY,
      attached INTEGER NOT NULL CHECK (attached >= 0),
      noticed INTEGER NOT NULL CHECK (noticed >= 0)
    ) STRICT;

    -- How many people have reacted to a post in this way.
    CREATE TABLE tally (
      post INTEGER NOT NULL,
      text TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count >= 0),
      PRIMARY KEY (post, text)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tally_order ON tally (post, count DESC, text);
    """
}
