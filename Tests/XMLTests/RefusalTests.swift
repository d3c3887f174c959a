import Testing
import XML

/// What ends a stream, and by which name.
@Suite struct RefusalTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var bytes: [UInt8]
    var error: XMLError
    var testDescription: String { String(decoding: bytes.prefix(80), as: UTF8.self) }

    init(_ text: String, _ error: XMLError) {
      bytes = Array(text.utf8)
      self.error = error
    }

    init(_ head: String, _ bytes: [UInt8], _ tail: String, _ error: XMLError) {
      self.bytes = Array(head.utf8) + bytes + Array(tail.utf8)
      self.error = error
    }
  }

  static let laughs =
    "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>"
    + "<!ENTITY c '&b;&b;&b;&b;'>]>\(header)<m>&c;</m>"

  static let atTheStart: [Row] = [
    Row("<!DOCTYPE stream>\(header)", .doctype),
    Row("<!DOCTYPE stream SYSTEM 'file:///etc/passwd'>\(header)", .doctype),
    Row("<!DOCTYPE stream [<!ELEMENT a ANY>]>\(header)", .doctype),
    Row(laughs, .doctype),
    Row("<!-- hello -->\(header)", .comment),
    Row("<?xml-stylesheet href='a'?>\(header)", .processingInstruction),
    Row(" <?xml version='1.0'?>\(header)", .processingInstruction),
    Row("<?xml version='1.0' encoding='ISO-8859-1'?>\(header)", .unsupportedEncoding),
    Row("<?xml version='1.0' encoding='UTF-16'?>\(header)", .unsupportedEncoding),
    Row("", [0xFF, 0xFE, 0x3C, 0x00], "", .badUTF8),
    Row("", [0xFE, 0xFF, 0x00, 0x3C], "", .badUTF8),
    Row("", [0x3C, 0x00, 0x61, 0x00], "", .badUTF8),
    Row("", [0x00, 0x3C, 0x00, 0x61], "", .badUTF8),
    Row("HTTP/1.1 400 Bad Request", .notWellFormed),
    Row("<stream:stream>", .undeclaredPrefix),
  ]

  static let inside: [Row] = [
    Row("<!-- hello -->", .comment),
    Row("<m><!-- hello --></m>", .comment),
    Row("<?php echo 1 ?>", .processingInstruction),
    Row("<m><?x?></m>", .processingInstruction),
    Row("<?xml version='1.0'?>", .processingInstruction),
    Row("<!DOCTYPE m>", .doctype),
    Row("<m><!DOCTYPE m></m>", .doctype),
    Row("<m>&c;</m>", .undefinedEntity),
    Row("<m a='&nbsp;'/>", .undefinedEntity),
    Row("<p:m/>", .undeclaredPrefix),
    Row("<m p:a='b'/>", .undeclaredPrefix),
    Row("<m a='1' a='2'/>", .duplicateAttribute),
    Row("<m xmlns:p='urn:x' xmlns:q='urn:x' p:a='1' q:a='2'/>", .duplicateAttribute),
    Row("<m></n>", .notWellFormed),
    Row("<m a=b/>", .notWellFormed),
    Row("<m a='<'/>", .notWellFormed),
    Row("<a:b:c xmlns:a='urn:a'/>", .notWellFormed),
    Row("<m xmlns:p=''/>", .notWellFormed),
    Row("<m xmlns:xmlns='urn:x'/>", .notWellFormed),
    Row("<m xmlns:xml='urn:x'/>", .notWellFormed),
    Row("<m>]]></m>", .notWellFormed),
    Row("<m>&#0;</m>", .notWellFormed),
    Row("<m xmlns='a&#12;b'/>", .notWellFormed),
    Row("<m>&#xD800;</m>", .notWellFormed),
    Row("<m>\u{0}</m>", .notWellFormed),
    Row("<m>\u{1}</m>", .notWellFormed),
    Row("<m>\u{C}</m>", .notWellFormed),
    Row("<m>\u{FFFF}</m>", .notWellFormed),
    Row("<m>", [0xFF], "</m>", .badUTF8),
    Row("<m>", [0x80], "</m>", .badUTF8),
    Row("<m>", [0xC0, 0x80], "</m>", .badUTF8),
    Row("<m>", [0xC3, 0x28], "</m>", .badUTF8),
    Row("<m>", [0xE0, 0x80, 0x80], "</m>", .badUTF8),
    Row("<m>", [0xED, 0xA0, 0x80], "</m>", .badUTF8),
    Row("<m>", [0xF4, 0x90, 0x80, 0x80], "</m>", .badUTF8),
    Row("<m>", [0xF8, 0x88, 0x80, 0x80, 0x80], "</m>", .badUTF8),
    Row("<m a='", [0xC3, 0x28], "'/>", .badUTF8),
    Row("<m", [0xC3, 0x28], "/>", .badUTF8),
  ]

  @Test(arguments: atTheStart) func refusesAtTheStart(row: Row) {
    for size in [1, 3, .max] {
      #expect(parse(row.bytes, by: size) == Outcome(error: row.error))
    }
  }

  @Test(arguments: inside) func refusesInside(row: Row) {
    for size in [1, 3, .max] {
      let outcome = parse(Array((header + good).utf8) + row.bytes, by: size)
      #expect(outcome.error == row.error)
      #expect(outcome.stanzas == [goodElement], "what came before is delivered")
    }
  }

  @Test(arguments: inside) func refusesInFragments(row: Row) {
    let bytes = Array("<root>".utf8) + row.bytes + Array("</root>".utf8)
    #expect(throws: row.error) { try Element(parsing: bytes) }
  }
}
