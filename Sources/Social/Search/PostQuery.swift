package import XMPP

/// What somebody looks for among posts: words as they are typed, and conditions.
///
/// ```
/// summer "open air" festiv* #verona author:juliet@capulet.lit lang:it since:2026-06-01
/// ```
package struct PostQuery: Hashable, Sendable {
  /// Something that the text of a post must hold.
  package enum Term: Hashable, Sendable {
    /// One word, or several that follow one another; letters and digits alone, in lower case.
    case words([String])
    /// A word that begins so.
    case prefix(String)
    /// Letters of a script that puts no blanks between words: they may stand anywhere.
    case run(String)
  }

  /// Why a query is not carried out.
  package enum Problem: Error, Hashable, Sendable {
    case tooLong
    case tooManyTerms
  }

  package var terms: [Term] = []
  /// In lower case, without the sign; a post must have all of them.
  package var tags: [String] = []
  /// Whose posts are meant.
  package var author: BareJID?
  /// A part of what the author calls themselves.
  package var authorName: String?
  /// The node of the service that is asked.
  package var node: String?
  /// A BCP 47 tag in lower case; `de` stands for `de-at` too.
  package var language: String?
  /// Not published before, and before.
  package var since: Timestamp?
  package var until: Timestamp?

  /// Bytes of text, and terms and tags together; the cost grows with each.
  package static let maximumBytes = 1_024
  package static let maximumTerms = 8

  package init() {}

  /// Without anything that narrows it down.
  package var isEmpty: Bool { self == PostQuery() }

  /// Whether there are conditions besides the words, or besides the one tag or author where there are no words.
  package var isSelective: Bool {
    var others = self
    if terms.isEmpty, tags.count == 1 {
      others.tags = []
    } else if terms.isEmpty, tags.isEmpty {
      (others.author, others.authorName) = (nil, nil)
    }
    return !others.hasWordsAlone
  }

  /// Without any condition but its words.
  package var hasWordsAlone: Bool {
    var others = self
    others.terms = []
    return others.isEmpty
  }
}

// MARK: - As it is typed

extension PostQuery {
  /// Reads what somebody types: words, `"several in order"`, `begin*`, `#tag`, and conditions with a colon. What looks
  /// like a condition and is none is a word.
  ///
  /// - Parameter limit: of terms and tags together.
  package init(_ text: String, limit: Int = maximumTerms) throws(Problem) {
    guard text.utf8.count <= Self.maximumBytes else { throw .tooLong }
    for piece in Self.pieces(of: text) {
      switch piece {
      case .phrase(let words): add(words: words)
      case .plain(let word): add(plain: word)
      }
    }
    guard size <= limit else { throw .tooManyTerms }
  }

  private enum Piece {
    case plain(Substring)
    case phrase(Substring)
  }

  /// Cut at blanks and at quotation marks; one that is not closed ends with the text.
  private static func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if isQuotation(first) {
        rest.removeFirst()
        pieces.append(.phrase(rest.prefix { !isQuotation($0) }))
        rest = rest.drop { !isQuotation($0) }.dropFirst()
      } else {
        let word = rest.prefix { !$0.isWhitespace && !isQuotation($0) }
        pieces.append(.plain(word))
        rest = rest[word.endIndex...]
      }
    }
    return pieces
  }

  private static func isQuotation(_ character: Character) -> Bool {
    "\"\u{201C}\u{201D}\u{201E}\u{AB}\u{BB}\u{300C}\u{300D}".contains(character)
  }

  /// How much is looked for: each word of a phrase costs as much as one alone.
  private var size: Int {
    terms.reduce(tags.count) { sum, term in
      if case .words(let words) = term { sum + words.count } else { sum + 1 }
    }
  }

  private mutating func add(plain word: Substring) {
    if let sign = word.first, sign == "#" || sign == "\u{FF03}" {
      add(tag: String(word.dropFirst()))
      return
    }
    if let colon = word.firstIndex(of: ":"),
      add(condition: word[..<colon].lowercased(), String(word[word.index(after: colon)...]))
    {
      return
    }
    add(words: word, isPrefix: word.last == "*")
  }

  /// False if it is none.
  private mutating func add(condition name: String, _ value: String) -> Bool {
    guard !value.isEmpty else { return false }
    switch name {
    case "tag": add(tag: value)
    case "author", "by": return set(author: value)
    case "node", "in": node = value
    case "lang", "language":
      guard let tag = LanguageTag(value) else { return false }
      language = tag.text
    case "since":
      guard let moment = Self.moment(value) else { return false }
      since = moment
    case "until":
      guard let moment = Self.moment(value) else { return false }
      until = moment
    default: return false
    }
    return true
  }

  package mutating func add(tag: String) {
    let tag = String(tag.drop { $0 == "#" }).lowercased().composed
    if !tag.isEmpty, !tags.contains(tag) { tags.append(tag) }
  }

  /// An address, or a name; false if it looks like an address and is none.
  package mutating func set(author: String) -> Bool {
    guard author.hasPrefix("xmpp:") || author.contains("@") else {
      authorName = author
      return true
    }
    guard let jid = XMPPURI.account(named: author) else { return false }
    self.author = jid
    return true
  }

  /// A day (its beginning, UTC) or a moment (XEP-0082).
  package static func moment(_ text: String) -> Timestamp? {
    Timestamp(text.utf8.count == 10 ? text + "T00:00:00Z" : text)
  }
}

// MARK: - Words

extension PostQuery {
  private mutating func add(words text: Substring, isPrefix: Bool = false) {
    var words: [String] = []
    for word in SearchText.words(of: String(text).lowercased()) {
      switch word {
      case .word(let word): words.append(word)
      case .run(let run):
        flush(&words)
        add(.run(run))
      }
    }
    if isPrefix, let last = words.popLast() {
      flush(&words)
      return add(.prefix(last))
    }
    flush(&words)
  }

  private mutating func flush(_ words: inout [String]) {
    if !words.isEmpty { add(.words(words)) }
    words = []
  }

  private mutating func add(_ term: Term) {
    if !terms.contains(term) { terms.append(term) }
  }
}

extension PostQuery {
  /// The words and parts of words, whatever was to be done with them.
  var plainWords: [String] {
    terms.flatMap { term in
      switch term {
      case .words(let words): words
      case .prefix(let word): [word]
      case .run(let run): [run]
      }
    }
  }
}
