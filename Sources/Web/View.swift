import Mustache
import Social

/// What a page or a part of one shows, as its template looks into it: its fields by their names.
///
/// The templating's own way is to mirror an object at each look, and all objects around it for a field without a value.
protocol View: MustacheParent, Sendable {
  static var fields: ViewFields<Self> { get }
}

typealias ViewFields<Content> = [String: @Sendable (Content) -> Any?]

extension View {
  fileprivate static var fieldNames: [String] { Array(fields.keys) }

  func child(named name: String) -> Any? {
    // Only for a field that it has not is the templating to look into what is around it.
    guard let field = Self.fields[name] else { return nil }
    let value = field(self)
    // Templates show these as they are.
    switch name {
    case "html": return value as? SafeHTML ?? NoValue()
    case "json": return value as? SafeJSON ?? NoValue()
    default: break
    }
    switch value {
    case let text as String: return Text(text)
    case let texts as [String]: return texts.map(Text.init)
    case let value?: return value
    case nil: return NoValue()
    }
  }
}

/// What has no fields; else the templating mirrors it to see.
private protocol Leaf: MustacheParent {}

extension Leaf {
  func child(named name: String) -> Any? { nil }
}

extension SafeHTML: Leaf {}
extension SafeJSON: Leaf {}

/// A field's text. The templating would first find out how a `String` is to be described.
private struct Text: MustacheCustomRenderable, MustacheTransformable, Leaf {
  let renderText: String
  var isNull: Bool { false }

  init(_ text: String) { renderText = text }

  func transform(_ name: String) -> Any? { renderText.transform(name) }
}

/// Stands for a field that has no value: shows nothing, and its section is left out.
private struct NoValue: MustacheCustomRenderable, MustacheParent {
  var renderText: String { "" }
  var isNull: Bool { true }

  func child(named name: String) -> Any? { NoValue() }
}

/// All that a template may look into.
enum AnyView {
  static let fieldNames = Set(kinds.flatMap { $0.fieldNames })

  private static let kinds: [any View.Type] = [
    AboutPage.self, AboutPage.Contact.self, AboutPage.Told.self, ArchivePage.self, Attachments.self,
    Attachments.Extent.self, Attachments.File.self, Attachments.Media.self, CodeView.self,
    Comments.self, Comments.Comment.self, CommunitiesPage.self, CommunityCard.self,
    CommunityPage.self, CommunityPage.Account.self, CommunityPage.Followed.self, EmbedView.self,
    Frame.self, Frame.Article.self, Frame.Embedding.self, Frame.Feed.self, Frame.Footer.self,
    Frame.PictureSize.self, Frame.Places.self, Frame.StructuredData.self, FrontPage.self,
    GalleryTile.self, GalleryTile.Thumbnail.self, LinkCard.self, MonthLink.self, NoticePage.self,
    PersonCard.self, PostCard.self, PostCard.Home.self, PostCard.Moment.self, PostCard.Tag.self,
    PostCard.Writer.self, PostsBeside.self, PostsBeside.Neighbour.self, Reactions.self,
    Reactions.Reaction.self, SearchPage.self, SearchPage.Hit.self, SearchPage.Piece.self,
    Shares.self, Shares.Elsewhere.self, SinglePostPage.self, TagPage.self,
  ]
}
