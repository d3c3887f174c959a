/// The markup of posts is made from their payloads when it is read.
enum M0022Markup {
  static let identifier = "0022-markup"

  static let sql = """
    ALTER TABLE entry RENAME COLUMN sanitizer TO html_bytes;
    -- Of the markup, which is not stored.
    UPDATE entry SET html_bytes = length(CAST(html AS BLOB));
    ALTER TABLE entry DROP COLUMN html;
    """
}
