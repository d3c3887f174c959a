/// Posts in the order of their publication, for archives by month.
enum M0026Archives {
  static let identifier = "0026-archives"

  static let sql = """
    -- An edit leaves a post where it is: at its moment, and there in the order of creation. What is below the floor of the
    -- node is passed over without looking at the entry.
    CREATE INDEX entry_dated ON entry (node, published, item, sequence);

    -- As the entry has it.
    ALTER TABLE tag ADD COLUMN published INTEGER NOT NULL DEFAULT 0;
    UPDATE tag SET published = (SELECT published FROM entry WHERE entry.item = tag.item);
    CREATE INDEX tag_dated ON tag (tag, published, item);
    """
}
