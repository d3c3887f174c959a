/// Posts by what they pass on.
enum M0021Shares {
  static let identifier = "0021-shares"

  static let sql = """
    -- The post passes on what it refers to; a comment answers it.
    ALTER TABLE reference ADD COLUMN shares INTEGER NOT NULL DEFAULT 0 CHECK (shares IN (0, 1));
    UPDATE reference SET shares = 1
    WHERE NOT EXISTS (SELECT 1 FROM comment WHERE comment.item = reference.item);
    CREATE INDEX reference_shared ON reference (service, node, target, item)
      WHERE shares = 1 AND service IS NOT NULL;
    """
}
