import CQREncode

/// A text in black and white squares, for cameras (ISO/IEC 18004). It is meant for screens, where nothing gets dirty: with the
/// least correction there is, it has the fewest squares.
struct QRCode: Hashable, Sendable {
  /// Squares on each side.
  let side: Int
  /// Row by row: whether it is black.
  private let squares: [Bool]

  /// Bytes of a text: of a longer one the squares would be small, and the page large.
  static let maximumBytes = 256

  /// Nil for a text that is empty or too long.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, bytes.count <= Self.maximumBytes,
      let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_L)
    else { return nil }
    defer { QRcode_free(code) }
    side = Int(code.pointee.width)
    squares = UnsafeBufferPointer(start: code.pointee.data, count: side * side).map { $0 & 1 == 1 }
  }

  func isBlack(_ row: Int, _ column: Int) -> Bool { squares[row * side + column] }

  /// White squares around it on each side; readers need them.
  static let margin = 4

  /// With its margin.
  var width: Int { side + 2 * Self.margin }

  /// Along the middle of each black stretch, as SVG has it: `M4 4.5h7m2 0h1`.
  var path: String {
    var path = ""
    for row in 0..<side {
      var column = 0
      var pen: Int?
      while let start = (column..<side).first(where: { isBlack(row, $0) }) {
        let end = (start..<side).first { !isBlack(row, $0) } ?? side
        path +=
          pen.map { "m\(start - $0) 0" } ?? "M\(start + Self.margin) \(row + Self.margin).5"
        path += "h\(end - start)"
        (pen, column) = (end, end)
      }
    }
    return path
  }
}

/// A code as a page shows it.
struct CodeView: View {
  var codeTitle: String
  var codeWidth: Int
  var codePath: String

  static let fields: ViewFields<CodeView> = [
    "codeTitle": { $0.codeTitle }, "codeWidth": { $0.codeWidth }, "codePath": { $0.codePath },
  ]

  /// Nil for an address that is too long.
  init?(_ address: String) {
    guard let code = QRCode(address) else { return nil }
    codeTitle = address
    codeWidth = code.width
    codePath = code.path
  }
}
