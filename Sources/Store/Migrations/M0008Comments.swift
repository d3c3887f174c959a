/// The comments of posts: which node holds them, and what they answer.
enum M0008Comments {
  static let identifier = "0008-comments"

  static let sql = """
    -- The service makes a comments node for each post.
    ALTER TABLE node ADD COLUMN comments INTEGER NOT NULL DEFAULT 0 CHECK (comments IN (0, 1));
    -- Comments that are a heart and nothing else; they are among the posts.
    ALTER TABLE node ADD COLUMN hearts INTEGER NOT NULL DEFAULT 0 CHECK (hearts >= 0);

    -- Comments nodes and stories are in no list of communities, whatever says what they are.
    UPDATE node SET listable = 0, listed = 0
    WHERE listable = 1 AND (
      type = 'urn:xmpp:microblog:0:comments'
      OR substr(type, 1, 30) = 'urn:xmpp:microblog:0:comments/'
      OR type IN ('urn:xmpp:pubsub-social-feed:stories:0', 'urn:xmpp:pubsub-social-stories:0')
      OR coalesce(type, '') = '' AND name IN (
        'urn:xmpp:microblog:0:comments', 'urn:xmpp:pubsub-social-feed:stories:0',
        'urn:xmpp:pubsub-social-stories:0'));

    -- Where posts say that their comments are. Made again from the payloads, as is `comment`.
    CREATE TABLE replies (
      item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
      service TEXT NOT NULL,
      node TEXT NOT NULL,
      publisher INTEGER NOT NULL REFERENCES jid (id),
      -- It repeats somebody else's post.
      shared INTEGER NOT NULL CHECK (shared IN (0, 1))
    ) STRICT;
    CREATE INDEX replies_place ON replies (service, node, publisher) WHERE shared = 0;

    -- Comments by what they answer: the id of an item, by its address, and what may be the id of an item or of an
    -- entry.
    CREATE TABLE comment (
      item INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
      node INTEGER NOT NULL REFERENCES node (id),
      heart INTEGER NOT NULL CHECK (heart IN (0, 1)),
      atom_id TEXT,
      answered_item TEXT,
      answered_id TEXT
    ) STRICT;
    CREATE INDEX comment_thread ON comment (node, heart, item);
    CREATE INDEX comment_atom_id ON comment (node, atom_id) WHERE atom_id IS NOT NULL;
    """
}
