import XML

/// The raw ends of a stream (XEP-0114, section 3).
enum StreamHeader {
  /// - Parameter name: the component's, as the server has it in its configuration.
  static func bytes(to name: String) -> [UInt8] {
    var writer = Writer(capacity: 200)
    writer.append(
      raw: "<?xml version='1.0'?><stream:stream xmlns='jabber:component:accept' "
        + "xmlns:stream='http://etherx.jabber.org/streams' to='")
    writer.append(value: name)
    writer.append(raw: "'>")
    return writer.bytes
  }

  static let end = Array("</stream:stream>".utf8)
}
