import Foundation
import Testing

@testable import Social

@Suite struct SafeJSONTests {
  @Test(arguments: [
    "</script>", "<!--", "<script", "]]>", "&lt;", "\"\\\u{8}\u{2028}", "<\u{301}/script>", "ünï 🐦",
    "\u{0}", "",
  ]) func nothingOfATextEndsTheScript(_ text: String) throws {
    let json = try SafeJSON(["<&>", .object([text: .list([.text(text)])])]).text
    #expect(!json.utf8.contains { "<>&".utf8.contains($0) })
    let read = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [Any])
    #expect(read.first as? String == "<&>")
    let object = try #require(read.last as? [String: [String]])
    #expect(object.keys.first?.utf8.elementsEqual(text.utf8) == true)
    #expect(object.values.first?.first?.utf8.elementsEqual(text.utf8) == true)
  }

  @Test func members() throws {
    let value = JSON(["b": .number(1), "a": nil, "c": .truth(true), "d": JSON([String]())])
    #expect(try String(decoding: value.bytes(), as: UTF8.self) == #"{"b":1,"c":true}"#)
    #expect(try String(decoding: JSON.text("a/b").bytes(), as: UTF8.self) == #""a/b""#)
  }
}
