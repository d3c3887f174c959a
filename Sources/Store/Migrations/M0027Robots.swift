/// What robots may do on the web, as owners say; whose blogs are public, and what people follow in public.
enum M0027Robots {
  static let identifier = "0027-robots"

  static let sql = """
    ALTER TABLE node ADD COLUMN robots TEXT NOT NULL DEFAULT 'all'
      CHECK (robots IN ('all', 'noai', 'noindex', 'noindex-noai'));
    -- Of their own nodes elsewhere; those that are followed have it too.
    ALTER TABLE consent ADD COLUMN robots TEXT NOT NULL DEFAULT 'all'
      CHECK (robots IN ('all', 'noai', 'noindex', 'noindex-noai'));

    -- The blogs of accounts that everybody may read, the last changed first.
    CREATE INDEX node_blog ON node (latest)
      WHERE listed = 1 AND deleted IS NULL AND posts > 0 AND name = 'urn:xmpp:microblog:0'
        AND followed IS NOT NULL;
    -- What somebody follows for everybody to see.
    CREATE INDEX subscription_public ON subscription (bare, id) WHERE public = 1;
    """
}
