import Foundation
import NIOCore

/// Finds what counts in what a component sends, by its start tags alone: nothing is parsed as XML, so that a generator of
/// load stays far ahead of what it measures.
struct StreamScanner {
  enum Sight {
    case header
    case handshake
    case message
    /// A message tells of items.
    case notification
    /// An answer to one of the requests of the load.
    case answer(number: Int, isError: Bool)
    /// A request of the component: it wants an answer.
    case request(id: String, from: String, to: String)
  }

  private var unread = ByteBuffer()
  /// Whether the stanza that is under way is one.
  private var isMessage = false

  /// Takes all whole start tags.
  mutating func take(_ bytes: inout ByteBuffer, _ see: (Sight) -> Void) {
    unread.writeBuffer(&bytes)
    let taken = unread.withUnsafeReadableBytes { scan($0, see) }
    unread.moveReaderIndex(forwardBy: taken)
    unread.discardReadBytes()
  }

  /// - Returns: the bytes before the first tag that is not whole.
  private mutating func scan(_ bytes: UnsafeRawBufferPointer, _ see: (Sight) -> Void) -> Int {
    var place = 0
    while let start = bytes.first(UInt8(ascii: "<"), from: place) {
      guard let end = bytes.first(UInt8(ascii: ">"), from: start) else { return start }
      let tag = UnsafeRawBufferPointer(rebasing: bytes[start...end])
      if let sight = Self.sight(tag, isMessage: isMessage) {
        see(sight)
        if case .notification = sight {} else { isMessage = tag.holds("<message ", at: 0) }
      }
      place = end + 1
    }
    return bytes.count
  }

  /// Nil for what is inside of a stanza, or ends one.
  private static func sight(_ tag: UnsafeRawBufferPointer, isMessage: Bool) -> Sight? {
    if isMessage, tag.holds("<items ", at: 0) { return .notification }
    if tag.holds("<message ", at: 0) { return .message }
    if tag.holds("<iq ", at: 0) {
      guard let id = tag.attribute("id") else { return nil }
      let type = tag.attribute("type")
      if type == "get" || type == "set" {
        return .request(id: id, from: tag.attribute("from") ?? "", to: tag.attribute("to") ?? "")
      }
      return Int(id).map { .answer(number: $0, isError: type == "error") }
    }
    if tag.holds("<stream:stream ", at: 0) { return .header }
    return tag.holds("<handshake", at: 0) ? .handshake : nil
  }
}

extension UnsafeRawBufferPointer {
  fileprivate func first(_ byte: UInt8, from place: Int) -> Int? {
    guard let base = baseAddress, place < count,
      let found = memchr(base + place, Int32(byte), count - place)
    else { return nil }
    return base.distance(to: UnsafeRawPointer(found))
  }

  fileprivate func holds(_ word: StaticString, at place: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard let base = baseAddress, place >= 0, place + length <= count else { return false }
    return memcmp(base + place, word.utf8Start, length) == 0
  }

  /// A value, as it is written, of a start tag.
  fileprivate func attribute(_ name: StaticString) -> String? {
    var place = 0
    while let equals = first(UInt8(ascii: "="), from: place), equals + 1 < count,
      let end = first(self[equals + 1], from: equals + 2)
    {
      let start = equals - name.utf8CodeUnitCount
      if start > 0, self[start - 1] == UInt8(ascii: " "), holds(name, at: start) {
        return String(decoding: self[(equals + 2)..<end], as: UTF8.self)
      }
      place = end + 1
    }
    return nil
  }
}
