import Media
import Social
import Store
import XMPP

/// A post of a gallery as its grid shows it: a picture that leads to the post, or its beginning where there is none.
struct GalleryTile: View {
  struct Thumbnail: View {
    var picture: String
    /// Empty where nothing but the post's title says what is to be seen.
    var alternative: String
    var size: Attachments.Extent?

    static let fields: ViewFields<GalleryTile.Thumbnail> = [
      "picture": { $0.picture }, "alternative": { $0.alternative }, "size": { $0.size },
    ]
  }

  var tileTitle: String
  var tileLink: String
  var tileTongue: String?
  var tileFlow: String
  var thumbnail: Thumbnail?
  /// Where there is no picture.
  var beginning: String?
  var maker: String
  var taken: PostCard.Moment

  static let fields: ViewFields<GalleryTile> = [
    "tileTitle": { $0.tileTitle }, "tileLink": { $0.tileLink }, "tileTongue": { $0.tileTongue },
    "tileFlow": { $0.tileFlow }, "thumbnail": { $0.thumbnail }, "beginning": { $0.beginning },
    "maker": { $0.maker },
    "taken": { $0.taken },
  ]
}

extension Site {
  func tile(_ post: PostView) -> GalleryTile {
    let entry = post.entry
    let thumbnail = thumbnail(entry)
    let beginning = thumbnail == nil && !entry.title.isEmpty ? entry.summary() : ""
    return GalleryTile(
      tileTitle: entry.headline(), tileLink: links.relative(post.path()),
      tileTongue: entry.language,
      tileFlow: TextDirection.attribute(entry.language.flatMap(LanguageTag.init)),
      thumbnail: thumbnail, beginning: beginning.isEmpty ? nil : beginning,
      maker: entry.author.name, taken: moment(entry.published))
  }

  /// The first picture, also one that stands in the text too.
  private func thumbnail(_ entry: Entry) -> GalleryTile.Thumbnail? {
    let attachments = Attachments(
      entry, clipped: true, nameLength: limits.titleLength, unnamed: "",
      link: { pictureLink($0, .small) })
    return attachments.pictures.first.map { picture in
      GalleryTile.Thumbnail(
        picture: picture.shown, alternative: picture.caption, size: picture.extent)
    }
  }
}
