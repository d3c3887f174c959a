/// What robots may do on the web, as owners say.
enum M0027Robots {
  static let identifier = "0027-robots"

  static let sql = """
    ALTER TABLE node ADD COLUMN robots TEXT NOT NULL DEFAULT 'all'
      CHECK (robots IN ('all', 'noai', 'noindex', 'noindex-noai'));
    -- Of their own nodes elsewhere; those that are followed have it too.
    ALTER TABLE consent ADD COLUMN robots TEXT NOT NULL DEFAULT 'all'
      CHECK (robots IN ('all', 'noai', 'noindex', 'noindex-noai'));
    """
}
