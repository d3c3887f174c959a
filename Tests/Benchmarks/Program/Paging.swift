/// The ways to read twenty items of a node (XEP-0060 section 6.5, XEP-0059).
enum Paging: String, CaseIterable, CustomStringConvertible {
  case newest, random, before

  var description: String { rawValue }

  /// - Parameter items: how many the node holds, named by their numbers.
  func request(_ id: Int, node: String, items: Int) -> String {
    // Each of them comes once in so many.
    func some(_ number: Int) -> Int { (number &* 7_919 &+ 104_729) % items }
    switch self {
    case .newest: return Ask.items(id, of: node, " max_items='20'")
    case .random:
      return Ask.items(
        id, of: node,
        items: (0..<20).map { "<item id='i\(some(id * 20 + $0))'/>" }.joined())
    case .before:
      return Ask.items(
        id, of: node, set: Ask.set("<max>20</max><before>i\(some(id))</before>"))
    }
  }
}
