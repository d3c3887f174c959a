import NIOCore
import Social

/// What a picture is by its own bytes, whatever its host calls it.
struct PictureCheck: Sendable {
  /// So many bytes tell the format.
  static let formatBytes = 16

  let limits: MediaLimits

  /// The bytes are of no picture that is shown.
  struct Refusal: Error {}

  /// Looks at the first bytes while more are coming.
  struct Beginning {
    private var bytes: [UInt8] = []

    mutating func add(_ more: ByteBuffer) throws(Refusal) {
      guard bytes.count < formatBytes else { return }
      bytes += more.readableBytesView.prefix(formatBytes - bytes.count)
      guard bytes.count < formatBytes || PictureFormat(of: bytes) != nil else { throw Refusal() }
    }
  }

  /// - Returns: its format, and whether it may be made small.
  func look(at file: OpenFile) throws -> (format: PictureFormat, isStill: Bool) {
    let head = Array(try file.read(at: 0, upTo: limits.headBytes).readableBytesView)
    guard let format = PictureFormat(of: head), let extent = format.extent(of: head),
      extent.width > 0, extent.height > 0, extent.side <= limits.side,
      extent.pixels <= limits.pixels
    else { throw Refusal() }
    return (format, !format.mayMove(head))
  }
}
