/// A payload as somebody's client writes it, and what comes of it: what is stored, by what it is found, what a browser
/// and a feed reader are shown of it.
struct DialectRow: Sendable {
  enum Stored: Sendable {
    /// What was published, written as everything is.
    case same
    /// These bytes.
    case written(String)
    /// Nothing: the conditions of the refusal.
    case refused([String])
  }

  /// What is filled into the search form.
  enum Search: Sendable, CustomStringConvertible {
    case text(String)
    case tag(String)
    case author(String)
    case language(String)

    var field: (name: String, value: String) {
      switch self {
      case .text(let value): ("text", value)
      case .tag(let value): ("tag", value)
      case .author(let value): ("author", value)
      case .language(let value): ("language", value)
      }
    }

    var description: String { "\(field.name) \(field.value)" }
  }

  enum Shown: Sendable {
    /// With this in the markup of its page, and this in that of its entry in the feed.
    case here(page: [String], feed: [String])
    /// It has no page, is in no feed and in no search.
    case nowhere

    static func here(_ page: String..., feed: [String] = []) -> Shown {
      .here(page: page, feed: feed)
    }
  }

  var name: String
  var node = DialectRow.community
  /// The id of the item, also in `payload` where its client says it there.
  var item: String
  /// Published before it under the same id.
  var former: String?
  var payload: String
  /// What the client declares outside of the payload, on `<pubsub/>`.
  var outside = ""
  var stored = Stored.same
  var found: [Search] = []
  var missed: [Search] = []
  var shown: Shown
  /// What neither its page nor its entry in the feed may hold.
  var never: [String] = []

  static let community = "verona"
  static let gallery = "pictures"
  static let stories = "stories"
  static let comments = "urn:xmpp:microblog:0:comments/rose"

  /// All of them, by who writes so.
  static let all: [(dialect: String, rows: [DialectRow])] = [
    ("Movim", movim), ("Movim, not only posts", movimOthers), ("converse.js", converse),
    ("Libervia", libervia), ("atomtopubsub", atomToPubSub), ("RFC 4287", plainAtom),
    ("XEP-0277 and XEP-0472", specified), ("odd", odd), ("hostile", hostile),
  ]
}

/// An entry with these children.
func atom(_ children: String, _ attributes: String = "") -> String {
  "<entry xmlns='http://www.w3.org/2005/Atom'\(attributes)>\(children)</entry>"
}

/// The author that everybody's client names.
let authorOfPosts =
  "<author><name>Juliet</name><uri>xmpp:juliet@example.org</uri></author>"

/// The content of an entry as XHTML.
func xhtml(_ markup: String) -> String {
  "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>\(markup)</div></content>"
}
