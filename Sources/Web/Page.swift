import Media
import NIOCore
import Social
import Store
import XMPP

/// An answer's content with what HTTP says about it: made once, sent many times.
struct Page: Sendable {
  enum Kind: Sendable {
    case html, atom, jsonFeed, stylesheet, icon, text
    case picture(PictureFormat)
    case document(DocumentType)

    /// Whether it becomes smaller by being compressed.
    var isText: Bool { if case .picture = self { false } else { true } }

    /// As `SitePath.isWorded`.
    var isWorded: Bool { if case .html = self { true } else { false } }

    /// As `SitePath.isOpen`.
    var isOpen: Bool {
      switch self {
      case .atom, .jsonFeed, .document: true
      default: false
      }
    }

    /// Without parameters.
    var mediaType: String { String(contentType.prefix { $0 != ";" }) }

    var contentType: String {
      switch self {
      case .html: "text/html; charset=utf-8"
      case .atom: "application/atom+xml; charset=utf-8"
      case .jsonFeed: "application/feed+json; charset=utf-8"
      case .stylesheet: "text/css; charset=utf-8"
      case .icon: "image/svg+xml; charset=utf-8"
      case .text: "text/plain; charset=utf-8"
      case .picture(let format): format.rawValue
      case .document(let type): type.rawValue
      }
    }
  }

  let kind: Kind
  let body: ByteBuffer
  /// The same for those who take it so; nil where that would gain nothing.
  let gzipped: ByteBuffer?
  /// Strong, from the content: the same bytes have the same tag, also after a restart.
  let tag: EntityTag
  let gzippedTag: EntityTag
  /// The last real change of what the page shows, where that is known for all of it.
  let changed: Timestamp?
  /// Its address, where that depends on what it shows.
  let path: SitePath?
  /// What it is connected with.
  let links: LinkHeader
  /// See `SiteLinks.cacheTag`.
  var cacheTag: String?
  let robots: RobotRules

  init(
    _ kind: Kind, _ body: ByteBuffer, changed: Timestamp? = nil, path: SitePath? = nil,
    links: LinkHeader = LinkHeader(), robots: RobotRules = []
  ) {
    self.kind = kind
    self.body = body
    self.changed = changed
    self.path = path
    gzipped = kind.isText ? Gzip.compressed(body) : nil
    self.links = links
    self.robots = robots
    tag = EntityTag(of: body.readableBytesView)
    gzippedTag = tag.gzipped
  }

  /// About what it holds in memory.
  var heldBytes: Int {
    body.storageCapacity + (gzipped?.storageCapacity ?? 0) + links.text.utf8.count + 512
  }
}

/// What an address turned out to be.
enum Outcome: Sendable {
  case page(Page)
  /// From elsewhere.
  case picture(KeptPicture)
  /// Not there, or not for the public.
  case missing
  /// It was public and was retracted.
  case gone
  /// Shown under another address.
  case moved(SitePath)
  /// There, and not to be had in this way.
  case refused(Notice)

  /// Where a page is, if that depends on what it shows.
  var path: SitePath? { if case .page(let page) = self { page.path } else { nil } }
}
