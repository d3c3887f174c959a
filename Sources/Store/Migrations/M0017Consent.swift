/// Who may ask for a node to be followed: accounts for themselves, whole services, owners; and what owners say of that.
enum M0017Consent {
  static let identifier = "0017-consent"

  static let sql = """
    -- What is to be followed, and who has asked for it: one account for itself, or nobody by name.
    ALTER TABLE follow RENAME TO follow_before;
    CREATE TABLE follow (
      id INTEGER PRIMARY KEY,
      service INTEGER NOT NULL REFERENCES jid (id),
      node TEXT NOT NULL CHECK (node <> ''),
      origin TEXT NOT NULL CHECK (origin IN ('configuration', 'admin', 'moved', 'service', 'account', 'owner')),
      account INTEGER REFERENCES jid (id),
      since INTEGER NOT NULL,
      -- How many addresses in a row have led here from the one that was asked for.
      hops INTEGER NOT NULL DEFAULT 0,
      -- Whether that was taken note of.
      begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),
      CHECK ((account IS NOT NULL) = (origin = 'account'))
    ) STRICT;
    INSERT INTO follow (service, node, origin, since, hops, begun)
      SELECT service, node, origin, since, hops, begun FROM follow_before ORDER BY since;
    DROP TABLE follow_before;
    CREATE UNIQUE INDEX follow_asked ON follow (service, node, origin, coalesce(account, 0));
    CREATE INDEX follow_new ON follow (since) WHERE begun = 0;
    CREATE INDEX follow_origin ON follow (origin);
    CREATE INDEX follow_account ON follow (account) WHERE account IS NOT NULL;

    -- Services whose open nodes are followed, all of them: who has asked for that, and how listing them goes.
    CREATE TABLE service_follow (
      service INTEGER PRIMARY KEY REFERENCES jid (id),
      configuration INTEGER NOT NULL DEFAULT 0 CHECK (configuration IN (0, 1)),
      admin INTEGER NOT NULL DEFAULT 0 CHECK (admin IN (0, 1)),
      -- When they are listed next, and when they were last.
      due INTEGER NOT NULL,
      listed INTEGER,
      -- How often that failed in a row, and why the last time.
      failures INTEGER NOT NULL DEFAULT 0,
      problem TEXT,
      CHECK (configuration + admin > 0)
    ) STRICT;
    CREATE INDEX service_follow_due ON service_follow (due);

    -- Those who want what they write elsewhere to be found here; and whether it may be on the public web, if they say so.
    CREATE TABLE consent (
      jid INTEGER PRIMARY KEY REFERENCES jid (id),
      since INTEGER NOT NULL,
      public INTEGER CHECK (public IN (0, 1))
    ) STRICT;

    -- Who owns a node elsewhere, as its service says; of those that are followed, or that must not be.
    CREATE TABLE node_owner (
      service INTEGER NOT NULL REFERENCES jid (id),
      node TEXT NOT NULL CHECK (node <> ''),
      jid INTEGER NOT NULL REFERENCES jid (id),
      PRIMARY KEY (service, node, jid)
    ) STRICT, WITHOUT ROWID;

    -- Nodes elsewhere that an owner does not want to be found here.
    CREATE TABLE node_opt_out (
      service INTEGER NOT NULL REFERENCES jid (id),
      node TEXT NOT NULL CHECK (node <> ''),
      since INTEGER NOT NULL,
      PRIMARY KEY (service, node)
    ) STRICT, WITHOUT ROWID;

    -- The payloads of a followed node's items together.
    ALTER TABLE source ADD COLUMN bytes INTEGER NOT NULL DEFAULT 0;
    UPDATE source SET bytes = (
      SELECT coalesce(sum(length(item.payload)), 0) FROM item JOIN node ON node.id = item.node
      WHERE item.node = source.node AND item.sequence > node.floor);
    """
}
