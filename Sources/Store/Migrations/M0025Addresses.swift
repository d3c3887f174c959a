/// Addresses go when nothing refers to them any more; and those whom a service takes for authors without being believed can say
/// no.
enum M0025Addresses {
  static let identifier = "0025-addresses"

  static let sql = """
    -- Who has published an item as its service says, which does not speak for them; it is the publisher then.
    ALTER TABLE item ADD COLUMN claimed INTEGER REFERENCES jid (id);
    CREATE INDEX item_claimed ON item (claimed) WHERE claimed IS NOT NULL;
    -- Of what is here already every item is compared once, where others than the service's own write.
    UPDATE source SET task = 2, audits = audits + 1
      WHERE stage <> 'ended' AND node IN (
        SELECT node.id FROM node JOIN service ON service.id = node.service
        JOIN jid ON jid.id = service.jid
        WHERE instr(jid.jid, '@') = 0
          OR node.name LIKE 'urn:xmpp:microblog:0:comments%');

    -- Whatever refers to an address, or to a service, is found by it, deleted nodes too.
    DROP INDEX node_type;
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

    -- The domain of those who have decided something: so many of one do.
    ALTER TABLE opt_out ADD COLUMN domain INTEGER REFERENCES jid (id);
    ALTER TABLE consent ADD COLUMN domain INTEGER REFERENCES jid (id);
    ALTER TABLE node_opt_out ADD COLUMN domain INTEGER REFERENCES jid (id);
    INSERT OR IGNORE INTO jid (jid) SELECT substr(jid, instr(jid, '@') + 1) FROM jid
      WHERE id IN (SELECT jid FROM opt_out UNION SELECT jid FROM consent UNION SELECT service FROM node_opt_out);
    UPDATE opt_out SET domain = (
      SELECT home.id FROM jid JOIN jid AS home ON home.jid = substr(jid.jid, instr(jid.jid, '@') + 1)
      WHERE jid.id = opt_out.jid);
    UPDATE consent SET domain = (
      SELECT home.id FROM jid JOIN jid AS home ON home.jid = substr(jid.jid, instr(jid.jid, '@') + 1)
      WHERE jid.id = consent.jid);
    UPDATE node_opt_out SET domain = (
      SELECT home.id FROM jid JOIN jid AS home ON home.jid = substr(jid.jid, instr(jid.jid, '@') + 1)
      WHERE jid.id = node_opt_out.service);
    CREATE INDEX opt_out_domain ON opt_out (domain);
    CREATE INDEX consent_domain ON consent (domain);
    CREATE INDEX node_opt_out_domain ON node_opt_out (domain);

    -- The names of items count too.
    UPDATE source SET bytes = (
      SELECT coalesce(sum(coalesce(length(item.payload), 0) + length(CAST(item.name AS BLOB))), 0)
      FROM item JOIN node ON node.id = item.node
      WHERE item.node = source.node AND item.sequence > node.floor);
    """
}
