/// How much of an entry is shown. What is beyond is cut (text, lists) or ignored (a single value).
package struct EntryLimits: Hashable, Sendable {
  /// Code points of a title.
  package var titleLength: Int
  /// Code points of an author's name.
  package var nameLength: Int
  /// UTF-8 bytes of `atom:id`; a longer one is ignored.
  package var idBytes: Int
  package var tags: Int
  /// Code points of a tag; a longer one is ignored.
  package var tagLength: Int
  package var enclosures: Int
  /// Code points of an enclosure's title.
  package var enclosureTitleLength: Int
  /// In pixels, of a picture or a film; a larger size is ignored.
  package var pixels: Int
  /// Link cards.
  package var links: Int
  /// Code points of what a link card says of its page.
  package var linkDescriptionLength: Int
  package var mentions: Int
  /// Other posts that are answered or passed on.
  package var references: Int
  /// Elements of one name, `content` or `summary`, that the body is chosen from.
  package var contents: Int
  /// Milliseconds since 1970: a date before it is a mistake. The default is 1990-01-01, before the
  /// web.
  package var earliest: Int64
  package var content: SanitizerLimits

  package init(
    titleLength: Int = 200, nameLength: Int = 80, idBytes: Int = 1_024, tags: Int = 20,
    tagLength: Int = 64, enclosures: Int = 20, enclosureTitleLength: Int = 200,
    pixels: Int = 100_000, links: Int = 20, linkDescriptionLength: Int = 400, mentions: Int = 50,
    references: Int = 10,
    contents: Int = 8, earliest: Int64 = 631_152_000_000,
    content: SanitizerLimits = SanitizerLimits()
  ) {
    self.titleLength = titleLength
    self.nameLength = nameLength
    self.idBytes = idBytes
    self.tags = tags
    self.tagLength = tagLength
    self.enclosures = enclosures
    self.enclosureTitleLength = enclosureTitleLength
    self.pixels = pixels
    self.links = links
    self.linkDescriptionLength = linkDescriptionLength
    self.mentions = mentions
    self.references = references
    self.contents = contents
    self.earliest = earliest
    self.content = content
  }
}
