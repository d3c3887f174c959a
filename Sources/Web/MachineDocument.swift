import NIOCore
import Social
import Store
import XML

/// What programs are answered in.
enum DocumentType: String, Sendable {
  case xml = "application/xml; charset=utf-8"
  case json = "application/json; charset=utf-8"
  /// RFC 9457
  case problem = "application/problem+json"
  /// oEmbed's
  case embedXML = "text/xml; charset=utf-8"
  /// RFC 7033, section 10.2
  case resource = "application/jrd+json"
  /// RFC 6415, section 2
  case hostMeta = "application/xrd+xml; charset=utf-8"
  case nodeInfo = "application/json; profile=\"http://nodeinfo.diaspora.software/ns/schema/2.1#\""
  /// OPML
  case outlines = "text/x-opml; charset=utf-8"
}

extension Page {
  init(_ type: DocumentType, _ value: JSON, robots: RobotRules = []) throws {
    self.init(.document(type), ByteBuffer(bytes: try value.bytes()), robots: robots)
  }

  init(_ type: DocumentType, _ element: Element, robots: RobotRules = []) {
    self.init(.document(type), .xml(element), robots: robots)
  }
}

extension ByteBuffer {
  /// A document by the XML writer.
  static func xml(_ element: Element) -> ByteBuffer {
    var buffer = ByteBuffer(string: "<?xml version='1.0' encoding='utf-8'?>\n")
    buffer.writeBytes(element.xml())
    return buffer
  }
}
