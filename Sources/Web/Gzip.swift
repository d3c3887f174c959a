import CDeflate
import NIOCore

/// The gzip coding of content (RFC 9110 section 8.4.1.3): made once for a page, sent many times.
enum Gzip {
  /// Shorter content is sent as it is.
  private static let shortest = 1_024

  /// Of twelve: a twentieth larger than what zlib makes by default, in a quarter of its time.
  private static let level: Int32 = 2

  /// Nil where it would gain nothing.
  static func compressed(_ content: ByteBuffer) -> ByteBuffer? {
    guard content.readableBytes >= shortest,
      let compressor = libdeflate_alloc_compressor(level)
    else { return nil }
    defer { libdeflate_free_compressor(compressor) }
    let bytes = content.withUnsafeReadableBytes { input in
      // What does not fit into fewer bytes gives 0.
      [UInt8](unsafeUninitializedCapacity: input.count - 1) { output, count in
        count = libdeflate_gzip_compress(
          compressor, input.baseAddress, input.count, output.baseAddress, output.count)
      }
    }
    return bytes.isEmpty ? nil : ByteBuffer(bytes: bytes)
  }

  /// What `compressed` was given.
  ///
  /// - Parameter length: the bytes of that.
  static func expanded(_ compressed: ByteBuffer, length: Int) -> ByteBuffer {
    var expanded = ByteBuffer()
    compressed.withUnsafeReadableBytes { input in
      _ = expanded.writeWithUnsafeMutableBytes(minimumWritableBytes: length) { output in
        guard let decompressor = libdeflate_alloc_decompressor() else { return 0 }
        defer { libdeflate_free_decompressor(decompressor) }
        var count = 0
        let result = libdeflate_gzip_decompress(
          decompressor, input.baseAddress, input.count, output.baseAddress, length, &count)
        return result == LIBDEFLATE_SUCCESS ? count : 0
      }
    }
    // It is whole and is what it was: only where there is no memory for the decompressor is this not so, and Swift itself
    // ends the program where there is none.
    precondition(expanded.readableBytes == length, "out of memory")
    return expanded
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
