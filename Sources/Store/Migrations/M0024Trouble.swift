/// What is odd about nodes that are followed, and who is to be tried next where that fails.
enum M0024Trouble {
  static let identifier = "0024-trouble"

  static let sql = """
    -- What is odd about it, though it goes on, and when that was seen.
    ALTER TABLE source ADD COLUMN note TEXT;
    ALTER TABLE source ADD COLUMN noted INTEGER;

    -- When something was done about it last, or tried: of those that are due at the same time it is the turn of the one that
    -- has waited longest.
    ALTER TABLE source ADD COLUMN tried INTEGER;
    DROP INDEX source_due;
    CREATE INDEX source_due ON source (due, tried) WHERE stage <> 'ended';

    -- How often it was asked for that every item is compared.
    ALTER TABLE source ADD COLUMN audits INTEGER NOT NULL DEFAULT 0;

    -- How often the service told of what is not followed there, or not told by it, and when that was last.
    ALTER TABLE service ADD COLUMN strays INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE service ADD COLUMN strayed INTEGER;
    """
}
