/// What the service adds to posts as they are delivered, and shows of them.
enum M0010Links {
  static let identifier = "0010-links"

  static let sql = """
    -- Posts are delivered with their web addresses and that of their comments.
    ALTER TABLE node ADD COLUMN links INTEGER NOT NULL DEFAULT 0 CHECK (links IN (0, 1));
    -- Where posts were written is shown with them.
    ALTER TABLE node ADD COLUMN show_location INTEGER NOT NULL DEFAULT 0
      CHECK (show_location IN (0, 1));
    """
}
