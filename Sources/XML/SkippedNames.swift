/// The different names in a stanza that is being skipped: of elements, attributes and declared prefixes, as they are
/// written. Expat keeps each of them; it reports names with their namespaces, which may be long and are not read here.
struct SkippedNames {
  private var hashes: Set<Int> = []

  var count: Int { hashes.count }

  /// - Parameter token: a start tag, well formed, from its `<` on.
  mutating func note(_ token: UnsafeRawBufferPointer) {
    var rest = token.dropFirst()
    take(&rest)
    while let start = rest.firstIndex(where: { !Self.endsName($0) }) {
      rest = rest[start...]
      take(&rest)
      // A value in quotation marks of either kind.
      guard let open = rest.firstIndex(where: { $0 == 0x22 || $0 == 0x27 }) else { return }
      let mark = rest[open]
      rest = rest[(open + 1)...]
      guard let close = rest.firstIndex(of: mark) else { return }
      rest = rest[(close + 1)...]
    }
  }

  private mutating func take(_ rest: inout Slice<UnsafeRawBufferPointer>) {
    let name = rest.prefix { !Self.endsName($0) }
    // Nobody is to know which names count as one.
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: name))
    hashes.insert(hasher.finalize())
    rest = rest[name.endIndex...]
  }

  /// Blanks, `=`, `/` and `>`.
  private static func endsName(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == 0x3D || byte == 0x2F || byte == 0x3E
  }
}
