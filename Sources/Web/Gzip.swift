import CZlib
import NIOCore

/// The gzip coding of content (RFC 9110 section 8.4.1.3): made once for a page, sent many times.
enum Gzip {
  /// Shorter content is sent as it is.
  private static let shortest = 1_024

  /// Nil where it would gain nothing.
  static func compressed(_ content: ByteBuffer) -> ByteBuffer? {
    guard content.readableBytes >= shortest else { return nil }
    var stream = z_stream()
    guard zlib_begin_gzip(&stream, Z_DEFAULT_COMPRESSION) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    let room = Int(deflateBound(&stream, UInt(content.readableBytes)))
    let bytes = content.withUnsafeReadableBytes { input in
      [UInt8](unsafeUninitializedCapacity: room) { output, count in
        // zlib only reads it, and its type does not say so.
        stream.next_in = UnsafeMutablePointer(
          mutating: input.bindMemory(to: UInt8.self).baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
      }
    }
    return bytes.isEmpty || bytes.count >= content.readableBytes ? nil : ByteBuffer(bytes: bytes)
  }

  /// Whether an `Accept-Encoding` takes it (RFC 9110 section 12.5.3): by its name, or as one of all.
  static func isAccepted(_ header: String) -> Bool {
    var others = false
    for part in header.utf8.split(separator: UInt8(ascii: ",")) {
      let words = part.split(separator: UInt8(ascii: ";"))
      guard let name = words.first?.trimmed else { continue }
      let isWanted = !words.dropFirst().contains { $0.trimmed.isZeroWeight }
      if name.isWord("gzip") || name.isWord("x-gzip") { return isWanted }
      if name.isWord("*") { others = isWanted }
    }
    return others
  }
}

extension Substring.UTF8View {
  fileprivate var trimmed: Self {
    func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let front = drop(while: isBlank)
    guard let end = front.lastIndex(where: { !isBlank($0) }) else { return front }
    return front[...end]
  }

  /// In whatever case.
  fileprivate func isWord(_ word: StaticString) -> Bool {
    word.withUTF8Buffer { word in
      elementsEqual(word) { ($0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0) == $1 }
    }
  }

  /// `q=0`, `q=0.000`.
  fileprivate var isZeroWeight: Bool {
    guard prefix(2).isEmpty == false, prefix(2).isWord("q=") else { return false }
    return dropFirst(2).allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
  }
}
