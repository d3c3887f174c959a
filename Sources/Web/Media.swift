import Hummingbird
package import Media
import Social

/// `/media/{signature}/{size}/{address}`: a picture of a post, from elsewhere.
package struct MediaPath: Hashable, Sendable {
  package var code: String
  package var size: PictureSize
  /// Where it is, as it stands in the post.
  package var address: String

  package init(code: String, size: PictureSize, address: String) {
    self.code = code
    self.size = size
    self.address = address
  }

  init(_ segments: [String]) throws(SitePathError) {
    guard segments.count == 3, PictureSignature.isCode(segments[0]),
      let size = PictureSize(rawValue: segments[1])
    else { throw .unknown }
    self.init(code: segments[0], size: size, address: segments[2])
  }

  var segments: [String] { ["media", code, size.rawValue, SitePath.marked(address)] }
}

extension Site {
  /// Where a page loads a picture from: what is our own already, or all where none are kept, from where it is.
  func pictureLink(_ address: String, _ size: PictureSize) -> String {
    guard pictures != nil, !address.utf8.starts(with: "\(links.origin)/".utf8),
      let code = pictureSignature.code(of: address, size)
    else { return address }
    return links.relative(.media(MediaPath(code: code, size: size, address: address)))
  }

  /// What a page shows, with its pictures from where the page loads them.
  func shown(_ html: SafeHTML, _ size: PictureSize) -> SafeHTML {
    pictures == nil ? html : html.movingPictures { pictureLink($0, size) }
  }

  /// - Throws: `PictureFailure.busy`.
  func picture(_ path: MediaPath) async throws -> Outcome {
    guard let pictures, pictureSignature.isRight(path.code, for: path.address, path.size) else {
      return .missing
    }
    do throws(PictureFailure) {
      return .picture(try await pictures.picture(from: path.address, path.size))
    } catch {
      guard error == .missing else { throw error }
      return .missing
    }
  }
}

extension Response {
  /// Its address is of the picture that it leads to, not of the post: it goes on to be shown to who has it.
  private static let pictureCaching = "public, max-age=86400"
  /// Of a picture, held for each visitor.
  private static let piece = 65_536

  /// A picture, from the disk as fast as it is taken.
  init(_ picture: KeptPicture, _ request: Request) {
    let tag = EntityTag(mark: picture.tag)
    var headers: HTTPFields = [.eTag: tag.text, .cacheControl: Self.pictureCaching]
    for field in SecurityHeaders.ofPictures { headers.append(field) }
    if let known = request.headers[.ifNoneMatch], tag.matches(known) {
      self.init(status: .notModified, headers: headers)
      return
    }
    headers[.contentType] = picture.format.rawValue
    headers[.contentLength] = String(picture.file.size)
    guard request.method != .head else {
      self.init(status: .ok, headers: headers)
      return
    }
    let body = ResponseBody(contentLength: picture.file.size) { writer in
      var offset = 0
      while offset < picture.file.size {
        let bytes = try await picture.file.bytes(at: offset, upTo: Self.piece)
        guard bytes.readableBytes > 0 else { throw PictureFailure.missing }
        offset += bytes.readableBytes
        try await writer.write(bytes)
      }
      try await writer.finish(nil)
    }
    self.init(status: .ok, headers: headers, body: body)
  }
}
