/// Whose word it is that somebody has written something.
enum M0023Strangers {
  static let identifier = "0023-strangers"

  static let sql = """
    -- The service that alone says so, of somebody of another domain; null: we have it from themself or from their server.
    ALTER TABLE person ADD COLUMN claimed INTEGER REFERENCES service (id);
    CREATE INDEX person_claimed ON person (claimed) WHERE claimed IS NOT NULL;
    """
}
