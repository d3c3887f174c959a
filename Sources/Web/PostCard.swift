import Media
import Social
import Store
import XMPP

/// A post as a page shows it, whole or as an excerpt.
struct PostCard: View {
  struct Moment: View {
    /// RFC 3339, for machines.
    var stamp: String
    var words: String
    /// What they are written in, where that is not the page's language.
    var dateTongue: String?

    static let fields: ViewFields<PostCard.Moment> = [
      "stamp": { $0.stamp }, "words": { $0.words }, "dateTongue": { $0.dateTongue },
    ]
  }

  struct Writer: View {
    var name: String
    var profile: String?
    /// Where their picture is.
    var avatar: String?

    static let fields: ViewFields<PostCard.Writer> = [
      "name": { $0.name }, "profile": { $0.profile }, "avatar": { $0.avatar },
    ]
  }

  struct Tag: View {
    var tag: String
    var tagLink: String

    static let fields: ViewFields<PostCard.Tag> = [
      "tag": { $0.tag }, "tagLink": { $0.tagLink },
    ]
  }

  struct Home: View {
    var homeTitle: String
    var homeLink: String

    static let fields: ViewFields<PostCard.Home> = [
      "homeTitle": { $0.homeTitle }, "homeLink": { $0.homeLink },
    ]
  }

  /// The heading; a post may have none.
  var heading: String?
  var link: String
  var language: String?
  /// `dir` of what is in its language.
  var direction: String
  /// The content, where it is shown whole.
  var html: SafeHTML?
  /// Its beginning, where it is not.
  var excerpt: [String] = []
  var clipped: Bool
  var written: Moment
  var edited: Moment?
  var writer: Writer
  var home: Home?
  /// Where it was written, if the node shows that.
  var spot: String?
  var labels: [Tag]
  var attachments: Attachments

  static let fields: ViewFields<PostCard> = [
    "heading": { $0.heading }, "link": { $0.link }, "language": { $0.language },
    "direction": { $0.direction },
    "html": { $0.html }, "excerpt": { $0.excerpt }, "clipped": { $0.clipped },
    "written": { $0.written },
    "edited": { $0.edited }, "writer": { $0.writer }, "home": { $0.home }, "spot": { $0.spot },
    "labels": { $0.labels },
    "hasLabels": { !$0.labels.isEmpty }, "attachments": { $0.attachments },
    "hasAttachments": { !$0.attachments.isEmpty },
  ]
}

extension Site {
  enum Extent {
    /// The post's own page.
    case whole
    /// A list of one community.
    case listed
    /// A list of several: says which community a post is of.
    case mixed
    /// Below a post: it has no page of its own that would have more.
    case comment
  }

  func card(_ post: PostView, _ extent: Extent) -> PostCard {
    let entry = post.entry
    let clipped = extent != .whole && !post.isWhole
    let size: PictureSize = extent == .whole ? .large : .small
    // Publishing takes a moment: only what is later by a minute was an edit.
    let isEdited = entry.updated.milliseconds - entry.published.milliseconds >= 60_000
    return PostCard(
      heading: entry.title.isEmpty ? nil : entry.title,
      link: links.relative(post.path()),
      language: entry.language,
      direction: TextDirection.attribute(entry.language.flatMap(LanguageTag.init)),
      html: clipped ? nil : shown(entry.html, size),
      excerpt: clipped ? Excerpt.paragraphs(entry.text, excerptLength(extent)) : [],
      clipped: clipped,
      written: moment(entry.published, like: entry.language),
      edited: isEdited ? moment(entry.updated, like: entry.language) : nil,
      writer: PostCard.Writer(
        name: entry.author.name, profile: entry.author.uri.flatMap(SiteLinks.outward),
        avatar: post.avatar.map { links.relative(.avatar($0)) }),
      home: extent == .mixed
        ? PostCard.Home(
          homeTitle: post.home.label(post.nodeTitle, limit: limits.titleLength),
          homeLink: links.relative(.community(post.home, .newest))) : nil,
      spot: entry.location.map(Self.spot),
      labels: entry.tags.map { PostCard.Tag(tag: $0, tagLink: links.relative(.tag($0))) },
      attachments: Attachments(
        entry, clipped: clipped && extent != .comment, nameLength: limits.titleLength,
        unnamed: language[.picture],
        link: { pictureLink($0, size) }))
  }

  private func excerptLength(_ extent: Extent) -> Int {
    extent == .comment ? limits.wholeCommentBytes : limits.excerptLength
  }

  /// In words of the language that what stands there is in, if the interface has that one.
  func moment(_ moment: Timestamp, like text: String? = nil) -> PostCard.Moment {
    let spoken = dates(like: text)
    return PostCard.Moment(
      stamp: moment.text, words: spoken.moment(CivilTime(moment)),
      dateTongue: spoken.tag == language.tag ? nil : spoken.tag.text)
  }

  func dates(like text: String?) -> Language {
    text.flatMap(LanguageTag.init).flatMap(look.languages.language(of:)) ?? language
  }

  /// The name of a place, else its coordinates.
  private static func spot(_ location: Entry.Location) -> String {
    if let name = location.name { return name }
    guard let place = location.coordinates else { return "" }
    return "\(place.latitude)°, \(place.longitude)°"
  }
}
