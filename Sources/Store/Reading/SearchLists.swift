import GRDB
import PubSub
import Social
import XMPP

/// One of the lists that a search is answered from, one after the other.
enum SearchList {
  /// Posts whose words match an expression of FTS5.
  case words(String)
  /// Posts with parts of words.
  case fragments(String, isLastResort: Bool)
  /// Posts with a tag.
  case tagged(String)
  case byAuthor(String)
  case inNode
  case newest

  /// What has all words in its names comes first, then what has them near one another, then the others; parts of words
  /// are looked for if no word is found.
  static func all(_ query: PostQuery, for reader: SearchReader) -> [SearchList] {
    let words = Match(query)
    if !words.isEmpty {
      var lists: [SearchList] = [.words("{title tags author} : (\(words.all))")]
      if let near = words.near { lists.append(.words(near)) }
      lists.append(.words(words.all))
      if let parts = words.parts { lists.append(.fragments(parts, isLastResort: true)) }
      return lists
    }
    if let runs = words.runs { return [.fragments(runs, isLastResort: false)] }
    if let tag = query.tags.first { return [.tagged(tag)] }
    if let author = query.author { return [.byAuthor(author.description)] }
    if let name = query.authorName.flatMap(Match.author) { return [.words(name)] }
    guard case .account = reader, query.node != nil else { return [.newest] }
    return [.inNode]
  }

  /// Of one node, without an order of merit.
  static func whole(_ query: PostQuery) -> [SearchList] {
    let words = Match(query)
    let lists = all(query, for: .anyone)
    if !words.isEmpty { return [.words(words.all)] + lists.filter(\.isLastResort) }
    if case .newest? = lists.first { return [.inNode] }
    return lists
  }

  var isLastResort: Bool {
    if case .fragments(_, let isLastResort) = self { isLastResort } else { false }
  }

  /// What it is read from; `entry` is the post.
  ///
  /// - Parameter isNodeFirst: the posts of a node are gone through for those in the list, not the other way round.
  func tables(isNodeFirst: Bool) -> String {
    switch self {
    case .words, .fragments:
      isNodeFirst
        ? "entry CROSS JOIN \(source) ON \(itemKey) = entry.item"
        : "\(source) JOIN entry ON entry.item = \(itemKey)"
    case .tagged, .byAuthor: "\(source) JOIN entry ON entry.item = \(itemKey)"
    case .inNode, .newest: source
    }
  }

  private var itemKey: String {
    switch self {
    case .words: "search.rowid"
    case .fragments: "fragment.rowid"
    case .tagged: "tag.item"
    case .byAuthor: "written.id"
    case .inNode, .newest: "entry.item"
    }
  }

  /// The table that it is ordered by.
  private var source: String {
    switch self {
    case .words: "search"
    case .fragments: "fragment"
    case .tagged: "tag"
    case .byAuthor: "item AS written"
    case .inNode, .newest: "entry"
    }
  }

  /// Whether it has posts of all kinds, however few are meant.
  var isWhole: Bool { if case .newest = self { true } else { false } }
  /// Whether it has the posts of one node alone.
  var isOfNode: Bool { if case .inNode = self { true } else { false } }

  /// What it is ordered by: the order of creation, or of the last publish where that is what is indexed.
  var key: String {
    switch self {
    case .words: "search.rowid"
    case .fragments: "fragment.rowid"
    case .tagged: "tag.sequence"
    case .byAuthor: "written.id"
    case .inNode: "entry.sequence"
    case .newest: "entry.item"
    }
  }

  func limit(_ conditions: inout SearchConditions, below place: Int64) throws {
    switch self {
    case .words(let match): conditions.add("search MATCH ?", [match])
    case .fragments(let match, _): conditions.add("fragment MATCH ?", [match])
    case .tagged(let tag): conditions.add("tag.tag = ?", [tag])
    case .byAuthor(let author): try conditions.add("written.publisher = ?", author: author)
    case .inNode, .newest: break
    }
    conditions.add("\(key) < ?", [place])
  }

  /// Leaves out what this list has.
  func exclude(_ conditions: inout SearchConditions) {
    guard case .words(let match) = self else { return }
    conditions.add(
      "NOT EXISTS (SELECT 1 FROM search AS better WHERE better.rowid = entry.item AND better.search MATCH ?)",
      [match])
  }
}

/// A query's words as expressions of FTS5. Each is quoted, and holds letters and digits alone.
private struct Match {
  private var plain: [String] = []
  private var single: [String] = []
  private var allRuns: [String] = []

  init(_ query: PostQuery) {
    for term in query.terms {
      switch term {
      case .words(let words):
        plain.append("\"\(words.joined(separator: " "))\"")
        single += words
      case .prefix(let word):
        plain.append("\"\(word)\" *")
        single.append(word)
      case .run(let run): if let grams = Self.grams(run) { allRuns.append(grams) }
      }
    }
  }

  private static func grams(_ part: String) -> String? {
    SearchText.grams(ofPart: part).map { grams in
      "\"\(grams.words.joined(separator: " "))\"" + (grams.isPrefix ? " *" : "")
    }
  }

  /// Words of an author's name, each as its beginning; nil if there are none.
  static func author(_ name: String) -> String? {
    let words = SearchText.words(in: name).map { "\"\($0)\" *" }
    return words.isEmpty ? nil : "{author} : (\(words.joined(separator: " AND ")))"
  }

  var isEmpty: Bool { plain.isEmpty }
  var all: String { plain.joined(separator: " AND ") }
  var runs: String? { allRuns.isEmpty ? nil : allRuns.joined(separator: " AND ") }
  /// Within so many words of one another.
  var near: String? {
    plain.count > 1 && allRuns.isEmpty ? "NEAR(\(plain.joined(separator: " ")), 10)" : nil
  }
  /// All words as parts of others; nil if one is too short for that.
  var parts: String? {
    let parts = single.map { Self.grams($0) }
    guard !parts.contains(nil) else { return nil }
    return (parts.compactMap(\.self) + allRuns).joined(separator: " AND ")
  }
}

/// The conditions that posts must meet, as SQL.
struct SearchConditions {
  let snapshot: Snapshot
  private var parts = ["node.deleted IS NULL", "entry.sequence > node.floor"]
  private(set) var arguments: StatementArguments = []
  /// False if they name somebody or something that is not there.
  private(set) var canBeMet = true
  /// Whether all are of one node that has few posts: it is gone through, whatever the list.
  private(set) var isOfSmallNode = false
  /// Whether it is not the list alone that says what is found.
  private let isSelective: Bool

  private init(_ snapshot: Snapshot) {
    self.snapshot = snapshot
    isSelective = false
  }

  init(_ query: PostQuery, for reader: SearchReader, _ snapshot: Snapshot) throws {
    self.snapshot = snapshot
    isSelective = query.isSelective
    let words = Match(query)
    if let runs = words.runs, !words.isEmpty {
      add("entry.item IN (SELECT rowid FROM fragment WHERE fragment MATCH ?)", [runs])
    }
    for tag in query.tags {
      add(
        """
        EXISTS (
          SELECT 1 FROM tag AS other WHERE other.tag = ? AND other.sequence = entry.sequence)
        """, [tag])
    }
    // Nor is anybody found by their address where the node does not give it.
    if let author = query.author {
      try add("item.publisher = ? AND node.itemreply = 'publisher'", author: author.description)
    }
    if let name = query.authorName { add(authorName: name) }
    if let node = query.node { try add(node: node, reader) }
    if let language = query.language {
      add(
        "(entry.language = ? OR substr(entry.language, 1, ?) = ?)",
        [language, language.utf8.count + 1, language + "-"])
    }
    if let since = query.since { add("entry.published >= ?", [since.milliseconds]) }
    if let until = query.until { add("entry.published < ?", [until.milliseconds]) }
  }

  mutating func add(_ sql: String, _ arguments: StatementArguments) {
    parts.append(sql)
    self.arguments += arguments
  }

  /// - Parameter author: an address, perhaps of nobody who was ever seen.
  mutating func add(_ sql: String, author: String) throws {
    guard let number = try snapshot.number(of: author) else {
      canBeMet = false
      return
    }
    add(sql, [number])
  }

  private mutating func add(authorName name: String) {
    guard let match = Match.author(name) else {
      canBeMet = false
      return
    }
    add(
      """
      EXISTS (
        SELECT 1 FROM search AS named WHERE named.rowid = entry.item AND named.search MATCH ?)
      """, [match])
  }

  private mutating func add(node: String, _ reader: SearchReader) throws {
    guard case .account(_, let service, _) = reader else { return add("+node.name = ?", [node]) }
    let found = try snapshot.first(
      "SELECT id, items FROM node WHERE service = ? AND name = ? AND deleted IS NULL",
      [service.number, node]
    ) { (number: $0[0] as Int64, items: $0[1] as Int) }
    canBeMet = canBeMet && found != nil
    if let found { add(node: found.number, items: found.items) }
  }

  mutating func add(node: Int64, items: Int) {
    isOfSmallNode = items <= Self.smallNode
    add("entry.node = ?", [node])
  }

  private static let smallNode = 2_000

  /// Leaves out what stands behind so many of the list's posts that the reader may probably see, where there may be few
  /// hits among very many.
  ///
  /// - Returns: the place of the last one that is left; nil if there are not so many.
  mutating func bound(
    _ list: SearchList, below place: Int64, rows: Int, for reader: SearchReader,
    _ accounts: Set<Int64>
  ) throws -> Int64? {
    guard isSelective || list.isWhole, !isOfSmallNode, !list.isOfNode else { return nil }
    var own = SearchConditions(snapshot)
    try list.limit(&own, below: place)
    try own.limit(to: reader, accounts)
    guard own.canBeMet else { return nil }
    let edge = try snapshot.number(
      """
      SELECT \(list.key) FROM \(list.tables(isNodeFirst: false)) JOIN node ON node.id = entry.node
      \(own.sql) ORDER BY \(list.key) DESC LIMIT 1 OFFSET ?
      """, own.arguments + [rows - 1])
    if let edge { add("\(list.key) >= ?", [edge]) }
    return edge
  }

  var sql: String { "WHERE " + parts.joined(separator: " AND ") }
}
