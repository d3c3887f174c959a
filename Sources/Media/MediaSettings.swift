import Outbound

/// Where pictures of elsewhere are kept, and how many.
package struct MediaSettings: Hashable, Sendable {
  /// It is made if its parent is there.
  package var folder: String
  /// What all files together may occupy.
  package var bytes: Int
  package var pictures: Int
  /// Of one picture, as it comes; a larger one is not shown.
  package var pictureBytes: Int
  package var ports: Set<Int>

  package init(
    folder: String, bytes: Int = 1 << 30, pictures: Int = 20_000, pictureBytes: Int = 16 << 20,
    ports: Set<Int> = AddressGuard.usualPorts
  ) {
    self.folder = folder
    self.bytes = bytes
    self.pictures = pictures
    self.pictureBytes = pictureBytes
    self.ports = ports
  }
}

/// What is not for an admin to choose.
struct MediaLimits: Sendable {
  /// Pixels in width and in height.
  var side = 16_384
  /// Pixels in all: what is decoded takes four bytes for each.
  var pixels = 1 << 26
  /// The width and height must be within so many bytes from the beginning.
  var headBytes = 1 << 19
  /// Seconds after which a picture is fetched anew: its author may have taken it away.
  var lifetime: Int64 = 30 * 86_400
  /// Seconds after which the file of a picture that is in use is marked as used again.
  var touching: Int64 = 3_600
  var fetches = 8
  var fetchesOfHost = 2
  /// Pictures that wait to be fetched; more are refused for now.
  var waiting = 64
  /// Pictures that could not be had are remembered for one to two of these.
  var forgetting = Duration.seconds(600)
  /// So many of them in one such time; when there are more, the oldest are forgotten sooner.
  var failures = 8_192
}

/// How large a picture is shown.
package enum PictureSize: String, Hashable, Sendable, CaseIterable {
  /// In lists.
  case small
  /// On the page of its post.
  case large

  /// Pixels in width and in height at most, where pictures are made small.
  package var side: Int {
    switch self {
    case .small: 800
    case .large: 1_600
    }
  }
}

/// Why there is no picture.
package enum PictureFailure: Error, Hashable, Sendable {
  /// It cannot be had from where it is said to be, or is none that is shown.
  case missing
  /// There is no room or no time for it just now.
  case busy
}
