/// Of whom a service alone says that they have written something.
enum M0025Addresses {
  static let identifier = "0025-addresses"

  static let sql = """
    -- Who has published an item as its service says, which does not speak for them; it is the publisher then.
    ALTER TABLE item ADD COLUMN claimed INTEGER REFERENCES jid (id);
    CREATE INDEX item_claimed ON item (claimed) WHERE claimed IS NOT NULL;
    """
}
