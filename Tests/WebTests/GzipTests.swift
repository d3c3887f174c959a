import CDeflate
import NIOCore
import TestSupport
import Testing

@testable import Web

/// Content that is sent compressed to those who take it so.
@Suite struct GzipTests {
  @Test(arguments: [
    ("gzip", true), ("gzip, deflate, br", true), ("br;q=1.0, GZIP;q=0.8, *;q=0.1", true),
    ("*", true), ("x-gzip", true), ("\tgzip ; q=0.5", true), ("gzip;q=1, *;q=0", true),
    ("", false), ("br", false), ("gzip;q=0", false), ("gzip; Q=0.000", false), ("*;q=0", false),
    ("gzip;q=0, *", false), ("identity", false), (";;,,", false), ("gzipped", false),
  ]) func whoTakesIt(_ header: String, _ isTaken: Bool) {
    #expect(Gzip.isAccepted(header) == isTaken)
  }

  @Test func itIsTheSameContent() throws {
    let text = (0..<5_000).map { "line \($0 * 7_919 % 1_000)" }.joined(separator: "\n")
    let packed = try #require(Gzip.compressed(ByteBuffer(string: text)))
    #expect(packed.readableBytes < text.utf8.count / 2)
    #expect(try unpacked(Array(packed.readableBytesView)) == text)
    #expect(Gzip.compressed(ByteBuffer(string: "short")) == nil)
    var dice = Dice(1)
    let noise = (0..<5_000).map { _ in UInt8.random(in: 0...255, using: &dice) }
    #expect(Gzip.compressed(ByteBuffer(bytes: noise)) == nil)
  }

  private func unpacked(_ bytes: [UInt8]) throws -> String {
    let decompressor = try #require(libdeflate_alloc_decompressor())
    defer { libdeflate_free_decompressor(decompressor) }
    let output = [UInt8](unsafeUninitializedCapacity: 200_000) { output, count in
      let result = libdeflate_gzip_decompress(
        decompressor, bytes, bytes.count, output.baseAddress, output.count, &count)
      #expect(result == LIBDEFLATE_SUCCESS)
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Each of the two has its own tag, and whoever has either is up to date.
  @Test(arguments: ["/", "/c/news", "/feed", "/style.css", "/nope"])
  func ofAPage(_ target: String) async throws {
    try await withSite { site in
      try await site.create("news")
      try await site.publish("news", "1", .of("One", html: "<p>" + words(500) + "</p>"))
      let plain = try await site.get(target)
      let taking = [("Accept-Encoding", "gzip")]
      let packed = try await site.get(target, taking)
      let isHTML = plain["Content-Type"]?.hasPrefix("text/html") == true
      let vary = "Accept-Encoding" + (isHTML ? ", Accept-Language" : "")
      #expect(plain["Vary"] == vary && packed["Vary"] == vary)
      #expect(plain["Content-Encoding"] == nil && packed["Content-Encoding"] == "gzip")
      #expect(packed.status == plain.status && packed.body.count < plain.body.count)
      #expect(try unpacked(Array(packed.body)) == plain.text)
      guard let tag = plain["ETag"], let other = packed["ETag"] else {
        #expect(plain.status == 404)
        return
      }
      #expect(tag != other)
      for tag in [tag, other] {
        let known = try await site.get(target, taking + [("If-None-Match", tag)])
        #expect(known.status == 304 && known["ETag"] == other)
        #expect(known["Vary"] == vary && known.body.isEmpty)
      }
    }
  }

  private func words(_ count: Int) -> String {
    (0..<count).map { "word\($0 % 90)" }.joined(separator: " ")
  }
}
