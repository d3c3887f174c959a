-- A database with every kind of row, as `MigrationTests.keptAsText` made it.
PRAGMA journal_mode = WAL;
PRAGMA foreign_keys = OFF;
PRAGMA application_id = 1297241164;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE counter (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sequence INTEGER NOT NULL
, key BLOB NOT NULL DEFAULT x'') STRICT;
CREATE TABLE jid (
  id INTEGER PRIMARY KEY,
  jid TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE service (
  id INTEGER PRIMARY KEY,
  jid INTEGER NOT NULL UNIQUE REFERENCES jid (id),
  hosted INTEGER NOT NULL CHECK (hosted IN (0, 1))
, shown INTEGER NOT NULL DEFAULT 0) STRICT;
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
CREATE TABLE tombstone (
  node INTEGER NOT NULL REFERENCES node (id),
  name TEXT NOT NULL,
  retracted INTEGER NOT NULL,
  PRIMARY KEY (node, name)
) STRICT, WITHOUT ROWID;
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
    CHECK (affiliation IN ('owner', 'publisher', 'publish-only', 'member', 'outcast')), quiet INTEGER NOT NULL DEFAULT 0 CHECK (quiet IN (0, 1)),
  PRIMARY KEY (node, jid)
) STRICT, WITHOUT ROWID;
CREATE INDEX affiliation_jid ON affiliation (jid, node);
CREATE TABLE "node" (
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
  -- Subscriptions that are not plain: see there.
  optioned INTEGER NOT NULL DEFAULT 0 CHECK (optioned >= 0),
  -- Items with a sequence number up to this one are gone; so many of their rows are still there.
  floor INTEGER NOT NULL DEFAULT 0,
  dead INTEGER NOT NULL DEFAULT 0 CHECK (dead >= 0),
  -- When the oldest item expires.
  expires INTEGER,
  -- When the next digest is due; null if nothing is gathered.
  digest_due INTEGER,
  -- The last subscription whose right to read was looked at again; null when that is not under way.
  review INTEGER,
  -- When it was deleted; its rows are removed little by little afterwards.
  deleted INTEGER,
  -- It is deleted, and others that go with it perhaps are not yet.
  parting INTEGER NOT NULL DEFAULT 0 CHECK (parting IN (0, 1)),
  -- May the public read it, and see that it is there? Is it a community or a blog? Derived from its name and
  -- configuration alone (`own_`), and with all that stands above it.
  own_readable INTEGER NOT NULL CHECK (own_readable IN (0, 1)),
  own_shown INTEGER NOT NULL CHECK (own_shown IN (0, 1)),
  listable INTEGER NOT NULL CHECK (listable IN (0, 1)),
  -- Comments, which are found through their posts and are in no list of nodes.
  quiet INTEGER NOT NULL CHECK (quiet IN (0, 1)),
  readable INTEGER NOT NULL CHECK (readable IN (0, 1)),
  shown INTEGER NOT NULL CHECK (shown IN (0, 1)),
  listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
  parent INTEGER REFERENCES node (id),
  link INTEGER REFERENCES node (id),
  title TEXT,
  description TEXT,
  language TEXT,
  type TEXT,
  -- Lists: U+001F stands between their members.
  contact TEXT NOT NULL DEFAULT '',
  allowed_for_suggestions INTEGER NOT NULL DEFAULT 0
    CHECK (allowed_for_suggestions IN (0, 1)),
  access_model TEXT NOT NULL
    CHECK (access_model IN ('open', 'presence', 'roster', 'authorize', 'whitelist')),
  roster_groups_allowed TEXT NOT NULL DEFAULT '',
  publish_model TEXT NOT NULL CHECK (publish_model IN ('publishers', 'subscribers', 'open')),
  subscribe INTEGER NOT NULL DEFAULT 1 CHECK (subscribe IN (0, 1)),
  tempsub INTEGER NOT NULL DEFAULT 0 CHECK (tempsub IN (0, 1)),
  persist_items INTEGER NOT NULL CHECK (persist_items IN (0, 1)),
  max_items INTEGER CHECK (max_items >= 0),
  publish_node_full TEXT NOT NULL DEFAULT 'retract-oldest'
    CHECK (publish_node_full IN ('retract-oldest', 'discard-oldest', 'reject')),
  item_expire INTEGER CHECK (item_expire > 0),
  max_payload_size INTEGER CHECK (max_payload_size > 0),
  purge_offline INTEGER NOT NULL DEFAULT 0 CHECK (purge_offline IN (0, 1)),
  deliver_notifications INTEGER NOT NULL CHECK (deliver_notifications IN (0, 1)),
  deliver_payloads INTEGER NOT NULL CHECK (deliver_payloads IN (0, 1)),
  presence_based_delivery INTEGER NOT NULL DEFAULT 0
    CHECK (presence_based_delivery IN (0, 1)),
  send_last_published_item TEXT NOT NULL
    CHECK (send_last_published_item IN ('never', 'on_sub', 'on_sub_and_presence')),
  notification_type TEXT NOT NULL CHECK (notification_type IN ('headline', 'normal')),
  itemreply TEXT NOT NULL CHECK (itemreply IN ('publisher', 'none')),
  notify_config INTEGER NOT NULL CHECK (notify_config IN (0, 1)),
  notify_delete INTEGER NOT NULL CHECK (notify_delete IN (0, 1)),
  notify_retract INTEGER NOT NULL CHECK (notify_retract IN (0, 1)),
  notify_sub INTEGER NOT NULL CHECK (notify_sub IN (0, 1)), post INTEGER REFERENCES item (id) ON DELETE SET NULL,
  CHECK (parent IS NULL OR parent <> id),
  CHECK (link IS NULL OR link <> id)
) STRICT;
CREATE UNIQUE INDEX node_name ON node (service, name) WHERE deleted IS NULL;
CREATE INDEX node_listed ON node (latest) WHERE listed = 1 AND deleted IS NULL;
CREATE INDEX node_posted ON node (latest)
  WHERE listed = 1 AND deleted IS NULL AND posts > 0;
CREATE INDEX node_service ON node (service, id) WHERE quiet = 0 AND deleted IS NULL;
CREATE INDEX node_shown ON node (service, id)
  WHERE shown = 1 AND quiet = 0 AND deleted IS NULL;
CREATE INDEX node_type ON node (service, type, shown, id) WHERE deleted IS NULL;
CREATE INDEX node_deleted ON node (deleted) WHERE deleted IS NOT NULL;
CREATE INDEX node_parting ON node (id) WHERE parting = 1;
CREATE INDEX node_parent ON node (parent, deleted, link) WHERE parent IS NOT NULL;
CREATE INDEX node_link ON node (link, deleted) WHERE link IS NOT NULL;
CREATE INDEX node_dead ON node (id) WHERE dead > 0;
CREATE INDEX node_expires ON node (expires) WHERE expires IS NOT NULL;
CREATE INDEX node_digest ON node (service, digest_due) WHERE digest_due IS NOT NULL;
CREATE INDEX node_review ON node (id) WHERE review IS NOT NULL;
CREATE INDEX node_purge_offline ON node (service, id)
  WHERE purge_offline = 1 AND deleted IS NULL;
CREATE INDEX node_tempsub ON node (service, id) WHERE tempsub = 1 AND deleted IS NULL;
CREATE TABLE "subscription" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  node INTEGER NOT NULL REFERENCES node (id),
  jid INTEGER NOT NULL REFERENCES jid (id),
  bare INTEGER NOT NULL REFERENCES jid (id),
  -- Against whose quota it counts.
  payer INTEGER NOT NULL REFERENCES jid (id),
  since INTEGER NOT NULL,
  subid TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'subscribed')),
  -- Without options of its own, and the only one of its address to the node: the usual case, which
  -- delivery need not look into.
  plain INTEGER NOT NULL CHECK (plain IN (0, 1)),
  deliver INTEGER NOT NULL DEFAULT 1 CHECK (deliver IN (0, 1)),
  digest INTEGER NOT NULL DEFAULT 0 CHECK (digest IN (0, 1)),
  digest_frequency INTEGER NOT NULL DEFAULT 86400000,
  -- The last event that went out in a digest, and when the next digest may.
  digested INTEGER NOT NULL DEFAULT 0,
  digest_due INTEGER NOT NULL DEFAULT 0,
  include_body INTEGER NOT NULL DEFAULT 0 CHECK (include_body IN (0, 1)),
  -- When the lease ends, and whether that was announced.
  expires INTEGER,
  noticed INTEGER NOT NULL DEFAULT 0 CHECK (noticed IN (0, 1)),
  -- Ends when the subscriber goes offline.
  temporary INTEGER NOT NULL DEFAULT 0 CHECK (temporary IN (0, 1)),
  -- Lists: U+001F stands between their members.
  show_values TEXT NOT NULL DEFAULT '',
  matters TEXT NOT NULL DEFAULT 'items',
  depth INTEGER NOT NULL DEFAULT 0,
  keywords TEXT NOT NULL DEFAULT '',
  -- Notifications that came back in a row, and when the last one did.
  bounces INTEGER NOT NULL DEFAULT 0,
  bounced INTEGER NOT NULL DEFAULT 0,
  UNIQUE (node, jid, subid)
) STRICT;
CREATE INDEX subscription_order ON subscription (node, id);
CREATE INDEX subscription_bare ON subscription (bare, node);
CREATE INDEX subscription_account ON subscription (bare, id);
CREATE INDEX subscription_bounced ON subscription (bare) WHERE bounces > 0;
CREATE INDEX subscription_optioned ON subscription (node, id) WHERE plain = 0;
CREATE INDEX subscription_pending ON subscription (node, id) WHERE state = 'pending';
CREATE INDEX subscription_expires ON subscription (expires) WHERE expires IS NOT NULL;
CREATE INDEX subscription_unnoticed ON subscription (expires)
  WHERE expires IS NOT NULL AND noticed = 0;
CREATE INDEX subscription_temporary ON subscription (id) WHERE temporary = 1;
CREATE INDEX subscription_digest ON subscription (node, digest_due, digested)
  WHERE digest = 1 AND state = 'subscribed';
CREATE INDEX subscription_digested ON subscription (node, digested)
  WHERE digest = 1 AND state = 'subscribed';
CREATE TABLE "outbox" (
  id INTEGER PRIMARY KEY,
  service INTEGER NOT NULL REFERENCES service (id),
  node INTEGER NOT NULL REFERENCES node (id),
  audience TEXT NOT NULL CHECK (
    audience IN ('subscribers', 'observers', 'everybody', 'owners', 'one', 'reader')),
  recipient INTEGER REFERENCES jid (id),
  -- The node above, where it is not the one of now.
  parent INTEGER,
  matter TEXT NOT NULL CHECK (matter IN ('item', 'retraction', 'node')),
  type TEXT NOT NULL CHECK (type IN ('headline', 'normal')),
  -- The children of the message.
  body BLOB NOT NULL,
  -- What the item says in plain words.
  text TEXT,
  cursor INTEGER NOT NULL DEFAULT 0,
  CHECK ((audience IN ('one', 'reader')) = (recipient IS NOT NULL))
) STRICT;
CREATE INDEX outbox_service ON outbox (service, id, node);
CREATE INDEX outbox_node ON outbox (node);
CREATE INDEX outbox_reader ON outbox (service) WHERE audience = 'reader';
CREATE TABLE gathered (
  node INTEGER NOT NULL REFERENCES node (id),
  id INTEGER NOT NULL,
  origin INTEGER NOT NULL REFERENCES node (id),
  distance INTEGER NOT NULL,
  linked INTEGER NOT NULL CHECK (linked IN (0, 1)),
  matter TEXT NOT NULL CHECK (matter IN ('item', 'retraction')),
  -- Folded, to be searched for keywords.
  text TEXT,
  body BLOB NOT NULL,
  PRIMARY KEY (node, id)
) STRICT;
CREATE INDEX gathered_origin ON gathered (origin);
CREATE INDEX item_created ON item (node);
CREATE INDEX item_publisher ON item (node, publisher, sequence);
CREATE INDEX item_publisher_created ON item (node, publisher);
CREATE INDEX affiliation_loud ON affiliation (jid, node) WHERE quiet = 0;
CREATE INDEX affiliation_kind ON affiliation (node, affiliation, jid);
CREATE TABLE moved (
  service INTEGER NOT NULL REFERENCES service (id),
  name TEXT NOT NULL,
  uri TEXT NOT NULL,
  -- When the node was deleted, and as whose it still counts.
  since INTEGER NOT NULL,
  payer INTEGER NOT NULL REFERENCES jid (id),
  PRIMARY KEY (service, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX moved_since ON moved (since);
CREATE TABLE contact (
  service INTEGER NOT NULL REFERENCES service (id),
  jid INTEGER NOT NULL REFERENCES jid (id),
  subscription TEXT NOT NULL CHECK (subscription IN ('none', 'to', 'from', 'both')),
  -- We have asked to see theirs.
  asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1)),
  PRIMARY KEY (service, jid)
) STRICT, WITHOUT ROWID;
CREATE TABLE usage (
  jid INTEGER PRIMARY KEY REFERENCES jid (id),
  nodes INTEGER NOT NULL DEFAULT 0,
  items INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  subscriptions INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX node_post ON node (post) WHERE post IS NOT NULL;
INSERT INTO grdb_migrations (identifier)
  VALUES ('0001-initial');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0002-pubsub');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0003-companions');
INSERT INTO counter (id, sequence, key)
  VALUES (1, 44, x'd74ef4b3acf27316ca7249a64cae854d');
INSERT INTO jid (id, jid)
  VALUES (1, 'social.verona.lit');
INSERT INTO jid (id, jid)
  VALUES (2, 'romeo@verona.lit');
INSERT INTO jid (id, jid)
  VALUES (3, 'verona.lit');
INSERT INTO jid (id, jid)
  VALUES (4, 'publisher@capulet.lit');
INSERT INTO jid (id, jid)
  VALUES (5, 'writer@capulet.lit');
INSERT INTO jid (id, jid)
  VALUES (6, 'member@capulet.lit');
INSERT INTO jid (id, jid)
  VALUES (7, 'outcast@capulet.lit');
INSERT INTO jid (id, jid)
  VALUES (8, 'juliet@verona.lit');
INSERT INTO jid (id, jid)
  VALUES (9, 'juliet@verona.lit/balcony');
INSERT INTO jid (id, jid)
  VALUES (10, 'nurse@capulet.lit');
INSERT INTO jid (id, jid)
  VALUES (11, 'capulet.lit');
INSERT INTO jid (id, jid)
  VALUES (12, 'romeo@verona.lit/garden');
INSERT INTO jid (id, jid)
  VALUES (13, 'romeo@verona.lit/street');
INSERT INTO service (id, jid, hosted, shown)
  VALUES (1, 1, 1, 7);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload)
  VALUES (12, 1, 'a', 12, 2, 2000, 2000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Item a</title><content/></entry>' AS BLOB));
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload)
  VALUES (13, 1, 'b', 13, 2, 2000, 2000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Item b</title><content/></entry>' AS BLOB));
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload)
  VALUES (15, 1, 'd', 17, 8, 2000, 3000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Edited</title><content/><link rel=''enclosure'' href=''https://verona.lit/balcony.png'' type=''image/png''/></entry>' AS BLOB));
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload)
  VALUES (16, 1, 'e', 16, 2, 2000, 2000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Item e</title><content/></entry>' AS BLOB));
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload)
  VALUES (20, 7, 'bare', 20, 2, 4000, 4000, NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload)
  VALUES (21, 11, 'bare', 21, 2, 4000, 4000, NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload)
  VALUES (22, 10, 'bare', 22, 2, 4000, 4000, NULL);
INSERT INTO tombstone (node, name, retracted)
  VALUES (1, 'c', 1000);
INSERT INTO entry (item, node, sequence, sanitizer, atom_id, title, html, text, author, author_uri, author_disagrees, published, updated, language, tags)
  VALUES (12, 1, 12, 1, NULL, '', '<p>Item a</p>', 'Item a', 'romeo', 'xmpp:romeo@verona.lit', 0, 2000, 2000, NULL, '');
INSERT INTO entry (item, node, sequence, sanitizer, atom_id, title, html, text, author, author_uri, author_disagrees, published, updated, language, tags)
  VALUES (13, 1, 13, 1, NULL, '', '<p>Item b</p>', 'Item b', 'romeo', 'xmpp:romeo@verona.lit', 0, 2000, 2000, NULL, '');
INSERT INTO entry (item, node, sequence, sanitizer, atom_id, title, html, text, author, author_uri, author_disagrees, published, updated, language, tags)
  VALUES (15, 1, 17, 1, NULL, '', '<p>Edited</p>', 'Edited', 'juliet', 'xmpp:juliet@verona.lit', 0, 2000, 3000, NULL, '');
INSERT INTO entry (item, node, sequence, sanitizer, atom_id, title, html, text, author, author_uri, author_disagrees, published, updated, language, tags)
  VALUES (16, 1, 16, 1, NULL, '', '<p>Item e</p>', 'Item e', 'romeo', 'xmpp:romeo@verona.lit', 0, 2000, 2000, NULL, '');
INSERT INTO enclosure (item, position, href, type, title, length)
  VALUES (15, 0, 'https://verona.lit/balcony.png', 'image/png', NULL, NULL);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (1, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (2, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (3, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (4, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (5, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (5, 4, 'publisher', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (5, 5, 'publish-only', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (5, 6, 'member', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (5, 7, 'outcast', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (6, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (7, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (8, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (9, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (10, 2, 'owner', 1);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (11, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (12, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (13, 2, 'owner', 0);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (1, 1, 'open', 2, 1000, 3000, 19, 2, 2, 5, 4, 13, 2, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, NULL, 'It is open', NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (2, 1, 'presence', 2, 1000, 1000, 2, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 1, 0, 0, 0, 0, NULL, NULL, 'It is presence', NULL, NULL, NULL, '', 0, 'presence', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (3, 1, 'roster', 2, 1000, 1000, 3, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 1, 0, 0, 0, 0, NULL, NULL, 'It is roster', NULL, NULL, NULL, '', 0, 'roster', 'Friends' || char(31) || 'Family', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (4, 1, 'authorize', 2, 1000, 1000, 4, 0, 0, 1, 0, 0, 0, NULL, NULL, 0, NULL, 0, 0, 1, 1, 0, 0, 1, 0, NULL, NULL, 'It is authorize', NULL, NULL, NULL, '', 0, 'authorize', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (5, 1, 'whitelist', 2, 1000, 1000, 5, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 1, 0, 0, 0, 0, NULL, NULL, 'It is whitelist', NULL, NULL, NULL, '', 0, 'whitelist', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (6, 1, 'club', 2, 1000, 1000, 6, 0, 0, 3, 2, 0, 0, NULL, 0, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, 'romeo@verona.lit' || char(31) || 'juliet@verona.lit', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (7, 1, 'news', 2, 1000, 4000, 20, 1, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, 6, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (8, 1, 'deep', 2, 1000, 1000, 8, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 1, 0, 0, 0, 0, 7, NULL, NULL, NULL, NULL, NULL, '', 0, 'whitelist', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (9, 1, 'annex', 2, 1000, 1000, 9, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, 6, 7, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (10, 1, 'urn:xmpp:microblog:0:comments/a', 2, 1000, 4000, 22, 1, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 0, 1, 1, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'open', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (11, 1, 'fleeting', 2, 1000, 4000, 21, 1, 0, 1, 0, 0, 0, 64000, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 1, 1, NULL, 'retract-oldest', 60, NULL, 1, 1, 1, 1, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (12, 1, 'gone', 2, 1000, 1000, 43, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, 1000, 1, 1, 1, 1, 0, 1, 1, 1, 6, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, post)
  VALUES (13, 1, 'with it', 2, 1000, 1000, 44, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, 12, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, NULL);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (1, 1, 9, 8, 8, 23, 'plain0', 'subscribed', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 1, 1000);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (2, 4, 9, 8, 8, 24, 'plain1', 'subscribed', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (3, 6, 9, 8, 8, 25, 'plain2', 'subscribed', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (4, 11, 9, 8, 8, 26, 'plain3', 'subscribed', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (5, 4, 10, 10, 10, 27, '1', 'pending', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (6, 1, 2, 2, 2, 28, 'first', 'subscribed', 0, 1, 0, 86400000, 0, 0, 1, NULL, 0, 0, '', 'items', 0, '', 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (7, 1, 2, 2, 2, 29, 'second', 'subscribed', 0, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, 'chat' || char(31) || 'online', 'metadata', 0, 'light' || char(31) || 'sun rise', 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (8, 6, 2, 2, 2, 30, 'deep', 'subscribed', 0, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items' || char(31) || 'linked items' || char(31) || 'metadata', -1, '', 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (9, 6, 10, 10, 10, 31, 'digest', 'subscribed', 0, 1, 1, 5000, 32, 0, 0, NULL, 0, 0, '', 'items', 1, '', 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (10, 1, 12, 2, 2, 33, 'lease', 'subscribed', 0, 1, 0, 86400000, 0, 0, 0, 172800000, 1, 0, '', 'items', 0, '', 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced)
  VALUES (11, 1, 13, 2, 2, 34, 'presence', 'subscribed', 0, 0, 0, 86400000, 0, 0, 0, NULL, 0, 1, '', 'items', 0, '', 0, 0);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor)
  VALUES (35, 1, 1, 'subscribers', NULL, NULL, 'item', 'normal', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), 'light', 1);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor)
  VALUES (36, 1, 7, 'subscribers', NULL, NULL, 'item', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), 'words', 0);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor)
  VALUES (37, 1, 7, 'subscribers', NULL, NULL, 'retraction', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor)
  VALUES (38, 1, 7, 'observers', NULL, NULL, 'node', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor)
  VALUES (39, 1, 1, 'everybody', NULL, NULL, 'node', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor)
  VALUES (40, 1, 1, 'owners', NULL, NULL, 'node', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor)
  VALUES (41, 1, 1, 'one', 8, NULL, 'node', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor)
  VALUES (42, 1, 1, 'reader', 8, NULL, 'item', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0);
INSERT INTO gathered (node, id, origin, distance, linked, matter, text, body)
  VALUES (6, 36, 7, 1, 0, 'item', 'words', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB));
INSERT INTO gathered (node, id, origin, distance, linked, matter, text, body)
  VALUES (6, 37, 7, 1, 0, 'retraction', NULL, CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB));
INSERT INTO moved (service, name, uri, since, payer)
  VALUES (1, 'gone', 'xmpp:elsewhere.lit', 1000, 2);
INSERT INTO contact (service, jid, subscription, asked)
  VALUES (1, 2, 'both', 0);
INSERT INTO contact (service, jid, subscription, asked)
  VALUES (1, 8, 'none', 1);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (2, 13, 6, 246, 5);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (3, 13, 7, 406, 9);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (8, 0, 1, 160, 4);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (10, 0, 0, 0, 2);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (11, 0, 0, 0, 2);
INSERT INTO search (rowid, title, text, author, tags)
  SELECT item, title, text, author, tags FROM entry;
UPDATE sqlite_sequence SET seq = 13 WHERE name = 'node';
UPDATE sqlite_sequence SET seq = 11 WHERE name = 'subscription';
