import CQREncode
import PubSub
import Social
import TestSupport
import Testing
import XMPP

@testable import Web

@Suite struct QRCodeTests {
  /// What the path draws, read as SVG is.
  private func drawn(_ code: QRCode) throws -> [[Bool]] {
    var squares = Array(
      repeating: Array(repeating: false, count: code.width), count: code.width)
    var (row, column) = (0, 0)
    for step in code.path.matches(of: /([Mmh])(\d+)(?: (\d+)(?:\.5)?)?/) {
      let number = try #require(Int(step.2))
      switch step.1 {
      case "M": (row, column) = (try #require(step.3.flatMap { Int($0) }), number)
      case "m": column += number
      default:
        for next in column..<(column + number) { squares[row][next] = true }
        column += number
      }
    }
    return squares
  }

  /// The very squares that the library gives, with white around them.
  @Test(arguments: ["a", "xmpp:social.example.org?pubsub;action=subscribe;node=news", "xmpp:ü@日本"])
  func thePathDrawsTheSquares(_ text: String) throws {
    let code = try #require(QRCode(text))
    let made = try #require(
      QRcode_encodeData(Int32(text.utf8.count), Array(text.utf8), 0, QR_ECLEVEL_L))
    defer { QRcode_free(made) }
    #expect(code.side == Int(made.pointee.width) && (code.side - 17) % 4 == 0)
    let squares = try drawn(code)
    for row in 0..<code.width {
      for column in 0..<code.width {
        let (y, x) = (row - QRCode.margin, column - QRCode.margin)
        let isInside = (0..<code.side).contains(y) && (0..<code.side).contains(x)
        let expected = isInside && made.pointee.data[y * code.side + x] & 1 == 1
        #expect(squares[row][column] == expected, "\(row), \(column)")
      }
    }
  }

  @Test func isBounded() {
    #expect(QRCode("") == nil)
    let longest = String(repeating: "\u{E9}", count: QRCode.maximumBytes / 2)
    #expect(QRCode(longest) != nil)
    #expect(QRCode(longest + "a") == nil)
    #expect(CodeView(longest + "a") == nil)
  }

  @Test func pagesShowTheirOwn() async throws {
    try await withSite { site in
      try await site.create("birds")
      try await site.publish("birds", "1", .of("The swifts are back"))
      let post = "xmpp:social.example.org?;node=birds;item=1"
      let follow = "xmpp:social.example.org?pubsub;action=subscribe;node=birds"
      for (page, address) in [("/p/birds/1", post), ("/c/birds", follow)] {
        let text = try await site.get(page).text
        #expect(text.contains("href=\"\(address)\""))
        #expect(text.contains("<title>QR code: \(address)</title>"))
        let path = try #require(QRCode(address)).path
        #expect(text.contains("<path stroke=\"#000\" d=\"\(path)\"/></svg>"))
      }
      #expect(try await site.get("/p/birds/1").text.contains(">Open with your XMPP client<"))
      let long = String(repeating: "n", count: 250)
      try await site.create(long)
      let text = try await site.get("/c/" + long).text
      #expect(text.contains("Follow with your XMPP client") && !text.contains("<svg"))
    }
  }

  @Test func whereThereAreCommentsPeopleComment() async throws {
    try await withSite { site in
      try await site.discuss(comments: 1)
      #expect(try await site.get("/p/birds/1").text.contains(">Comment with your XMPP client<"))
    }
  }
}
