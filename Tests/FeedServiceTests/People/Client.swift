import Foundation
import TestSupport
import XML
import XMPP

@testable import FeedService

/// Software with features, as it answers for them (XEP-0115).
struct Client: Sendable {
  var features: [String]
  /// What it claims its answer to be hashed with, and to.
  var hash = "sha-1"
  var version: String

  init(_ features: String...) {
    self.features = features
    version = Self.version(features)
  }

  private static func version(_ features: [String]) -> String {
    let hash = SHA1.hex("client/pc//Test<" + features.sorted().map { $0 + "<" }.joined())
    var (bytes, digits) = ([UInt8](), Substring(hash))
    while let byte = UInt8(digits.prefix(2), radix: 16) {
      bytes.append(byte)
      digits = digits.dropFirst(2)
    }
    return Data(bytes).base64EncodedString()
  }

  var mark: EntityCapabilities.Mark {
    EntityCapabilities.Mark(hash: hash, node: "https://client.example", version: version)
  }

  /// As its presence carries it.
  var text: String { String(decoding: mark.element.xml(), as: UTF8.self) }

  var answer: Element {
    DiscoInfo(
      identities: [DiscoInfo.Identity("client", "pc", name: "Test")], features: Set(features)
    ).element
  }
}
