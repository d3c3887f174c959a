/// More ways by which a followed node is read and its news come, and posts that are for contacts.
enum M0016Ways {
  static let identifier = "0016-ways"

  static let sql = """
    -- As before, but for the ways.
    CREATE TABLE new_source (
      node INTEGER PRIMARY KEY REFERENCES node (id),
      stage TEXT NOT NULL CHECK (stage IN ('new', 'filling', 'following', 'ended')),
      way TEXT CHECK (way IN ('subscription', 'presence', 'privilege', 'polling')),
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
    -- What is for contacts was shown to nobody: that begins with the next look.
    INSERT INTO new_source (
        node, stage, way, access, public, due, wakes, epoch, moved_service, moved_node, failures, problem, expected,
        heard, looked, compared, surprised, task, audited, missing, differing, stale)
      SELECT node, stage, way, nullif(access, 'presence'), public, due, wakes, epoch, moved_service, moved_node,
        failures, problem, expected, heard, looked, compared, surprised, task, audited, missing, differing, stale
      FROM source;
    DROP TABLE source;
    ALTER TABLE new_source RENAME TO source;
    CREATE INDEX source_due ON source (due) WHERE stage <> 'ended';

    -- What is followed and for the contacts of the account that has it.
    CREATE INDEX node_for_contacts ON node (service)
      WHERE followed = 0 AND access_model = 'presence' AND deleted IS NULL;

    -- When we have asked to see somebody's presence because their nodes are followed; they may have refused since.
    ALTER TABLE contact ADD COLUMN sought INTEGER;
    """
}
