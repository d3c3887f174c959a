package import XMPP

/// A picture of somebody, fit to be shown on pages of ours.
package struct AvatarPicture: Hashable, Sendable {
  package let id: AvatarID
  package let format: PictureFormat
  package let bytes: [UInt8]

  /// Pixels in width and in height, where they can be read.
  package static let maximumExtent = 4_096

  /// Nil if it is of no kind that is shown, too large, or not the one that it is said to be.
  ///
  /// - Parameters:
  ///   - id: what its owner calls it (XEP-0084, section 3.1); nil: what it is.
  ///   - limit: bytes.
  package init?(_ bytes: [UInt8], claimed id: AvatarID? = nil, limit: Int) {
    guard bytes.count <= limit, let format = PictureFormat(of: bytes),
      let own = AvatarID(of: bytes), own == id ?? own
    else { return nil }
    if format != .avif {
      guard let extent = format.extent(of: bytes), 1...Self.maximumExtent ~= extent.side else {
        return nil
      }
    }
    (self.id, self.format, self.bytes) = (own, format, bytes)
  }

  /// One that was stored.
  package init(id: AvatarID, format: PictureFormat, bytes: [UInt8]) {
    (self.id, self.format, self.bytes) = (id, format, bytes)
  }
}
