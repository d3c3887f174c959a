-- A database with every kind of row, as `MigrationTests.keptAsText` made it.
PRAGMA journal_mode = WAL;
PRAGMA foreign_keys = OFF;
PRAGMA application_id = 1297241164;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE counter (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sequence INTEGER NOT NULL
, key BLOB NOT NULL DEFAULT x'', projection INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE jid (
  id INTEGER PRIMARY KEY,
  jid TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE service (
  id INTEGER PRIMARY KEY,
  jid INTEGER NOT NULL UNIQUE REFERENCES jid (id),
  hosted INTEGER NOT NULL CHECK (hosted IN (0, 1))
, shown INTEGER NOT NULL DEFAULT 0, unsummed INTEGER, strays INTEGER NOT NULL DEFAULT 0, strayed INTEGER) STRICT;
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  node INTEGER NOT NULL REFERENCES node (id),
  name TEXT NOT NULL CHECK (name <> ''),
  sequence INTEGER NOT NULL,
  publisher INTEGER NOT NULL REFERENCES jid (id),
  created INTEGER NOT NULL,
  published INTEGER NOT NULL,
  payload BLOB, claimed INTEGER REFERENCES jid (id),
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
  html_bytes INTEGER NOT NULL,
  atom_id TEXT,
  title TEXT NOT NULL,
  text TEXT NOT NULL,
  author TEXT NOT NULL,
  author_uri TEXT,
  author_disagrees INTEGER NOT NULL CHECK (author_disagrees IN (0, 1)),
  published INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  language TEXT,
  -- One a line.
  tags TEXT NOT NULL, latitude REAL, longitude REAL, place TEXT, parts INTEGER NOT NULL DEFAULT 0,
  UNIQUE (node, sequence)
) STRICT;
CREATE TABLE enclosure (
  item INTEGER NOT NULL REFERENCES entry (item) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  href TEXT NOT NULL,
  type TEXT,
  title TEXT,
  length INTEGER, width INTEGER CHECK (width > 0), height INTEGER CHECK (height > 0),
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
  notify_sub INTEGER NOT NULL CHECK (notify_sub IN (0, 1)), reactors TEXT NOT NULL DEFAULT 'publishers'
  CHECK (reactors IN ('publishers', 'readers')), keeping TEXT CHECK (keeping IN ('shared', 'derived')), kept_for INTEGER REFERENCES node (id)
  CHECK ((kept_for IS NULL) = (keeping IS NULL)), notify_reports INTEGER NOT NULL DEFAULT 1
  CHECK (notify_reports IN (0, 1)), comments INTEGER NOT NULL DEFAULT 0 CHECK (comments IN (0, 1)), hearts INTEGER NOT NULL DEFAULT 0 CHECK (hearts >= 0), links INTEGER NOT NULL DEFAULT 0 CHECK (links IN (0, 1)), show_location INTEGER NOT NULL DEFAULT 0
  CHECK (show_location IN (0, 1)), post INTEGER, followed INTEGER CHECK (followed IN (0, 1)), robots TEXT NOT NULL DEFAULT 'all'
  CHECK (robots IN ('all', 'noai', 'noindex', 'noindex-noai')),
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
  bounced INTEGER NOT NULL DEFAULT 0, public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1)),
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
  cursor INTEGER NOT NULL DEFAULT 0, item TEXT,
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
  body BLOB NOT NULL, item TEXT,
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
  asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1)), sought INTEGER,
  PRIMARY KEY (service, jid)
) STRICT, WITHOUT ROWID;
CREATE TABLE usage (
  jid INTEGER PRIMARY KEY REFERENCES jid (id),
  nodes INTEGER NOT NULL DEFAULT 0,
  items INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0,
  subscriptions INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX node_kept ON node (kept_for, deleted) WHERE kept_for IS NOT NULL;
CREATE INDEX node_kept_followed ON node (kept_for)
  WHERE kept_for IS NOT NULL AND subscribers > 0;
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
CREATE TABLE heart (
  item INTEGER PRIMARY KEY REFERENCES item (id),
  post INTEGER NOT NULL,
  jid INTEGER NOT NULL REFERENCES jid (id)
) STRICT;
CREATE INDEX heart_post ON heart (post, jid);
CREATE TABLE summary (
  post INTEGER PRIMARY KEY,
  attached INTEGER NOT NULL CHECK (attached >= 0),
  noticed INTEGER NOT NULL CHECK (noticed >= 0)
) STRICT;
CREATE TABLE tally (
  post INTEGER NOT NULL,
  text TEXT NOT NULL,
  count INTEGER NOT NULL CHECK (count >= 0),
  PRIMARY KEY (post, text)
) STRICT, WITHOUT ROWID;
CREATE INDEX tally_order ON tally (post, count DESC, text);
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
CREATE TABLE reference (
  item INTEGER NOT NULL REFERENCES entry (item) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('reply', 'share')),
  service INTEGER REFERENCES jid (id),
  node TEXT,
  target TEXT,
  page TEXT, shares INTEGER NOT NULL DEFAULT 0 CHECK (shares IN (0, 1)),
  PRIMARY KEY (item, position),
  CHECK ((service IS NULL) = (node IS NULL)),
  CHECK ((service IS NULL) = (target IS NULL)),
  CHECK (service IS NOT NULL OR page IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE TABLE tag (
  tag TEXT NOT NULL CHECK (tag <> ''),
  sequence INTEGER NOT NULL,
  item INTEGER NOT NULL REFERENCES entry (item) ON DELETE CASCADE, published INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (tag, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_item ON tag (item);
CREATE TABLE reindex (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  stage INTEGER NOT NULL,
  position INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;
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
CREATE TABLE removal (
  service INTEGER NOT NULL REFERENCES service (id),
  node INTEGER NOT NULL REFERENCES node (id),
  publisher INTEGER NOT NULL REFERENCES jid (id),
  until INTEGER NOT NULL,
  PRIMARY KEY (service, node, publisher)
) STRICT, WITHOUT ROWID;
CREATE INDEX removal_node ON removal (node);
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
CREATE VIRTUAL TABLE fragment USING fts5 (
  grams, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE INDEX item_author ON item (publisher, id);
CREATE INDEX node_followed ON node (subscribers, id) WHERE listed = 1 AND deleted IS NULL;
CREATE TABLE replies (
  item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
  service TEXT NOT NULL,
  node TEXT NOT NULL,
  publisher INTEGER NOT NULL REFERENCES jid (id),
  -- It repeats somebody else's post.
  shared INTEGER NOT NULL CHECK (shared IN (0, 1))
) STRICT;
CREATE INDEX replies_place ON replies (service, node, publisher) WHERE shared = 0;
CREATE TABLE comment (
  item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
  node INTEGER NOT NULL REFERENCES node (id),
  heart INTEGER NOT NULL CHECK (heart IN (0, 1)),
  atom_id TEXT,
  answered_item TEXT,
  answered_id TEXT
) STRICT;
CREATE INDEX comment_thread ON comment (node, heart, item);
CREATE INDEX comment_atom_id ON comment (node, atom_id) WHERE atom_id IS NOT NULL;
CREATE INDEX node_post ON node (post) WHERE post IS NOT NULL;
CREATE TABLE "revision" (
  item INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  publisher INTEGER NOT NULL REFERENCES jid (id),
  published INTEGER NOT NULL,
  payload BLOB NOT NULL,
  PRIMARY KEY (item, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_tagged ON entry (item, node) WHERE tags <> '';
CREATE TABLE unindexed (item INTEGER PRIMARY KEY) STRICT;
CREATE TABLE opt_out (
  jid INTEGER PRIMARY KEY REFERENCES jid (id),
  since INTEGER NOT NULL,
  cleared INTEGER NOT NULL DEFAULT 0 CHECK (cleared IN (0, 1))
, domain INTEGER REFERENCES jid (id)) STRICT;
CREATE INDEX opt_out_uncleared ON opt_out (jid) WHERE cleared = 0;
CREATE TABLE "source" (
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
, bytes INTEGER NOT NULL DEFAULT 0, note TEXT, noted INTEGER, tried INTEGER, audits INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX node_for_contacts ON node (service)
  WHERE followed = 0 AND access_model = 'presence' AND deleted IS NULL;
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
CREATE UNIQUE INDEX follow_asked ON follow (service, node, origin, coalesce(account, 0));
CREATE INDEX follow_new ON follow (since) WHERE begun = 0;
CREATE INDEX follow_origin ON follow (origin);
CREATE INDEX follow_account ON follow (account) WHERE account IS NOT NULL;
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
CREATE TABLE consent (
  jid INTEGER PRIMARY KEY REFERENCES jid (id),
  since INTEGER NOT NULL,
  public INTEGER CHECK (public IN (0, 1))
, domain INTEGER REFERENCES jid (id), robots TEXT NOT NULL DEFAULT 'all'
  CHECK (robots IN ('all', 'noai', 'noindex', 'noindex-noai'))) STRICT;
CREATE TABLE node_owner (
  service INTEGER NOT NULL REFERENCES jid (id),
  node TEXT NOT NULL CHECK (node <> ''),
  jid INTEGER NOT NULL REFERENCES jid (id),
  PRIMARY KEY (service, node, jid)
) STRICT, WITHOUT ROWID;
CREATE TABLE node_opt_out (
  service INTEGER NOT NULL REFERENCES jid (id),
  node TEXT NOT NULL CHECK (node <> ''),
  since INTEGER NOT NULL, domain INTEGER REFERENCES jid (id),
  PRIMARY KEY (service, node)
) STRICT, WITHOUT ROWID;
CREATE TABLE thread (
  node INTEGER PRIMARY KEY REFERENCES source (node) ON DELETE CASCADE,
  post INTEGER UNIQUE,
  -- The node with the post, and the service with the comments.
  feed INTEGER NOT NULL,
  service INTEGER NOT NULL REFERENCES service (id)
) STRICT;
CREATE INDEX thread_feed ON thread (feed, post);
CREATE INDEX thread_service ON thread (service, post);
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
, claimed INTEGER REFERENCES service (id)) STRICT;
CREATE INDEX person_due ON person (due, jid DESC);
CREATE INDEX person_picture ON person (picture) WHERE picture IS NOT NULL;
CREATE TABLE picture (
  hash TEXT PRIMARY KEY CHECK (length(hash) = 40),
  type TEXT NOT NULL,
  size INTEGER NOT NULL,
  used INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  CHECK (size = length(bytes))
) STRICT;
CREATE INDEX picture_used ON picture (used, size);
CREATE INDEX reference_shared ON reference (service, node, target, item)
  WHERE shares = 1 AND service IS NOT NULL;
CREATE INDEX person_claimed ON person (claimed) WHERE claimed IS NOT NULL;
CREATE INDEX source_due ON source (due, tried) WHERE stage <> 'ended';
CREATE INDEX item_claimed ON item (claimed) WHERE claimed IS NOT NULL;
CREATE INDEX node_type ON node (service, type, shown, id);
CREATE INDEX node_creator ON node (creator);
CREATE INDEX subscription_jid ON subscription (jid);
CREATE INDEX subscription_payer ON subscription (payer);
CREATE INDEX outbox_recipient ON outbox (recipient) WHERE recipient IS NOT NULL;
CREATE INDEX moved_payer ON moved (payer);
CREATE INDEX contact_jid ON contact (jid);
CREATE INDEX attachment_jid ON attachment (jid);
CREATE INDEX heart_jid ON heart (jid);
CREATE INDEX mention_jid ON mention (jid);
CREATE INDEX reference_service ON reference (service) WHERE service IS NOT NULL;
CREATE INDEX hidden_jid ON hidden (publisher);
CREATE INDEX removal_publisher ON removal (publisher);
CREATE INDEX audit_subject ON audit (subject) WHERE subject IS NOT NULL;
CREATE INDEX audit_actor ON audit (actor);
CREATE INDEX replies_publisher ON replies (publisher);
CREATE INDEX revision_publisher ON revision (publisher);
CREATE INDEX node_owner_jid ON node_owner (jid);
CREATE INDEX opt_out_domain ON opt_out (domain);
CREATE INDEX consent_domain ON consent (domain);
CREATE INDEX node_opt_out_domain ON node_opt_out (domain);
CREATE INDEX entry_dated ON entry (node, published, item, sequence);
CREATE INDEX tag_dated ON tag (tag, published, item);
CREATE INDEX node_blog ON node (latest)
  WHERE listed = 1 AND deleted IS NULL AND posts > 0 AND name = 'urn:xmpp:microblog:0'
    AND followed IS NOT NULL;
CREATE INDEX subscription_public ON subscription (bare, id) WHERE public = 1;
CREATE INDEX node_community ON node (latest)
  WHERE listed = 1 AND deleted IS NULL AND name <> 'urn:xmpp:microblog:0';
INSERT INTO grdb_migrations (identifier)
  VALUES ('0001-initial');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0002-pubsub');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0003-companions');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0004-attachments');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0005-entries');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0006-moderation');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0007-search');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0008-comments');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0009-followers');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0010-links');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0011-homes');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0012-parts');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0013-unindexed');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0014-segments');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0015-following');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0016-ways');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0017-consent');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0018-threads');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0019-people');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0020-followed-summaries');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0021-shares');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0022-markup');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0023-strangers');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0024-trouble');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0025-addresses');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0026-archives');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0027-robots');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0028-merging');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0029-keeping-up');
INSERT INTO grdb_migrations (identifier)
  VALUES ('0030-communities');
INSERT INTO counter (id, sequence, key, projection)
  VALUES (1, 81, x'd59939c06e09e12f2b624f9614da26ec', 2);
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
INSERT INTO jid (id, jid)
  VALUES (14, 'news.lit');
INSERT INTO jid (id, jid)
  VALUES (15, 'tybalt@capulet.lit');
INSERT INTO jid (id, jid)
  VALUES (16, 'mute@capulet.lit');
INSERT INTO jid (id, jid)
  VALUES (17, 'pubsub.capulet.lit');
INSERT INTO jid (id, jid)
  VALUES (18, 'stranger@x.lit');
INSERT INTO service (id, jid, hosted, shown, unsummed, strays, strayed)
  VALUES (1, 1, 1, 9, NULL, 0, NULL);
INSERT INTO service (id, jid, hosted, shown, unsummed, strays, strayed)
  VALUES (2, 15, 0, 0, NULL, 0, NULL);
INSERT INTO service (id, jid, hosted, shown, unsummed, strays, strayed)
  VALUES (3, 17, 0, 0, 7000, 0, NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (-1125899906837624, 22, 'old', -1125899906837624, 15, 5000, 5000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Post old</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (12, 1, 'a', 12, 2, 2000, 2000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Item a</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (13, 1, 'b', 13, 2, 2000, 2000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Item b</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (15, 1, 'd', 17, 8, 2000, 3000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Edited</title><content/><link rel=''enclosure'' href=''https://verona.lit/balcony.png'' type=''image/png''/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (16, 1, 'e', 16, 2, 2000, 2000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Item e</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (20, 7, 'bare', 20, 2, 4000, 4000, NULL, NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (21, 11, 'bare', 21, 2, 4000, 4000, NULL, NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (22, 10, 'bare', 22, 2, 4000, 4000, NULL, NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (46, 14, 'rich', 47, 2, 2000, 2000, x'3c656e74727920786d6c6e733d27687474703a2f2f7777772e77332e6f72672f323030352f41746f6d273e3c7469746c653e5269636865723c2f7469746c653e3c636f6e74656e743e576f7264733c2f636f6e74656e743e3c63617465676f7279207465726d3d27526f736573272f3e3c6c696e6b2072656c3d27656e636c6f737572652720687265663d2768747470733a2f2f612e6578616d706c652f612e706e672720747970653d27696d6167652f706e67272f3e0a3c6c696e6b2072656c3d2772656c617465642720687265663d2768747470733a2f2f622e6578616d706c652f7061676527207469746c653d2750616765272f3e0a3c7265666572656e636520786d6c6e733d2775726e3a786d70703a7265666572656e63653a302720747970653d276d656e74696f6e27207572693d27786d70703a6a756c696574407665726f6e612e6c6974272f3e0a3c6c696e6b2072656c3d277669612720687265663d27786d70703a6e6577732e6c69743f3b6e6f64653d61253246623b6974656d3d63272f3e0a3c67656f6c6f6320786d6c6e733d27687474703a2f2f6a61626265722e6f72672f70726f746f636f6c2f67656f6c6f63273e3c6c61743e34352e343c2f6c61743e3c6c6f6e3e31302e393c2f6c6f6e3e3c2f67656f6c6f633e3c2f656e7472793e', NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (48, 14, 'p', 48, 2, 2000, 2000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Post p</title><content/><link rel=''replies'' href=''xmpp:social.verona.lit?;node=urn:xmpp:microblog:0:comments/p''/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (50, 15, 'first-p', 50, 2, 1000, 1000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Words</title><content/><id>tag:a-p</id></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (51, 15, 'second-p', 51, 2, 1000, 1000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Words</title><content/><in-reply-to xmlns=''http://purl.org/syndication/thread/1.0'' ref=''tag:a-p''/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (53, 16, 'romeo@verona.lit', 53, 2, 1000, 1000, CAST('<attachments xmlns=''urn:xmpp:pubsub-attachments:1''><noticed/><reactions><reaction>👷</reaction></reactions></attachments>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (55, 17, 'p', 57, 1, 1000, 1000, CAST('<summary xmlns=''urn:xmpp:pubsub-attachments:summary:1''><noticed count=''2''/><reactions><reaction count=''2''>👷</reaction></reactions></summary>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (56, 16, 'juliet@verona.lit', 56, 8, 1000, 1000, CAST('<attachments xmlns=''urn:xmpp:pubsub-attachments:1''><noticed/><reactions><reaction>👷</reaction></reactions></attachments>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (60, 18, 'first-hid', 60, 2, 1000, 1000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Words</title><content/><id>tag:a-hid</id></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (61, 18, 'second-hid', 61, 2, 1000, 1000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Words</title><content/><in-reply-to xmlns=''http://purl.org/syndication/thread/1.0'' ref=''tag:a-hid''/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (63, 19, 'romeo@verona.lit', 63, 2, 1000, 1000, CAST('<attachments xmlns=''urn:xmpp:pubsub-attachments:1''><noticed/><reactions><reaction>👷</reaction></reactions></attachments>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (65, 19, 'juliet@verona.lit', 65, 8, 1000, 1000, CAST('<attachments xmlns=''urn:xmpp:pubsub-attachments:1''><noticed/><reactions><reaction>👷</reaction></reactions></attachments>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (67, 15, 'noticed-1', 67, 8, 1000, 1000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>♥</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (69, 20, 'weed', 69, 8, 1000, 1000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Title</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (75, 21, '2we3kjn24r74x', 75, 1, 1000, 1000, CAST('<subscriber xmlns=''urn:xmpp:pps:0'' jid=''juliet@verona.lit''/>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (76, 22, 'new', 76, 15, 5000, 5000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Post new</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (77, 23, 'said', 77, 15, 5000, 5000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Well said</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (78, 23, 'liked', 78, 15, 5000, 5000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>♥</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (79, 24, 'new', 79, 15, 7000, 7000, CAST('<summary xmlns=''urn:xmpp:pubsub-attachments:summary:1''><noticed count=''3''/></summary>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (80, 25, 'strange', 80, 18, 7000, 7000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Strange</title><content/></entry>' AS BLOB), NULL);
INSERT INTO item (id, node, name, sequence, publisher, created, published, payload, claimed)
  VALUES (81, 14, 'waits', 81, 2, 9000, 9000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Title</title><content/></entry>' AS BLOB), NULL);
INSERT INTO tombstone (node, name, retracted)
  VALUES (1, 'c', 1000);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (-1125899906837624, 22, -1125899906837624, 15, NULL, '', 'Post old', 'tybalt', 'xmpp:tybalt@capulet.lit', 0, 5000, 5000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (12, 1, 12, 13, NULL, '', 'Item a', 'romeo', 'xmpp:romeo@verona.lit', 0, 2000, 2000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (13, 1, 13, 13, NULL, '', 'Item b', 'romeo', 'xmpp:romeo@verona.lit', 0, 2000, 2000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (15, 1, 17, 13, NULL, '', 'Edited', 'juliet', 'xmpp:juliet@verona.lit', 0, 2000, 3000, NULL, '', NULL, NULL, NULL, 1);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (16, 1, 16, 13, NULL, '', 'Item e', 'romeo', 'xmpp:romeo@verona.lit', 0, 2000, 2000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (46, 14, 47, 12, NULL, 'Richer', 'Words', 'romeo', 'xmpp:romeo@verona.lit', 0, 2000, 2000, NULL, 'roses', 45.4, 10.9, NULL, 15);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (48, 14, 48, 13, NULL, '', 'Post p', 'romeo', 'xmpp:romeo@verona.lit', 0, 2000, 2000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (50, 15, 50, 12, 'tag:a-p', '', 'Words', 'romeo', 'xmpp:romeo@verona.lit', 0, 1000, 1000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (51, 15, 51, 12, NULL, '', 'Words', 'romeo', 'xmpp:romeo@verona.lit', 0, 1000, 1000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (60, 18, 60, 12, 'tag:a-hid', '', 'Words', 'romeo', 'xmpp:romeo@verona.lit', 0, 1000, 1000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (61, 18, 61, 12, NULL, '', 'Words', 'romeo', 'xmpp:romeo@verona.lit', 0, 1000, 1000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (67, 15, 67, 10, NULL, '', '♥', 'juliet', 'xmpp:juliet@verona.lit', 0, 1000, 1000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (69, 20, 69, 12, NULL, '', 'Title', 'juliet', 'xmpp:juliet@verona.lit', 0, 1000, 1000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (76, 22, 76, 15, NULL, '', 'Post new', 'tybalt', 'xmpp:tybalt@capulet.lit', 0, 5000, 5000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (77, 23, 77, 16, NULL, '', 'Well said', 'tybalt', 'xmpp:tybalt@capulet.lit', 0, 5000, 5000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (78, 23, 78, 10, NULL, '', '♥', 'tybalt', 'xmpp:tybalt@capulet.lit', 0, 5000, 5000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (80, 25, 80, 14, NULL, '', 'Strange', 'stranger', 'xmpp:stranger@x.lit', 0, 7000, 7000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO entry (item, node, sequence, html_bytes, atom_id, title, text, author, author_uri, author_disagrees, published, updated, language, tags, latitude, longitude, place, parts)
  VALUES (81, 14, 81, 12, NULL, '', 'Title', 'romeo', 'xmpp:romeo@verona.lit', 0, 9000, 9000, NULL, '', NULL, NULL, NULL, 0);
INSERT INTO enclosure (item, position, href, type, title, length, width, height)
  VALUES (15, 0, 'https://verona.lit/balcony.png', 'image/png', NULL, NULL, NULL, NULL);
INSERT INTO enclosure (item, position, href, type, title, length, width, height)
  VALUES (46, 0, 'https://a.example/a.png', 'image/png', NULL, NULL, NULL, NULL);
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
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (14, 2, 'owner', 0);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (15, 2, 'owner', 1);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (18, 2, 'owner', 1);
INSERT INTO affiliation (node, jid, affiliation, quiet)
  VALUES (20, 2, 'owner', 0);
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (1, 1, 'open', 2, 1000, 3000, 19, 2, 2, 5, 4, 13, 2, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, NULL, 'It is open', NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (2, 1, 'presence', 2, 1000, 1000, 2, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 1, 0, 0, 0, 0, NULL, NULL, 'It is presence', NULL, NULL, NULL, '', 0, 'presence', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (3, 1, 'roster', 2, 1000, 1000, 3, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 1, 0, 0, 0, 0, NULL, NULL, 'It is roster', NULL, NULL, NULL, '', 0, 'roster', 'Friends' || char(31) || 'Family', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (4, 1, 'authorize', 2, 1000, 1000, 4, 0, 0, 1, 0, 0, 0, NULL, NULL, 0, NULL, 0, 0, 1, 1, 0, 0, 1, 0, NULL, NULL, 'It is authorize', NULL, NULL, NULL, '', 0, 'authorize', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (5, 1, 'whitelist', 2, 1000, 1000, 5, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 1, 0, 0, 0, 0, NULL, NULL, 'It is whitelist', NULL, NULL, NULL, '', 0, 'whitelist', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (6, 1, 'club', 2, 1000, 1000, 6, 0, 0, 3, 2, 0, 0, NULL, 0, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, 'romeo@verona.lit' || char(31) || 'juliet@verona.lit', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (7, 1, 'news', 2, 1000, 4000, 20, 1, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, 6, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (8, 1, 'deep', 2, 1000, 1000, 8, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 1, 0, 0, 0, 0, 7, NULL, NULL, NULL, NULL, NULL, '', 0, 'whitelist', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (9, 1, 'annex', 2, 1000, 1000, 9, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, 6, 7, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (10, 1, 'urn:xmpp:microblog:0:comments/a', 2, 1000, 4000, 22, 1, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 0, 1, 1, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'open', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (11, 1, 'fleeting', 2, 1000, 4000, 21, 1, 0, 1, 0, 0, 0, 64000, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 1, 1, NULL, 'retract-oldest', 60, NULL, 1, 1, 1, 1, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (12, 1, 'gone', 2, 1000, 1000, 43, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, 1000, 1, 1, 1, 1, 0, 1, 1, 1, 6, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (13, 1, 'with it', 2, 1000, 1000, 44, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, 12, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (14, 1, 'blog', 2, 1000, 9000, 81, 3, 3, 1, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (15, 1, 'urn:xmpp:microblog:0:comments/p', 2, 1000, 1000, 67, 3, 3, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 0, 1, 1, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'open', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 1, 0, 0, 48, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (16, 1, 'urn:xmpp:pubsub-attachments:1/xmpp:social.verona.lit?;node=blog;item=p', 1, 1000, 1000, 56, 2, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 1, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, 'urn:xmpp:pubsub-attachments:1', '', 0, 'open', '', 'open', 1, 0, 1, NULL, 'retract-oldest', NULL, 16384, 0, 1, 1, 0, 'never', 'headline', 'publisher', 0, 1, 1, 0, 'publishers', 'shared', 14, 1, 0, 0, 0, 0, 48, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (17, 1, 'urn:xmpp:pubsub-attachments:summary:1/blog', 1, 1000, 9000, 70, 1, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 1, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, 'urn:xmpp:pubsub-attachments:summary:1', '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'never', 'headline', 'none', 0, 1, 1, 0, 'publishers', 'derived', 14, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (18, 1, 'urn:xmpp:microblog:0:comments/hid', 2, 1000, 1000, 61, 2, 2, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 0, 1, 1, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'open', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, 58, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (19, 1, 'urn:xmpp:pubsub-attachments:1/xmpp:social.verona.lit?;node=blog;item=hid', 1, 1000, 1000, 65, 2, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 1, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, 'urn:xmpp:pubsub-attachments:1', '', 0, 'open', '', 'open', 1, 0, 1, NULL, 'retract-oldest', NULL, 16384, 0, 1, 1, 0, 'never', 'headline', 'publisher', 0, 1, 1, 0, 'publishers', 'shared', 14, 1, 0, 0, 0, 0, 58, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (20, 1, 'yard', 2, 1000, 1000, 69, 1, 1, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (21, 1, 'urn:xmpp:pps:subscribers:0/blog', 1, 1000, 1000, 75, 1, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 0, 1, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, 'urn:xmpp:pps:0', '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'never', 'headline', 'none', 0, 1, 1, 0, 'publishers', 'derived', 14, 1, 0, 0, 0, 0, NULL, NULL, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (22, 2, 'urn:xmpp:microblog:0', 15, 5000, 5000, 76, 2, 2, 0, 0, -4611686018427387904, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 1, 0, 1, 1, 1, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, 1, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (23, 2, 'urn:xmpp:microblog:0:comments/new', 15, 5000, 5000, 78, 2, 2, 0, 0, -4611686018427387904, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 0, 1, 1, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 1, 0, 0, 76, 1, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (24, 2, 'urn:xmpp:pubsub-attachments:summary:1/urn:xmpp:microblog:0', 15, 7000, 7000, 79, 1, 0, 0, 0, -4611686018427387904, 0, NULL, NULL, NULL, NULL, 0, 1, 1, 0, 0, 1, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'open', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, 1, 'all');
INSERT INTO node (id, service, name, creator, created, changed, latest, items, posts, subscribers, optioned, floor, dead, expires, digest_due, review, deleted, parting, own_readable, own_shown, listable, quiet, readable, shown, listed, parent, link, title, description, language, type, contact, allowed_for_suggestions, access_model, roster_groups_allowed, publish_model, subscribe, tempsub, persist_items, max_items, publish_node_full, item_expire, max_payload_size, purge_offline, deliver_notifications, deliver_payloads, presence_based_delivery, send_last_published_item, notification_type, itemreply, notify_config, notify_delete, notify_retract, notify_sub, reactors, keeping, kept_for, notify_reports, comments, hearts, links, show_location, post, followed, robots)
  VALUES (25, 3, 'notes', 17, 7000, 7000, 80, 1, 1, 0, 0, -4611686018427387904, 0, NULL, NULL, NULL, NULL, 0, 0, 0, 1, 0, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, NULL, '', 0, 'whitelist', '', 'publishers', 1, 0, 1, NULL, 'retract-oldest', NULL, NULL, 0, 1, 1, 0, 'on_sub_and_presence', 'headline', 'publisher', 0, 1, 1, 1, 'publishers', NULL, NULL, 1, 0, 0, 0, 0, NULL, 0, 'all');
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (1, 1, 9, 8, 8, 23, 'plain0', 'subscribed', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 1, 1000, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (2, 4, 9, 8, 8, 24, 'plain1', 'subscribed', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (3, 6, 9, 8, 8, 25, 'plain2', 'subscribed', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (4, 11, 9, 8, 8, 26, 'plain3', 'subscribed', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (5, 4, 10, 10, 10, 27, '1', 'pending', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (6, 1, 2, 2, 2, 28, 'first', 'subscribed', 0, 1, 0, 86400000, 0, 0, 1, NULL, 0, 0, '', 'items', 0, '', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (7, 1, 2, 2, 2, 29, 'second', 'subscribed', 0, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, 'chat' || char(31) || 'online', 'metadata', 0, 'light' || char(31) || 'sun rise', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (8, 6, 2, 2, 2, 30, 'deep', 'subscribed', 0, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items' || char(31) || 'linked items' || char(31) || 'metadata', -1, '', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (9, 6, 10, 10, 10, 31, 'digest', 'subscribed', 0, 1, 1, 5000, 32, 0, 0, NULL, 0, 0, '', 'items', 1, '', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (10, 1, 12, 2, 2, 33, 'lease', 'subscribed', 0, 1, 0, 86400000, 0, 0, 0, 172800000, 1, 0, '', 'items', 0, '', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (11, 1, 13, 2, 2, 34, 'presence', 'subscribed', 0, 0, 0, 86400000, 0, 0, 0, NULL, 0, 1, '', 'items', 0, '', 0, 0, 0);
INSERT INTO subscription (id, node, jid, bare, payer, since, subid, state, plain, deliver, digest, digest_frequency, digested, digest_due, include_body, expires, noticed, temporary, show_values, matters, depth, keywords, bounces, bounced, public)
  VALUES (12, 14, 8, 8, 8, 73, '1', 'subscribed', 1, 1, 0, 86400000, 0, 0, 0, NULL, 0, 0, '', 'items', 0, '', 0, 0, 1);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor, item)
  VALUES (35, 1, 1, 'subscribers', NULL, NULL, 'item', 'normal', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), 'light', 1, NULL);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor, item)
  VALUES (36, 1, 7, 'subscribers', NULL, NULL, 'item', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), 'words', 0, NULL);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor, item)
  VALUES (37, 1, 7, 'subscribers', NULL, NULL, 'retraction', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0, NULL);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor, item)
  VALUES (38, 1, 7, 'observers', NULL, NULL, 'node', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0, NULL);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor, item)
  VALUES (39, 1, 1, 'everybody', NULL, NULL, 'node', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0, NULL);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor, item)
  VALUES (40, 1, 1, 'owners', NULL, NULL, 'node', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0, NULL);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor, item)
  VALUES (41, 1, 1, 'one', 8, NULL, 'node', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0, NULL);
INSERT INTO outbox (id, service, node, audience, recipient, parent, matter, type, body, text, cursor, item)
  VALUES (42, 1, 1, 'reader', 8, NULL, 'item', 'headline', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL, 0, NULL);
INSERT INTO gathered (node, id, origin, distance, linked, matter, text, body, item)
  VALUES (6, 36, 7, 1, 0, 'item', 'words', CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL);
INSERT INTO gathered (node, id, origin, distance, linked, matter, text, body, item)
  VALUES (6, 37, 7, 1, 0, 'retraction', NULL, CAST('<event xmlns=''http://jabber.org/protocol/pubsub#event''/>' AS BLOB), NULL);
INSERT INTO moved (service, name, uri, since, payer)
  VALUES (1, 'gone', 'xmpp:elsewhere.lit', 1000, 2);
INSERT INTO contact (service, jid, subscription, asked, sought)
  VALUES (1, 2, 'both', 0, NULL);
INSERT INTO contact (service, jid, subscription, asked, sought)
  VALUES (1, 8, 'none', 1, NULL);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (1, 4, 2, 203, 0);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (2, 17, 16, 2489, 5);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (3, 17, 21, 3055, 10);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (8, 0, 5, 566, 5);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (10, 0, 0, 0, 2);
INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
  VALUES (11, 0, 0, 0, 2);
INSERT INTO attachment (item, post, jid, noticed)
  VALUES (53, 48, 2, 1);
INSERT INTO attachment (item, post, jid, noticed)
  VALUES (56, 48, 8, 1);
INSERT INTO attachment (item, post, jid, noticed)
  VALUES (63, 58, 2, 1);
INSERT INTO attachment (item, post, jid, noticed)
  VALUES (65, 58, 8, 1);
INSERT INTO reaction (item, text)
  VALUES (53, '👷');
INSERT INTO reaction (item, text)
  VALUES (56, '👷');
INSERT INTO reaction (item, text)
  VALUES (63, '👷');
INSERT INTO reaction (item, text)
  VALUES (65, '👷');
INSERT INTO heart (item, post, jid)
  VALUES (67, 48, 8);
INSERT INTO heart (item, post, jid)
  VALUES (78, 76, 15);
INSERT INTO summary (post, attached, noticed)
  VALUES (48, 3, 2);
INSERT INTO summary (post, attached, noticed)
  VALUES (58, 2, 2);
INSERT INTO summary (post, attached, noticed)
  VALUES (76, 1, 1);
INSERT INTO tally (post, text, count)
  VALUES (48, '👷', 2);
INSERT INTO tally (post, text, count)
  VALUES (58, '👷', 2);
INSERT INTO link_card (item, position, href, title, description, picture)
  VALUES (46, 0, 'https://b.example/page', 'Page', NULL, NULL);
INSERT INTO mention (item, jid)
  VALUES (46, 8);
INSERT INTO reference (item, position, kind, service, node, target, page, shares)
  VALUES (46, 0, 'share', 14, 'a/b', 'c', NULL, 1);
INSERT INTO tag (tag, sequence, item, published)
  VALUES ('roses', 47, 46, 2000);
INSERT INTO hidden (id, node, name, sequence, publisher, created, published, payload, expires)
  VALUES (58, 14, 'hid', 58, 2, 2000, 2000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Post hid</title><content/><link rel=''replies'' href=''xmpp:social.verona.lit?;node=urn:xmpp:microblog:0:comments/hid''/></entry>' AS BLOB), NULL);
INSERT INTO removal (service, node, publisher, until)
  VALUES (1, 20, 8, 72);
INSERT INTO report (id, service, node, item, sequence, reporter, reported, reason, text)
  VALUES (1, 1, 14, 46, 47, 8, 9000, 'spam', 'It is.');
INSERT INTO audit (id, service, time, actor, act, node, name, item, subject, detail)
  VALUES (1, 1, 9000, 2, 'hide', 14, 'blog', 'hid', 2, NULL);
INSERT INTO replies (item, service, node, publisher, shared)
  VALUES (48, 'social.verona.lit', 'urn:xmpp:microblog:0:comments/p', 2, 0);
INSERT INTO comment (item, node, heart, atom_id, answered_item, answered_id)
  VALUES (50, 15, 0, 'tag:a-p', NULL, NULL);
INSERT INTO comment (item, node, heart, atom_id, answered_item, answered_id)
  VALUES (51, 15, 0, NULL, NULL, 'tag:a-p');
INSERT INTO comment (item, node, heart, atom_id, answered_item, answered_id)
  VALUES (60, 18, 0, 'tag:a-hid', NULL, NULL);
INSERT INTO comment (item, node, heart, atom_id, answered_item, answered_id)
  VALUES (61, 18, 0, NULL, NULL, 'tag:a-hid');
INSERT INTO comment (item, node, heart, atom_id, answered_item, answered_id)
  VALUES (67, 15, 1, NULL, NULL, NULL);
INSERT INTO comment (item, node, heart, atom_id, answered_item, answered_id)
  VALUES (77, 23, 0, NULL, NULL, NULL);
INSERT INTO comment (item, node, heart, atom_id, answered_item, answered_id)
  VALUES (78, 23, 1, NULL, NULL, NULL);
INSERT INTO revision (item, sequence, publisher, published, payload)
  VALUES (15, 15, 2, 2000, CAST('<entry xmlns=''http://www.w3.org/2005/Atom''><title>Item d</title><content/></entry>' AS BLOB));
INSERT INTO revision (item, sequence, publisher, published, payload)
  VALUES (46, 46, 2, 2000, x'3c656e74727920786d6c6e733d27687474703a2f2f7777772e77332e6f72672f323030352f41746f6d273e3c7469746c653e526963683c2f7469746c653e3c636f6e74656e743e576f7264733c2f636f6e74656e743e3c63617465676f7279207465726d3d27526f736573272f3e3c6c696e6b2072656c3d27656e636c6f737572652720687265663d2768747470733a2f2f612e6578616d706c652f612e706e672720747970653d27696d6167652f706e67272f3e0a3c6c696e6b2072656c3d2772656c617465642720687265663d2768747470733a2f2f622e6578616d706c652f7061676527207469746c653d2750616765272f3e0a3c7265666572656e636520786d6c6e733d2775726e3a786d70703a7265666572656e63653a302720747970653d276d656e74696f6e27207572693d27786d70703a6a756c696574407665726f6e612e6c6974272f3e0a3c6c696e6b2072656c3d277669612720687265663d27786d70703a6e6577732e6c69743f3b6e6f64653d61253246623b6974656d3d63272f3e0a3c67656f6c6f6320786d6c6e733d27687474703a2f2f6a61626265722e6f72672f70726f746f636f6c2f67656f6c6f63273e3c6c61743e34352e343c2f6c61743e3c6c6f6e3e31302e393c2f6c6f6e3e3c2f67656f6c6f633e3c2f656e7472793e');
INSERT INTO unindexed (item)
  VALUES (-1125899906837624);
INSERT INTO unindexed (item)
  VALUES (76);
INSERT INTO unindexed (item)
  VALUES (77);
INSERT INTO unindexed (item)
  VALUES (78);
INSERT INTO unindexed (item)
  VALUES (80);
INSERT INTO unindexed (item)
  VALUES (81);
INSERT INTO opt_out (jid, since, cleared, domain)
  VALUES (16, 5000, 1, 11);
INSERT INTO source (node, stage, way, access, public, due, wakes, epoch, moved_service, moved_node, failures, problem, expected, heard, looked, compared, surprised, task, audited, missing, differing, stale, bytes, note, noted, tried, audits)
  VALUES (22, 'following', 'subscription', 'open', 1, 5000, 1, 1, NULL, NULL, 0, NULL, NULL, 5000, NULL, NULL, NULL, 1, 5000, 1, 2, 3, 174, NULL, NULL, NULL, 0);
INSERT INTO source (node, stage, way, access, public, due, wakes, epoch, moved_service, moved_node, failures, problem, expected, heard, looked, compared, surprised, task, audited, missing, differing, stale, bytes, note, noted, tried, audits)
  VALUES (23, 'following', 'subscription', 'open', 1, 5000, 1, 1, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 173, NULL, NULL, NULL, 0);
INSERT INTO source (node, stage, way, access, public, due, wakes, epoch, moved_service, moved_node, failures, problem, expected, heard, looked, compared, surprised, task, audited, missing, differing, stale, bytes, note, noted, tried, audits)
  VALUES (24, 'following', NULL, 'open', 1, 7000, 0, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 88, NULL, NULL, NULL, 0);
INSERT INTO source (node, stage, way, access, public, due, wakes, epoch, moved_service, moved_node, failures, problem, expected, heard, looked, compared, surprised, task, audited, missing, differing, stale, bytes, note, noted, tried, audits)
  VALUES (25, 'new', NULL, NULL, 1, 7000, 0, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, 90, NULL, NULL, NULL, 0);
INSERT INTO follow (id, service, node, origin, account, since, hops, begun)
  VALUES (1, 15, 'urn:xmpp:microblog:0', 'admin', NULL, 5000, 0, 1);
INSERT INTO follow (id, service, node, origin, account, since, hops, begun)
  VALUES (2, 15, 'urn:xmpp:microblog:0', 'configuration', NULL, 5000, 0, 0);
INSERT INTO follow (id, service, node, origin, account, since, hops, begun)
  VALUES (3, 16, 'urn:xmpp:microblog:0', 'moved', NULL, 5000, 0, 0);
INSERT INTO follow (id, service, node, origin, account, since, hops, begun)
  VALUES (4, 16, 'notes', 'account', 8, 5000, 0, 0);
INSERT INTO follow (id, service, node, origin, account, since, hops, begun)
  VALUES (5, 17, 'notes', 'service', NULL, 5000, 0, 0);
INSERT INTO service_follow (service, configuration, admin, due, listed, failures, problem)
  VALUES (17, 0, 1, 5000, NULL, 0, NULL);
INSERT INTO consent (jid, since, public, domain, robots)
  VALUES (15, 5000, 1, 11, 'all');
INSERT INTO node_owner (service, node, jid)
  VALUES (15, 'urn:xmpp:microblog:0', 2);
INSERT INTO node_opt_out (service, node, since, domain)
  VALUES (15, 'notes', 5000, 11);
INSERT INTO thread (node, post, feed, service)
  VALUES (23, 76, 22, 2);
INSERT INTO person (jid, nickname, picture, asked, due, failures, problem, claimed)
  VALUES (2, 'Montague', 'a041e98db8b0011fd1a1d5c83fca0bc62b997b42', 6000, 9000, 0, NULL, NULL);
INSERT INTO person (jid, nickname, picture, asked, due, failures, problem, claimed)
  VALUES (8, NULL, NULL, 6000, 9000, 1, 'no-answer', NULL);
INSERT INTO person (jid, nickname, picture, asked, due, failures, problem, claimed)
  VALUES (18, NULL, NULL, NULL, 7000, 0, NULL, 3);
INSERT INTO picture (hash, type, size, used, bytes)
  VALUES ('a041e98db8b0011fd1a1d5c83fca0bc62b997b42', 'image/gif', 100, 6000, x'47494638396140004000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000');
INSERT INTO search (rowid, title, text, author, tags)
  SELECT item, title, text, author, tags FROM entry
  WHERE item NOT IN (SELECT item FROM unindexed);
INSERT INTO fragment (rowid, grams) VALUES (12, 'rom ome meo ');
INSERT INTO fragment (rowid, grams) VALUES (13, 'rom ome meo ');
INSERT INTO fragment (rowid, grams) VALUES (15, 'jul uli lie iet ');
INSERT INTO fragment (rowid, grams) VALUES (16, 'rom ome meo ');
INSERT INTO fragment (rowid, grams) VALUES (46, 'Ric ich che her  rom ome meo  ros ose ses ');
INSERT INTO fragment (rowid, grams) VALUES (48, 'rom ome meo ');
INSERT INTO fragment (rowid, grams) VALUES (50, 'rom ome meo ');
INSERT INTO fragment (rowid, grams) VALUES (51, 'rom ome meo ');
INSERT INTO fragment (rowid, grams) VALUES (60, 'rom ome meo ');
INSERT INTO fragment (rowid, grams) VALUES (61, 'rom ome meo ');
INSERT INTO fragment (rowid, grams) VALUES (67, 'jul uli lie iet ');
INSERT INTO fragment (rowid, grams) VALUES (69, 'jul uli lie iet ');
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'audit';
UPDATE sqlite_sequence SET seq = 25 WHERE name = 'node';
UPDATE sqlite_sequence SET seq = 1 WHERE name = 'report';
UPDATE sqlite_sequence SET seq = 12 WHERE name = 'subscription';
