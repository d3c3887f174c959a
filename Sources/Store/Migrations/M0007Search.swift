/// Parts of words, and scripts without blanks: what posts are found by besides their words.
enum M0007Search {
  static let identifier = "0007-search"

  static let sql = """
    -- See `SearchText.grams`. It keeps no text: what is to be deleted is made again from the entry.
    CREATE VIRTUAL TABLE fragment USING fts5 (
      grams, content = '', tokenize = 'unicode61 remove_diacritics 2'
    );
    CREATE INDEX item_author ON item (publisher, id);
    CREATE INDEX node_followed ON node (subscribers, id) WHERE listed = 1 AND deleted IS NULL;
    """
}
