/// The first schema. Times are milliseconds since 1970; sequence numbers are global and ever-growing.
enum M0001Initial {
  static let identifier = "0001-initial"

  static let sql = """
    CREATE TABLE counter (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      sequence INTEGER NOT NULL
    ) STRICT;
    INSERT INTO counter (id, sequence) VALUES (1, 0);

    -- Every address is stored once.
    CREATE TABLE jid (
      id INTEGER PRIMARY KEY,
      jid TEXT NOT NULL UNIQUE
    ) STRICT;

    -- Whose nodes there are: our own components, later remote services and accounts.
    CREATE TABLE service (
      id INTEGER PRIMARY KEY,
      jid INTEGER NOT NULL UNIQUE REFERENCES jid (id),
      hosted INTEGER NOT NULL CHECK (hosted IN (0, 1))
    ) STRICT;

    CREATE TABLE node (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      service INTEGER NOT NULL REFERENCES service (id),
      name TEXT NOT NULL CHECK (name <> ''),
      creator INTEGER NOT NULL REFERENCES jid (id),
      created INTEGER NOT NULL,
      changed INTEGER NOT NULL,
      -- The sequence number of the newest change, for the order of lists.
      latest INTEGER NOT NULL,
      items INTEGER NOT NULL DEFAULT 0 CHECK (items >= 0),
      posts INTEGER NOT NULL DEFAULT 0 CHECK (posts >= 0),
      subscribers INTEGER NOT NULL DEFAULT 0 CHECK (subscribers >= 0),
      -- When it was deleted; its rows are removed little by little afterwards.
      deleted INTEGER,
      -- May the public read it? Shall lists of communities hold it? Derived from the configuration.
      readable INTEGER NOT NULL CHECK (readable IN (0, 1)),
      listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
      title TEXT,
      description TEXT,
      language TEXT,
      type TEXT,
      access_model TEXT NOT NULL CHECK (access_model IN ('open', 'whitelist')),
      publish_model TEXT NOT NULL CHECK (publish_model IN ('publishers', 'subscribers', 'open')),
      persist_items INTEGER NOT NULL CHECK (persist_items IN (0, 1)),
      max_items INTEGER CHECK (max_items >= 0),
      max_payload_size INTEGER CHECK (max_payload_size > 0),
      deliver_notifications INTEGER NOT NULL CHECK (deliver_notifications IN (0, 1)),
      deliver_payloads INTEGER NOT NULL CHECK (deliver_payloads IN (0, 1)),
      notify_config INTEGER NOT NULL CHECK (notify_config IN (0, 1)),
      notify_delete INTEGER NOT NULL CHECK (notify_delete IN (0, 1)),
      notify_retract INTEGER NOT NULL CHECK (notify_retract IN (0, 1)),
      notify_sub INTEGER NOT NULL CHECK (notify_sub IN (0, 1)),
      notification_type TEXT NOT NULL CHECK (notification_type IN ('headline', 'normal')),
      itemreply TEXT NOT NULL CHECK (itemreply IN ('publisher', 'none')),
      send_last_published_item TEXT NOT NULL
        CHECK (send_last_published_item IN ('never', 'on_sub'))
    ) STRICT;
    CREATE UNIQUE INDEX node_name ON node (service, name) WHERE deleted IS NULL;
    CREATE INDEX node_listed ON node (latest) WHERE listed = 1 AND deleted IS NULL;
    CREATE INDEX node_posted ON node (latest)
      WHERE listed = 1 AND deleted IS NULL AND posts > 0;
    CREATE INDEX node_service ON node (service, id) WHERE deleted IS NULL;
    CREATE INDEX node_deleted ON node (deleted) WHERE deleted IS NOT NULL;

    -- `id` is the order of creation, `sequence` that of the last publish.
    CREATE TABLE item (
      id INTEGER PRIMARY KEY,
      node INTEGER NOT NULL REFERENCES node (id),
      name TEXT NOT NULL CHECK (name <> ''),
      sequence INTEGER NOT NULL,
      publisher INTEGER NOT NULL REFERENCES jid (id),
      created INTEGER NOT NULL,
      published INTEGER NOT NULL,
      payload BLOB,
      UNIQUE (node, name),
      UNIQUE (node, sequence)
    ) STRICT;

    -- Posts that the public could read and that were retracted, so that their pages can say so.
    CREATE TABLE tombstone (
      node INTEGER NOT NULL REFERENCES node (id),
      name TEXT NOT NULL,
      retracted INTEGER NOT NULL,
      PRIMARY KEY (node, name)
    ) STRICT, WITHOUT ROWID;

    -- The projection of an item that is an Atom entry; it can be made again from the payload.
    CREATE TABLE entry (
      item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
      node INTEGER NOT NULL REFERENCES node (id),
      sequence INTEGER NOT NULL,
      sanitizer INTEGER NOT NULL,
      atom_id TEXT,
      title TEXT NOT NULL,
      html TEXT NOT NULL,
      text TEXT NOT NULL,
      author TEXT NOT NULL,
      author_uri TEXT,
      author_disagrees INTEGER NOT NULL CHECK (author_disagrees IN (0, 1)),
      published INTEGER NOT NULL,
      updated INTEGER NOT NULL,
      language TEXT,
      -- One a line.
      tags TEXT NOT NULL,
      UNIQUE (node, sequence)
    ) STRICT;

    CREATE TABLE enclosure (
      item INTEGER NOT NULL REFERENCES entry (item) ON DELETE CASCADE,
      position INTEGER NOT NULL,
      href TEXT NOT NULL,
      type TEXT,
      title TEXT,
      length INTEGER,
      PRIMARY KEY (item, position)
    ) STRICT, WITHOUT ROWID;

    CREATE VIRTUAL TABLE search USING fts5 (
      title, text, author, tags, content = 'entry', content_rowid = 'item',
      tokenize = 'unicode61 remove_diacritics 2'
    );

    CREATE TABLE affiliation (
      node INTEGER NOT NULL REFERENCES node (id),
      jid INTEGER NOT NULL REFERENCES jid (id),
      affiliation TEXT NOT NULL
        CHECK (affiliation IN ('owner', 'publisher', 'publish-only', 'member', 'outcast')),
      PRIMARY KEY (node, jid)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX affiliation_jid ON affiliation (jid, node);

    -- `bare` carries the rights, `jid` is where notifications go; `since` is the sequence number at
    -- which it began: older events are not for it.
    CREATE TABLE subscription (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      node INTEGER NOT NULL REFERENCES node (id),
      jid INTEGER NOT NULL REFERENCES jid (id),
      bare INTEGER NOT NULL REFERENCES jid (id),
      since INTEGER NOT NULL,
      UNIQUE (node, jid)
    ) STRICT;
    CREATE INDEX subscription_order ON subscription (node, id);
    CREATE INDEX subscription_bare ON subscription (bare, node);

    -- Events that are announced and not yet known to have reached the server: one row each, however
    -- many are told. `cursor` is the last subscription that was.
    CREATE TABLE outbox (
      id INTEGER PRIMARY KEY,
      service INTEGER NOT NULL REFERENCES service (id),
      node INTEGER NOT NULL REFERENCES node (id),
      audience TEXT NOT NULL CHECK (audience IN ('subscribers', 'owners', 'one', 'reader')),
      recipient INTEGER REFERENCES jid (id),
      type TEXT NOT NULL CHECK (type IN ('headline', 'normal')),
      body BLOB NOT NULL,
      cursor INTEGER NOT NULL DEFAULT 0,
      CHECK ((audience IN ('one', 'reader')) = (recipient IS NOT NULL))
    ) STRICT;
    CREATE INDEX outbox_service ON outbox (service, id);
    CREATE INDEX outbox_node ON outbox (node);
    """
}
