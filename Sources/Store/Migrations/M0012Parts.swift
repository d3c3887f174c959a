/// Cheaper reading of posts: what an entry does not have is not looked for.
enum M0012Parts {
  static let identifier = "0012-parts"

  static let sql = """
    -- The version of what is derived, of all posts; see `Projection`.
    ALTER TABLE counter ADD COLUMN projection INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE entry DROP COLUMN projection;

    -- Which tables have something of the entry; see `EntryParts`.
    ALTER TABLE entry ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
    UPDATE entry SET parts = parts | 1 WHERE item IN (SELECT item FROM enclosure);
    UPDATE entry SET parts = parts | 2 WHERE item IN (SELECT item FROM link_card);
    UPDATE entry SET parts = parts | 4 WHERE item IN (SELECT item FROM mention);
    UPDATE entry SET parts = parts | 8 WHERE item IN (SELECT item FROM reference);

    -- For the tags that are in use now.
    CREATE INDEX entry_tagged ON entry (item, node) WHERE tags <> '';
    """
}
