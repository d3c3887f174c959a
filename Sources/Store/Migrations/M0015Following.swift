/// Nodes of other services that are followed: they stand among the others, with what following them has come to beside them.
enum M0015Following {
  static let identifier = "0015-following"

  static let sql = """
    -- Null: a service of ours has it. Else another one: 1 if people of our domains may find its posts.
    ALTER TABLE node ADD COLUMN followed INTEGER CHECK (followed IN (0, 1));

    -- What is to be followed, and who has asked for it.
    CREATE TABLE follow (
      service INTEGER NOT NULL REFERENCES jid (id),
      node TEXT NOT NULL CHECK (node <> ''),
      origin TEXT NOT NULL CHECK (origin IN ('configuration', 'admin', 'moved')),
      since INTEGER NOT NULL,
      -- How many addresses in a row have led here from the one that was asked for.
      hops INTEGER NOT NULL DEFAULT 0,
      -- Whether that was taken note of.
      begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),
      PRIMARY KEY (service, node, origin)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX follow_new ON follow (since) WHERE begun = 0;
    CREATE INDEX follow_origin ON follow (origin);

    -- Those who want nothing of what they write elsewhere to be found here, and whether all of it is gone.
    CREATE TABLE opt_out (
      jid INTEGER PRIMARY KEY REFERENCES jid (id),
      since INTEGER NOT NULL,
      cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1))
    ) STRICT;
    CREATE INDEX opt_out_uncleared ON opt_out (jid) WHERE cleared = 0;

    -- How following a node goes. Times are milliseconds since 1970.
    CREATE TABLE source (
      node INTEGER PRIMARY KEY REFERENCES node (id),
      stage TEXT NOT NULL CHECK (stage IN ('new', 'filling', 'following', 'ended')),
      way TEXT CHECK (way IN ('subscription', 'polling')),
      -- The access model, as far as its service tells; and whether a policy of ours lets the public read it here.
      access TEXT,
      public INTEGER NOT NULL CHECK (public IN (0, 1)),
      -- When something is to be done about it next.
      due INTEGER NOT NULL,
      -- Grows when something comes up that is to be looked at now, whatever is under way.
      wakes INTEGER NOT NULL DEFAULT 0,
      -- Grows when what we may have of it changes by itself: whoever has looked before that knows nothing of it.
      epoch INTEGER NOT NULL DEFAULT 0,
      -- Where it is said to be now, and followed for that.
      moved_service TEXT,
      moved_node TEXT,
      -- How often that failed in a row, and why the last time.
      failures INTEGER NOT NULL DEFAULT 0,
      problem TEXT,
      -- How many items the service had when they were counted last.
      expected INTEGER,
      -- When the last event came, when its service was asked last who may read it, and when the items were compared.
      heard INTEGER,
      looked INTEGER,
      compared INTEGER,
      -- When comparing them found something new last, though we were to be told of it.
      surprised INTEGER,
      -- What is to be done when it is due: ask who may read it; compare the items too; every one of them.
      task INTEGER NOT NULL DEFAULT 1 CHECK (task IN (0, 1, 2)),
      -- What comparing every one of them came to: items that were missing, that had changed, that were there no more.
      audited INTEGER,
      missing INTEGER,
      differing INTEGER,
      stale INTEGER
    ) STRICT;
    CREATE INDEX source_due ON source (due) WHERE stage <> 'ended';
    """
}
