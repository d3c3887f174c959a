import Testing
import XML

@testable import XMPP

@Suite struct ArchiveTests {
  private static func query(_ fields: String, _ more: String = "") throws -> Element {
    try example(
      """
      <query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'>
      <field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>
      \(fields)</x>\(more)</query>
      """)
  }

  /// XEP-0313, sections 4 and 4.1.
  @Test(
    arguments: [
      ("", .init()),
      ("<field var='with'><value>juliet@capulet.lit</value></field>", .init(with: "juliet")),
      (
        """
        <field var='start'><value>2010-06-07T00:00:00Z</value></field>
        <field var='end'><value>2010-07-07T13:23:54Z</value></field>
        """, .init(start: "2010-06-07T00:00:00Z", end: "2010-07-07T13:23:54Z")
      ),
      (
        """
        <field var='before-id'><value>09af3-cc343-b409f</value></field>
        <field var='after-id'><value>28482-98726-73623</value></field>
        """, .init(beforeID: "09af3-cc343-b409f", afterID: "28482-98726-73623")
      ),
      (
        "<field var='ids'><value>28482-98726-73623</value><value>b</value></field>",
        .init(ids: ["28482-98726-73623", "b"])
      ),
    ] as [(String, Row)])
  func fields(content: String, row: Row) throws {
    let element = try Self.query(content)
    let query = try ArchiveQuery(element)
    #expect(try query == row.query())
    if !content.isEmpty { #expect(query.element.comparable == element) }
  }

  /// A query in the text of a table.
  struct Row {
    var with: String?
    var start: String?
    var end: String?
    var beforeID: String?
    var afterID: String?
    var ids: [String]?

    func query() throws -> ArchiveQuery {
      ArchiveQuery(
        with: try with.map { try JID("\($0)@capulet.lit") },
        start: start.flatMap { Timestamp($0) }, end: end.flatMap { Timestamp($0) },
        beforeID: beforeID, afterID: afterID, ids: ids)
    }
  }

  /// XEP-0313, sections 4 and 4.3.4, XEP-0442, section 2, and XEP-0413, section 4.3.
  @Test(
    arguments: [
      ("<query xmlns='urn:xmpp:mam:2' queryid='f27'/>", .init(queryID: "f27")),
      (
        "<query xmlns='urn:xmpp:mam:2' queryid='f28' node='fdp/submitted/capulet.lit/sonnets'/>",
        .init(queryID: "f28", node: "fdp/submitted/capulet.lit/sonnets")
      ),
      (
        """
        <query xmlns='urn:xmpp:mam:2'>
          <set xmlns='http://jabber.org/protocol/rsm'>
            <max>10</max><after>09af3-cc343-b409f</after>
          </set>
          <flip-page/>
        </query>
        """, .init(page: .init(max: 10, after: "09af3-cc343-b409f"), isFlipped: true)
      ),
      (
        """
        <query xmlns='urn:xmpp:mam:2' queryid='123' node='plays'>
          <order xmlns='urn:xmpp:order-by:1' by='creation'/>
        </query>
        """, .init(queryID: "123", node: "plays", order: .init(.creation))
      ),
    ] as [(String, ArchiveQuery)])
  func roundTrip(text: String, query: ArchiveQuery) throws {
    let element = try example(text)
    #expect(try ArchiveQuery(element) == query)
    #expect(query.element.comparable == element)
    #expect(ArchiveQuery.name == element.name)
  }

  @Test func lenient() throws {
    let query = try ArchiveQuery(
      example(
        """
        <query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data'>
          <field type='fixed'><value>Heading</value></field>
          <field var='start'/><field var='ids'/><field var='with'><value> a.lit </value></field>
        </x></query>
        """))
    #expect(try query == ArchiveQuery(with: JID("a.lit")))
  }

  @Test(
    arguments: [
      ("<field var='include-groupchat'><value>true</value></field>", .featureNotImplemented),
      ("<field var='{urn:example}text'><value>x</value></field>", .featureNotImplemented),
      ("<field var='start'><value>yesterday</value></field>", .badRequest),
      ("<field var='end'><value>2010-07-07</value></field>", .badRequest),
      ("<field var='with'><value>@</value></field>", .badRequest),
      ("<field var='with'><value/></field>", .badRequest),
      ("<field var='with'><value>a.lit</value><value>b.lit</value></field>", .badRequest),
      ("<field var='after-id'><value>a</value><value>b</value></field>", .badRequest),
      ("<field var='ids'/><field var='ids'/>", .badRequest),
    ] as [(String, StanzaError.Condition)])
  func refusedFields(content: String, condition: StanzaError.Condition) throws {
    let element = try Self.query(content)
    let error = #expect(throws: StanzaError.self) { try ArchiveQuery(element) }
    #expect(error?.condition == condition)
  }

  @Test(
    arguments: [
      ("<set xmlns='http://jabber.org/protocol/rsm'><max>x</max></set>", .badRequest),
      ("<order xmlns='urn:xmpp:order-by:1' by='odd'/>", .featureNotImplemented),
      (
        """
        <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>
        <value>urn:xmpp:mam:1</value></field></x>
        """, .badRequest
      ),
      ("<x xmlns='jabber:x:data' type='odd'/>", .badRequest),
      ("<x xmlns='jabber:x:data' type='form'/>", .badRequest),
      ("<x xmlns='jabber:x:data' type='cancel'/>", .badRequest),
    ] as [(String, StanzaError.Condition)])
  func refused(content: String, condition: StanzaError.Condition) throws {
    let element = try example("<query xmlns='urn:xmpp:mam:2'>\(content)</query>")
    let error = #expect(throws: StanzaError.self) { try ArchiveQuery(element) }
    #expect(error?.condition == condition)
    #expect(throws: StanzaError.self) { try ArchiveQuery(Element("query", "urn:xmpp:mam:1")) }
  }

  /// How many are too many is for whoever answers to say.
  @Test func soManyIDs() throws {
    let many = ArchiveQuery(ids: (0..<5_000).map(String.init))
    #expect(try ArchiveQuery(many.element) == many)
  }

  /// XEP-0313, section 4.1.5.
  @Test func theForm() throws {
    #expect(
      try ArchiveQuery.formAnswer.comparable
        == example(
          """
          <query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='form'>
            <field type='hidden' var='FORM_TYPE'><value>urn:xmpp:mam:2</value></field>
            <field type='jid-single' var='with'/>
            <field type='text-single' var='start'/>
            <field type='text-single' var='end'/>
            <field type='text-single' var='before-id'/>
            <field type='text-single' var='after-id'/>
            <field type='list-multi' var='ids'>
              <validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='xs:string'>
                <open/>
              </validate>
            </field>
            <field type='text-single' var='{urn:xmpp:fulltext:0}fulltext' label='Words'/>
          </x></query>
          """))
  }
}
