/// The whole of XEP-0060: subscriptions with options, all access models, nodes in a hierarchy, items that
/// expire, quotas. Three tables are made anew, since SQLite does not change a CHECK.
enum M0002PubSub {
  static let identifier = "0002-pubsub"

  static let sql = node + subscription + outbox + others

  private static let node = """
    CREATE TABLE node_new (
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
      notify_sub INTEGER NOT NULL CHECK (notify_sub IN (0, 1)),
      CHECK (parent IS NULL OR parent <> id),
      CHECK (link IS NULL OR link <> id)
    ) STRICT;
    INSERT INTO node_new (
      id, service, name, creator, created, changed, latest, items, posts, subscribers, deleted,
      own_readable, own_shown, listable, quiet, readable, shown, listed, title, description,
      language, type, access_model, publish_model, persist_items, max_items, max_payload_size,
      deliver_notifications, deliver_payloads, send_last_published_item, notification_type,
      itemreply, notify_config, notify_delete, notify_retract, notify_sub)
    SELECT
      id, service, name, creator, created, changed, latest, items, posts, subscribers, deleted,
      readable, readable,
      NOT comments AND name <> 'test_node' AND (
        coalesce(type, '') IN ('', 'http://www.w3.org/2005/Atom')
        OR substr(type, 1, 20) = 'urn:xmpp:microblog:0'
        OR substr(type, 1, 23) = 'urn:xmpp:pubsub-social-'),
      comments, readable, readable, listed, title, description, language, type,
      access_model, publish_model, persist_items, max_items, max_payload_size,
      deliver_notifications, deliver_payloads, send_last_published_item, notification_type,
      itemreply, notify_config, notify_delete, notify_retract, notify_sub
    FROM (
      SELECT *, substr(name, 1, 30) = 'urn:xmpp:microblog:0:comments/' AS comments FROM node);
    DELETE FROM sqlite_sequence WHERE name = 'node_new';
    INSERT INTO sqlite_sequence (name, seq)
      SELECT 'node_new', seq FROM sqlite_sequence WHERE name = 'node';
    DROP TABLE node;
    ALTER TABLE node_new RENAME TO node;
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
    """

  private static let subscription = """
    -- `bare` carries the rights, `jid` is where notifications go; `since` is the sequence number at which it
    -- began: older events are not for it.
    CREATE TABLE subscription_new (
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
    INSERT INTO subscription_new (id, node, jid, bare, payer, since, subid, state, plain)
      SELECT id, node, jid, bare, bare, since, lower(hex(randomblob(16))), 'subscribed', 1
      FROM subscription;
    DELETE FROM sqlite_sequence WHERE name = 'subscription_new';
    INSERT INTO sqlite_sequence (name, seq)
      SELECT 'subscription_new', seq FROM sqlite_sequence WHERE name = 'subscription';
    DROP TABLE subscription;
    ALTER TABLE subscription_new RENAME TO subscription;
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
    """

  private static let outbox = """
    -- Events that are announced and not yet known to have reached the server: one row each, however
    -- many are told. `cursor` is the last subscription that was.
    CREATE TABLE outbox_new (
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
    INSERT INTO outbox_new (id, service, node, audience, recipient, matter, type, body, cursor)
      SELECT id, service, node, audience, recipient, 'node', type, body, cursor FROM outbox;
    DROP TABLE outbox;
    ALTER TABLE outbox_new RENAME TO outbox;
    CREATE INDEX outbox_service ON outbox (service, id, node);
    CREATE INDEX outbox_node ON outbox (node);
    CREATE INDEX outbox_reader ON outbox (service) WHERE audience = 'reader';

    -- Events that wait for digests, under the node whose subscribers gather them: `origin` is where the event is
    -- from, so many levels below.
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
    """

  private static let others = """
    CREATE INDEX item_created ON item (node);
    CREATE INDEX item_publisher ON item (node, publisher, sequence);
    CREATE INDEX item_publisher_created ON item (node, publisher);

    ALTER TABLE affiliation ADD COLUMN quiet INTEGER NOT NULL DEFAULT 0 CHECK (quiet IN (0, 1));
    UPDATE affiliation SET quiet = 1
      WHERE EXISTS (SELECT 1 FROM node WHERE node.id = affiliation.node AND node.quiet = 1);
    CREATE INDEX affiliation_loud ON affiliation (jid, node) WHERE quiet = 0;
    CREATE INDEX affiliation_kind ON affiliation (node, affiliation, jid);

    -- Random; cursors are numbers enciphered with it.
    ALTER TABLE counter ADD COLUMN key BLOB NOT NULL DEFAULT x'';
    UPDATE counter SET key = randomblob(16);

    -- How many nodes everybody sees in lists.
    ALTER TABLE service ADD COLUMN shown INTEGER NOT NULL DEFAULT 0;
    UPDATE service SET shown = (
      SELECT count(*) FROM node
      WHERE node.service = service.id AND node.shown = 1 AND node.quiet = 0
        AND node.deleted IS NULL);

    -- Where requests to nodes go that were deleted with an address in their place.
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

    -- Who shares presence with a component of ours: `from` when they see ours, `to` when we see theirs.
    CREATE TABLE contact (
      service INTEGER NOT NULL REFERENCES service (id),
      jid INTEGER NOT NULL REFERENCES jid (id),
      subscription TEXT NOT NULL CHECK (subscription IN ('none', 'to', 'from', 'both')),
      -- We have asked to see theirs.
      asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1)),
      PRIMARY KEY (service, jid)
    ) STRICT, WITHOUT ROWID;

    -- What accounts have, and all accounts of a domain together, which stands under the domain's address.
    CREATE TABLE usage (
      jid INTEGER PRIMARY KEY REFERENCES jid (id),
      nodes INTEGER NOT NULL DEFAULT 0,
      items INTEGER NOT NULL DEFAULT 0,
      bytes INTEGER NOT NULL DEFAULT 0,
      subscriptions INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TEMP TABLE had AS
      SELECT creator AS jid, 1 AS nodes, 0 AS items, 0 AS bytes, 0 AS subscriptions FROM node
        WHERE deleted IS NULL
      UNION ALL SELECT publisher, 0, 1, coalesce(length(payload), 0), 0 FROM item
      UNION ALL SELECT bare, 0, 0, 0, 1 FROM subscription;
    INSERT OR IGNORE INTO jid (jid)
      SELECT DISTINCT substr(jid.jid, instr(jid.jid, '@') + 1)
      FROM had JOIN jid ON jid.id = had.jid;
    INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
      SELECT had.jid, sum(nodes), sum(items), sum(bytes), sum(subscriptions)
      FROM had JOIN jid ON jid.id = had.jid WHERE instr(jid.jid, '@') > 0 GROUP BY had.jid;
    INSERT INTO usage (jid, nodes, items, bytes, subscriptions)
      SELECT domain.id, sum(nodes), sum(items), sum(bytes), sum(subscriptions)
      FROM had JOIN jid ON jid.id = had.jid
      JOIN jid AS domain ON domain.jid = substr(jid.jid, instr(jid.jid, '@') + 1)
      GROUP BY domain.id;
    DROP TABLE had;
    """
}
