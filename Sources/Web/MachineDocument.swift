import NIOCore
import Social
import XML

/// What programs are answered in.
enum DocumentType: String, Sendable {
  case xml = "application/xml; charset=utf-8"
}

extension ByteBuffer {
  /// A document by the XML writer.
  static func xml(_ element: Element) -> ByteBuffer {
    var buffer = ByteBuffer(string: "<?xml version='1.0' encoding='utf-8'?>\n")
    buffer.writeBytes(element.xml())
    return buffer
  }
}
