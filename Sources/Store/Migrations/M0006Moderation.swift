/// What owners and administrators do about posts that should not be there, and what people tell them of such posts.
enum M0006Moderation {
  static let identifier = "0006-moderation"

  static let sql = hidden + reports + audit

  private static let hidden = """
    -- Items that are hidden, as they were and will be in `item`: whoever reads items does not meet them.
    CREATE TABLE hidden (
      id INTEGER PRIMARY KEY,
      node INTEGER NOT NULL REFERENCES node (id),
      name TEXT NOT NULL CHECK (name <> ''),
      sequence INTEGER NOT NULL,
      publisher INTEGER NOT NULL REFERENCES jid (id),
      created INTEGER NOT NULL,
      published INTEGER NOT NULL,
      payload BLOB,
      -- When its time has come.
      expires INTEGER,
      UNIQUE (node, name),
      UNIQUE (node, sequence)
    ) STRICT;
    CREATE INDEX hidden_publisher ON hidden (node, publisher);
    CREATE INDEX hidden_expires ON hidden (expires) WHERE expires IS NOT NULL;

    -- The item that the node belongs to, while that is hidden.
    ALTER TABLE node ADD COLUMN hidden_post INTEGER REFERENCES hidden (id) ON DELETE SET NULL;
    CREATE INDEX node_hidden_post ON node (hidden_post) WHERE hidden_post IS NOT NULL;

    -- Which item an event tells of, if it brings one.
    ALTER TABLE outbox ADD COLUMN item TEXT;
    ALTER TABLE gathered ADD COLUMN item TEXT;

    -- Whose items go from a node, little by little, up to a sequence number.
    CREATE TABLE removal (
      service INTEGER NOT NULL REFERENCES service (id),
      node INTEGER NOT NULL REFERENCES node (id),
      publisher INTEGER NOT NULL REFERENCES jid (id),
      until INTEGER NOT NULL,
      PRIMARY KEY (service, node, publisher)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX removal_node ON removal (node);
    """

  private static let reports = """
    -- Whether owners are told of reports.
    ALTER TABLE node ADD COLUMN notify_reports INTEGER NOT NULL DEFAULT 1
      CHECK (notify_reports IN (0, 1));

    -- Reports of items that wait for somebody to look at them; `sequence` is the item's as it was reported.
    CREATE TABLE report (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      service INTEGER NOT NULL REFERENCES service (id),
      node INTEGER NOT NULL REFERENCES node (id),
      item INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
      sequence INTEGER NOT NULL,
      reporter INTEGER NOT NULL REFERENCES jid (id),
      reported INTEGER NOT NULL,
      reason TEXT NOT NULL CHECK (reason IN ('spam', 'abuse', 'other')),
      text TEXT NOT NULL,
      UNIQUE (item, reporter)
    ) STRICT;
    CREATE INDEX report_service ON report (service);
    CREATE INDEX report_node ON report (node);
    CREATE INDEX report_reporter ON report (reporter);
    """

  private static let audit = """
    -- What was done, by whom, to what. It outlives the node, whose number is in `node` and never given again.
    CREATE TABLE audit (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      service INTEGER NOT NULL REFERENCES service (id),
      time INTEGER NOT NULL,
      actor INTEGER NOT NULL REFERENCES jid (id),
      act TEXT NOT NULL,
      node INTEGER NOT NULL,
      name TEXT NOT NULL,
      item TEXT,
      subject INTEGER REFERENCES jid (id),
      detail TEXT
    ) STRICT;
    CREATE INDEX audit_service ON audit (service);
    CREATE INDEX audit_node ON audit (node);
    CREATE INDEX audit_time ON audit (time);
    """
}
