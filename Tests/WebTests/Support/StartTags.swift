/// The start tags of a page, in order, with the names of their attributes: what a browser would
/// make elements of. Reads as the HTML standard's tokenizer does (section 13.2.5), for pages that hold
/// neither scripts nor other raw text but `title`.
func startTags(_ page: String) -> [String] {
  let bytes = Array(page.utf8)
  var tags: [String] = []
  var index = 0
  while index < bytes.count {
    guard bytes[index] == UInt8(ascii: "<"), index + 1 < bytes.count, isLetter(bytes[index + 1])
    else {
      index += 1
      continue
    }
    index += 1
    let name = take(bytes, &index) { !isSpace($0) && $0 != UInt8(ascii: ">") }
    tags.append(([name] + attributes(bytes, &index)).joined(separator: " ").lowercased())
  }
  return tags
}

private func attributes(_ bytes: [UInt8], _ index: inout Int) -> [String] {
  var names: [String] = []
  while true {
    _ = take(bytes, &index) { isSpace($0) || $0 == UInt8(ascii: "/") }
    guard index < bytes.count, bytes[index] != UInt8(ascii: ">") else { return names }
    names.append(
      take(bytes, &index) {
        !isSpace($0) && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ">")
          && $0 != UInt8(ascii: "/")
      })
    guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { continue }
    index += 1
    value(bytes, &index)
  }
}

private func value(_ bytes: [UInt8], _ index: inout Int) {
  guard index < bytes.count else { return }
  let quote = bytes[index]
  if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
    index += 1
    _ = take(bytes, &index) { $0 != quote }
    index += 1
  } else {
    _ = take(bytes, &index) { !isSpace($0) && $0 != UInt8(ascii: ">") }
  }
}

private func take(_ bytes: [UInt8], _ index: inout Int, while test: (UInt8) -> Bool) -> String {
  let start = index
  while index < bytes.count, test(bytes[index]) { index += 1 }
  return String(decoding: bytes[start..<index], as: UTF8.self)
}

private func isLetter(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}

private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
