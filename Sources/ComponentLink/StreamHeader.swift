/// The raw ends of a stream (XEP-0114, section 3).
enum StreamHeader {
  /// `address` is a prepared domain: it holds nothing that XML would need escaped.
  static func bytes(to address: String) -> [UInt8] {
    let header =
      "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' "
      + "xmlns:stream='http://etherx.jabber.org/streams' to='\(address)'>"
    return Array(header.utf8)
  }

  static let end = Array("</stream:stream>".utf8)
}
