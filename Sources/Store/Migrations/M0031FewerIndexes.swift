/// An index less for each publish to fill.
enum M0031FewerIndexes {
  static let identifier = "0031-fewer-indexes"

  // What somebody has published in a node, in the order of creation: found among all that is in the node, so many at a time.
  static let sql = "DROP INDEX item_publisher_created;"
}
