/// Subscriptions that everybody may see (XEP-0465).
enum M0009Followers {
  static let identifier = "0009-followers"

  static let sql = """
    -- Who may read the node may see who is subscribed.
    ALTER TABLE subscription ADD COLUMN public INTEGER NOT NULL DEFAULT 0 CHECK (public IN (0, 1));

    -- Nodes that were made by hand under the names of the lists stay, but are no communities.
    UPDATE node SET listable = 0, listed = 0
      WHERE substr(name, 1, 27) = 'urn:xmpp:pps:subscribers:0/'
        OR substr(name, 1, 28) = 'urn:xmpp:pps:subscriptions:0';
    """
}
