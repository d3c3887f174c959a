import Testing
import XML

@testable import XMPP

/// XEP-0055 by data forms (section 3).
@Suite struct SearchTests {
  @Test func request() throws {
    let query = try example(
      """
      <query xmlns='jabber:iq:search'><x xmlns='jabber:x:data' type='submit'>
        <field type='hidden' var='FORM_TYPE'><value>jabber:iq:search</value></field>
        <field var='x-gender'><value>male</value></field></x>
      <set xmlns='http://jabber.org/protocol/rsm'><max>2</max></set></query>
      """)
    let request = try SearchRequest(query)
    #expect(request.form.value(of: "x-gender") == "male")
    #expect(request.page?.max == 2)
    #expect(try SearchRequest(request.element) == request)
  }

  @Test(arguments: [
    "", "<last>Capulet</last>", "<x xmlns='jabber:x:data' type='form'/>",
    "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>x</value></field></x>",
  ])
  func refused(content: String) throws {
    let element = try example("<query xmlns='jabber:iq:search'>\(content)</query>")
    let error = #expect(throws: StanzaError.self) { try SearchRequest(element) }
    #expect(error?.condition == .badRequest)
  }

  @Test func form() throws {
    let form = SearchForm(
      instructions: "Fill in.",
      form: DataForm(
        .form, formType: "jabber:iq:search", fields: [.init("first", .textSingle, label: "Name")]))
    #expect(try SearchForm(form.element) == form)
  }

  /// The example of section 3, and one that has nothing.
  @Test func results() throws {
    let results = SearchResults(
      columns: [
        .init("first", "Given Name"), .init("jid", "Jabber ID", .jidSingle),
        .init("x-gender", "Gender", .listSingle),
      ],
      rows: [
        ["first": "Benvolio", "jid": "benvolio@montague.net", "x-gender": "male"],
        ["first": "Romeo", "jid": "romeo@montague.net"],
      ], page: ResultSet.Response(first: "1", last: "2"))
    #expect(try SearchResults(results.element) == results)
    #expect(
      try results.element.children.count == 2
        && example(
          """
          <query xmlns='jabber:iq:search'><x xmlns='jabber:x:data' type='result'>
            <field type='hidden' var='FORM_TYPE'><value>jabber:iq:search</value></field>
            <reported>
              <field var='first' label='Given Name' type='text-single'/>
              <field var='jid' label='Jabber ID' type='jid-single'/>
              <field var='x-gender' label='Gender' type='list-single'/>
            </reported>
            <item>
              <field var='first'><value>Benvolio</value></field>
              <field var='jid'><value>benvolio@montague.net</value></field>
              <field var='x-gender'><value>male</value></field>
            </item>
            <item>
              <field var='first'><value>Romeo</value></field>
              <field var='jid'><value>romeo@montague.net</value></field>
            </item>
          </x><set xmlns='http://jabber.org/protocol/rsm'><first>1</first><last>2</last></set></query>
          """) == results.element.comparable
    )
    #expect(SearchResults(columns: results.columns, rows: []).element.children.isEmpty)
  }
}
