-- A database of the first schema (0001-initial), as it was left by a stop in the middle of a delivery:
-- one blog with two posts, the first of which was edited later, a third one retracted, one subscriber; a
-- comments node, a closed node, one of another kind, and one that is deleted and not removed yet.
PRAGMA journal_mode = WAL;
PRAGMA application_id = 1297241164;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES ('0001-initial');
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

-- What was retracted, so that its page can say so.
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

INSERT INTO jid VALUES (1, 'social.verona.lit'), (2, 'romeo@verona.lit'),
  (3, 'juliet@verona.lit/balcony'), (4, 'juliet@verona.lit');
INSERT INTO service VALUES (1, 1, 1);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers,
  readable, listed, title, description, language, type, access_model, publish_model, persist_items, max_items, max_payload_size, deliver_notifications, deliver_payloads, notify_config, notify_delete, notify_retract, notify_sub, notification_type, itemreply, send_last_published_item)
VALUES (1, 1, 'blog', 2, 1000, 8000, 8, 2, 2, 1, 1, 1, 'Montague Musings', NULL, 'en', NULL, 'open',
  'publishers', 1, 50, NULL, 1, 0, 0, 1, 1, 1, 'headline', 'publisher', 'on_sub');
INSERT INTO affiliation VALUES (1, 2, 'owner');
INSERT INTO subscription VALUES (1, 1, 3, 4, 2);
INSERT INTO item VALUES
  (3, 1, 'first', 8, 2, 3000, 8000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>But soft</title><content>What light through yonder window breaks? A sunrise.</content></entry>' AS BLOB)),
  (4, 1, 'second', 4, 2, 4000, 4000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>It is the east</title></entry>' AS BLOB));
INSERT INTO tombstone VALUES (1, 'third', 6000);
INSERT INTO entry VALUES
  (3, 1, 8, 0, NULL, 'But soft', '<p>outdated</p>', 'What light through yonder window breaks? A sunrise.', 'romeo', 'xmpp:romeo@verona.lit', 0, 3000, 8000, 'en', 'light' || char(10) || 'window'),
  (4, 1, 4, 0, NULL, '', '<p>outdated</p>', 'It is the east', 'romeo', NULL, 0, 4000, 4000, NULL, '');
INSERT INTO enclosure VALUES (3, 0, 'https://verona.lit/east.png', 'image/png', NULL, 1024);
INSERT INTO search (rowid, title, text, author, tags) SELECT item, title, text, author, tags FROM entry;
INSERT INTO outbox (id, service, node, audience, recipient, type, body, cursor)
VALUES (9, 1, 1, 'subscribers', NULL, 'headline',
  CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), 0);

INSERT INTO jid VALUES (5, 'nurse@capulet.lit'), (6, 'capulet.lit');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, deleted,
  readable, listed, title, description, language, type, access_model, publish_model, persist_items, max_items, max_payload_size, deliver_notifications, deliver_payloads, notify_config, notify_delete, notify_retract, notify_sub, notification_type, itemreply, send_last_published_item)
VALUES
  (2, 1, 'urn:xmpp:microblog:0:comments/first', 2, 8100, 8200, 11, 1, 1, 1, NULL, 1, 0, NULL, NULL, NULL, NULL,
    'open', 'open', 1, NULL, NULL, 1, 1, 0, 1, 1, 1, 'headline', 'publisher', 'never'),
  (4, 1, 'closed', 4, 8300, 8400, 14, 1, 0, 2, NULL, 0, 0, NULL, NULL, NULL, NULL,
    'whitelist', 'subscribers', 1, 7, 1000, 1, 1, 1, 1, 0, 0, 'normal', 'none', 'on_sub'),
  (5, 1, 'odd', 2, 8500, 8500, 15, 0, 0, 0, NULL, 1, 0, NULL, 'Another kind', NULL, 'urn:example:odd',
    'open', 'publishers', 0, NULL, NULL, 0, 1, 0, 0, 1, 1, 'headline', 'publisher', 'never'),
  (6, 1, 'gone', 2, 8600, 8700, 18, 1, 1, 1, 8800, 1, 1, NULL, NULL, NULL, NULL,
    'open', 'publishers', 1, NULL, NULL, 1, 1, 0, 1, 1, 1, 'headline', 'publisher', 'on_sub');
UPDATE sqlite_sequence SET seq = 9 WHERE name = 'node';
INSERT INTO affiliation VALUES (2, 2, 'owner'), (4, 4, 'owner'), (4, 5, 'member'), (4, 6, 'outcast'),
  (5, 2, 'owner'), (6, 2, 'owner');
INSERT INTO subscription VALUES (2, 2, 2, 2, 10), (4, 4, 4, 4, 12), (5, 4, 5, 5, 13), (7, 6, 5, 5, 17);
UPDATE sqlite_sequence SET seq = 12 WHERE name = 'subscription';
INSERT INTO item VALUES
  (11, 2, 'comment', 11, 5, 8200, 8200, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Madam!</title></entry>' AS BLOB)),
  (14, 4, 'secret', 14, 4, 8400, 8400, NULL),
  (18, 6, 'last', 18, 2, 8700, 8700, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Adieu</title></entry>' AS BLOB));
INSERT INTO entry VALUES
  (11, 2, 11, 0, NULL, '', '<p>outdated</p>', 'Madam!', 'nurse', NULL, 0, 8200, 8200, NULL, ''),
  (18, 6, 18, 0, NULL, '', '<p>outdated</p>', 'Adieu', 'romeo', NULL, 0, 8700, 8700, NULL, '');
INSERT INTO search (rowid, title, text, author, tags)
  SELECT item, title, text, author, tags FROM entry WHERE node > 1;
INSERT INTO outbox (id, service, node, audience, recipient, type, body, cursor) VALUES
  (16, 1, 4, 'owners', NULL, 'normal', CAST('<owners xmlns=''y''/>' AS BLOB), 0),
  (19, 1, 4, 'reader', 5, 'normal', CAST('<reader xmlns=''y''/>' AS BLOB), 0),
  (20, 1, 4, 'subscribers', NULL, 'normal', CAST('<rest xmlns=''y''/>' AS BLOB), 4);
UPDATE counter SET sequence = 20;
