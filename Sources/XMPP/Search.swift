package import XML

/// XEP-0055, Jabber Search, by its data form; a page of what is found is asked for as XEP-0059 says.
/// ```xml
/// <query xmlns='jabber:iq:search'>
///   <x xmlns='jabber:x:data' type='submit'>
///     <field var='FORM_TYPE' type='hidden'><value>jabber:iq:search</value></field>
///     <field var='text'><value>summer "open air"</value></field>
///   </x>
///   <set xmlns='http://jabber.org/protocol/rsm'><max>10</max></set>
/// </query>
/// ```
package struct SearchRequest: Hashable, Sendable {
  package static let name = QName("query", Namespace.search)

  package var form: DataForm
  package var page: ResultSet.Request?

  package init(form: DataForm, page: ResultSet.Request? = nil) {
    self.form = form
    self.page = page
  }

  /// bad-request without a form that is submitted, or with a form of another `FORM_TYPE` (none at all is tolerated): the
  /// fields of the schema name people, whom nobody looks for here.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("query", Namespace.search)
    guard let form = try DataForm(in: element) else {
      throw StanzaError(.badRequest, "Ask for the search form, and submit that.")
    }
    try form.requireSubmission()
    if let type = form.formType, type != Namespace.search {
      throw StanzaError(.badRequest, "The FORM_TYPE of a search is \(Namespace.search).")
    }
    self.init(form: form, page: try ResultSet.Request(in: element))
  }

  package var element: Element {
    var query = Element("query", Namespace.search, [:], [form.element])
    if let page { query.append(page.element) }
    return query
  }
}

/// The answer to a request of type get: what can be searched for (section 2.1, and 3 for the form).
package struct SearchForm: Hashable, Sendable {
  package var instructions: String
  package var form: DataForm

  package init(instructions: String, form: DataForm) {
    self.instructions = instructions
    self.form = form
  }

  package init(_ element: Element) throws(StanzaError) {
    try element.expect("query", Namespace.search)
    guard let form = try DataForm(in: element) else {
      throw StanzaError(.badRequest, "The search form is missing.")
    }
    self.init(instructions: element.text(of: "instructions") ?? "", form: form)
  }

  package var element: Element {
    Element(
      "query", Namespace.search, [:],
      [Element("instructions", Namespace.search, text: instructions), form.element])
  }
}

/// What was found, as the table of a data form (XEP-0004, section 3.4):
/// ```xml
/// <query xmlns='jabber:iq:search'>
///   <x xmlns='jabber:x:data' type='result'>
///     <field var='FORM_TYPE' type='hidden'><value>jabber:iq:search</value></field>
///     <reported><field var='title' label='Title' type='text-single'/></reported>
///     <item><field var='title'><value>Summer night</value></field></item>
///   </x>
/// </query>
/// ```
package struct SearchResults: Hashable, Sendable {
  package var columns: [DataForm.Column]
  /// Values by the names of their columns; those that are missing are left out.
  package var rows: [[String: String]]
  package var page: ResultSet.Response?

  package init(
    columns: [DataForm.Column], rows: [[String: String]], page: ResultSet.Response? = nil
  ) {
    self.columns = columns
    self.rows = rows
    self.page = page
  }

  package init(_ element: Element) throws(StanzaError) {
    try element.expect("query", Namespace.search)
    let table = try DataForm(in: element)?.table
    (columns, rows) = (table?.columns ?? [], table?.rows ?? [])
    page = try ResultSet.Response(in: element)
  }

  /// Empty if nothing is found (section 2.1).
  package var element: Element {
    var query = Element("query", Namespace.search)
    if !rows.isEmpty { query.append(table) }
    if let page { query.append(page.element) }
    return query
  }

  private var table: Element {
    var form = DataForm(.result, formType: Namespace.search)
    form.table = DataForm.Table(columns: columns, rows: rows)
    return form.element
  }
}
