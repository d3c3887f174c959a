/// A pattern for names: `*` stands for any text, everything else for itself.
package enum NamePattern {
  package static func fits(_ name: String, _ pattern: String) -> Bool {
    let parts = pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
    var rest = Array(name.utf8)[...]
    guard let first = parts.first, rest.starts(with: first) else { return false }
    guard parts.count > 1 else { return rest.count == first.count }
    rest = rest.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() {
      guard let end = rest.endOfFirst(part) else { return false }
      rest = rest[end...]
    }
    guard let last = parts.last else { return true }
    return rest.count >= last.count && rest.suffix(last.count).elementsEqual(last)
  }
}

extension ArraySlice<UInt8> {
  /// Where the first occurrence of some bytes ends.
  fileprivate func endOfFirst(_ part: Substring.UTF8View) -> Int? {
    let length = part.count
    guard length <= count else { return nil }
    for start in startIndex...(endIndex - length)
    where self[start..<start + length].elementsEqual(part) {
      return start + length
    }
    return nil
  }
}
