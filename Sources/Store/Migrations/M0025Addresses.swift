/// Addresses go when nothing refers to them any more; and those whom a service takes for authors without being believed can say
/// no.
enum M0025Addresses {
  static let identifier = "0025-addresses"

  static let sql = """
    -- Who has published an item as its service says, which does not speak for them; it is the publisher then.
    ALTER TABLE item ADD COLUMN claimed INTEGER REFERENCES jid (id);
    CREATE INDEX item_claimed ON item (claimed) WHERE claimed IS NOT NULL;

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

    -- The names of items count too.
    UPDATE source SET bytes = (
      SELECT coalesce(sum(coalesce(length(item.payload), 0) + length(CAST(item.name AS BLOB))), 0)
      FROM item JOIN node ON node.id = item.node
      WHERE item.node = source.node AND item.sequence > node.floor);
    """
}
