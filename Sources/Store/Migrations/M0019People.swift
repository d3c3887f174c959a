/// What people say of themselves who have written something that is here: a nickname and a picture.
enum M0019People {
  static let identifier = "0019-people"

  static let sql = """
    -- Times are milliseconds since 1970.
    CREATE TABLE person (
      jid INTEGER PRIMARY KEY REFERENCES jid (id),
      nickname TEXT CHECK (nickname <> ''),
      -- The picture that is shown, by its SHA-1; it may have made room for others.
      picture TEXT CHECK (length(picture) = 40),
      -- When their server was asked last, and when it is asked next.
      asked INTEGER,
      due INTEGER NOT NULL,
      -- How often that failed in a row, and why the last time.
      failures INTEGER NOT NULL DEFAULT 0,
      problem TEXT
    ) STRICT;
    CREATE INDEX person_due ON person (due, jid DESC);
    CREATE INDEX person_picture ON person (picture) WHERE picture IS NOT NULL;

    -- The pictures themselves: each once, whoever shows it.
    CREATE TABLE picture (
      hash TEXT PRIMARY KEY CHECK (length(hash) = 40),
      type TEXT NOT NULL,
      size INTEGER NOT NULL,
      used INTEGER NOT NULL,
      bytes BLOB NOT NULL,
      CHECK (size = length(bytes))
    ) STRICT;
    CREATE INDEX picture_used ON picture (used, size);
    """
}
