/// More of what is understood of posts: tags and mentions that can be looked for, link cards, places, sizes of
/// pictures; earlier versions of posts; and making what is derived again, which this one asks for.
enum M0005Entries {
  static let identifier = "0005-entries"

  static let sql = """
    -- The version of what was derived; see `Projection`.
    ALTER TABLE entry ADD COLUMN projection INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE entry ADD COLUMN latitude REAL;
    ALTER TABLE entry ADD COLUMN longitude REAL;
    ALTER TABLE entry ADD COLUMN place TEXT;
    ALTER TABLE enclosure ADD COLUMN width INTEGER CHECK (width > 0);
    ALTER TABLE enclosure ADD COLUMN height INTEGER CHECK (height > 0);

    CREATE TABLE link_card (
      item INTEGER NOT NULL REFERENCES entry (item) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      href TEXT NOT NULL,
      title TEXT,
      description TEXT,
      picture TEXT,
      PRIMARY KEY (item, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE mention (
      item INTEGER NOT NULL REFERENCES entry (item) ON DELETE CASCADE,
      jid INTEGER NOT NULL REFERENCES jid (id),
      PRIMARY KEY (item, jid)
    ) STRICT, WITHOUT ROWID;

    -- Other posts that a post answers or passes on, wherever they are; `target` is the name of the item.
    CREATE TABLE reference (
      item INTEGER NOT NULL REFERENCES entry (item) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('reply', 'share')),
      service INTEGER REFERENCES jid (id),
      node TEXT,
      target TEXT,
      page TEXT,
      PRIMARY KEY (item, position),
      CHECK ((service IS NULL) = (node IS NULL)),
      CHECK ((service IS NULL) = (target IS NULL)),
      CHECK (service IS NOT NULL OR page IS NOT NULL)
    ) STRICT, WITHOUT ROWID;

    -- `sequence` is the entry's: the newest of a tag are found without looking at others.
    CREATE TABLE tag (
      tag TEXT NOT NULL CHECK (tag <> ''),
      sequence INTEGER NOT NULL,
      item INTEGER NOT NULL REFERENCES entry (item) ON DELETE CASCADE,
      PRIMARY KEY (tag, sequence)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tag_item ON tag (item);

    -- What an edited post said before, for its author and the node's owners.
    CREATE TABLE revision (
      item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL,
      publisher INTEGER NOT NULL REFERENCES jid (id),
      published INTEGER NOT NULL,
      payload BLOB NOT NULL,
      PRIMARY KEY (item, sequence)
    ) STRICT, WITHOUT ROWID;

    -- That what is derived from the items is being made again, and how far that has come: see `Reindexer`.
    CREATE TABLE reindex (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      stage INTEGER NOT NULL,
      position INTEGER NOT NULL,
      last INTEGER NOT NULL
    ) STRICT;
    INSERT INTO reindex (id, stage, position, last)
      SELECT 1, 0, 0, id FROM item ORDER BY id DESC LIMIT 1;
    """
}
