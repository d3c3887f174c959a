import Testing
import XML

@Suite struct ElementTests {
  @Test func findsItsParts() {
    let child = Element("b", "urn:a", text: "x")
    let other = Element("b", "urn:b", text: "y")
    var element = Element("a", "urn:a", ["id": "1", "none": nil], [child, other])
    element.children.insert(.text("t"), at: 0)
    element.children.append(.text("u"))
    #expect(element.is("a", "urn:a") && !element.is("a", "urn:b") && !element.is("b", "urn:a"))
    #expect(element.first("b", "urn:b") == other)
    #expect(element.all("b", "urn:a") == [child])
    #expect(element.text == "tu")
    #expect(element["id"] == "1" && element["none"] == nil)
    element["id"] = nil
    #expect(element.attributes.isEmpty)
  }

  @Test func anAttributeInANamespaceIsAnother() {
    var element = Element(
      QName("a"), attributes: [.init(QName("lang", "urn:x"), prefix: "x", value: "no")])
    #expect(element["lang"] == nil && element.lang == nil)
    element.lang = "de"
    element.lang = "fr"
    #expect(element.lang == "fr" && element.attributes.count == 2)
    #expect(element.markup == "<a xmlns:x='urn:x' x:lang='no' xml:lang='fr'/>")
  }

  @Test func namesDescribeThemselves() {
    #expect(QName("a", "urn:x").description == "{urn:x}a")
    #expect(QName("a").description == "a")
  }
}
