/// What is attached to the items of followed nodes: their summary nodes are followed with them.
enum M0020FollowedSummaries {
  static let identifier = "0020-followed-summaries"

  static let sql = """
    -- When the service said last that it sums up nothing that is attached to items (XEP-0470), in milliseconds since 1970.
    ALTER TABLE service ADD COLUMN unsummed INTEGER;
    """
}
