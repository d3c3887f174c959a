/// JSON that may go into a page unescaped, as the data of a `<script>` that no browser runs: the encoder alone makes it,
/// and it holds no `<`, so that nothing in it ends that element or begins a comment (HTML, section 4.12.1.3).
package struct SafeJSON: Hashable, Sendable {
  package let text: String

  package init(_ value: JSON) throws {
    var bytes: [UInt8] = []
    // The three signs stand in strings alone, where each may be written by its number.
    for byte in try value.bytes() {
      switch byte {
      case UInt8(ascii: "<"): bytes += #"\u003c"#.utf8
      case UInt8(ascii: ">"): bytes += #"\u003e"#.utf8
      case UInt8(ascii: "&"): bytes += #"\u0026"#.utf8
      default: bytes.append(byte)
      }
    }
    text = String(decoding: bytes, as: UTF8.self)
  }
}
