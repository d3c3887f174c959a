import TestSupport
import Testing
import XML
import XMPP

extension Person {
  /// Fills in the search form (XEP-0055); the rows of the answer.
  ///
  /// - Parameter page: what stands in the `<set/>` of XEP-0059.
  func searches(
    _ fields: KeyValuePairs<String, String>, page: String = ""
  ) async throws -> SearchResults {
    let answer = try await asksToSearch(fields, page)
    try #require(answer.isResult(), "\(answer)")
    return try SearchResults(try #require(answer.first("query", Namespace.search)))
  }

  /// The conditions that a search is refused with.
  func searchRefusal(_ fields: KeyValuePairs<String, String>) async throws -> [String] {
    try await asksToSearch(fields).errorConditions
  }

  private func asksToSearch(
    _ fields: KeyValuePairs<String, String>, _ page: String = ""
  ) async throws -> Element {
    let values = fields.map { "<field var='\($0)'><value>\($1)</value></field>" }.joined()
    let query = """
      <query xmlns='jabber:iq:search'><x xmlns='jabber:x:data' type='submit'>\
      <field var='FORM_TYPE'><value>jabber:iq:search</value></field>\(values)</x>\
      <set xmlns='http://jabber.org/protocol/rsm'>\(page)</set></query>
      """
    return try await link.ask(.set, try Element(parsing: Array(query.utf8)), from: jid)
  }

  /// The ids of the items that a search finds.
  func finds(
    _ fields: KeyValuePairs<String, String>, page: String = ""
  ) async throws -> [String] {
    try await searches(fields, page: page).rows.compactMap { $0["item"] }
  }
}
