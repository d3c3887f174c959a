import TestSupport
import Testing
import XML

extension Reply {
  /// The feed that it is.
  func atom() throws -> Element {
    try #require(status == 200)
    // The parser takes a fragment: the declaration stays out.
    let end = try #require(body.firstRange(of: Array("?>\n".utf8)))
    return try Element(parsing: Array(body[end.upperBound...]), limits: ParserLimits())
  }
}
