import TestSupport
import XML
import XMPP

/// What the server of example.org says of the rosters of its people (XEP-0356).
extension Stage {
  /// They may be read.
  func grantsRosters() {
    link.send(
      """
      <message from='example.org' to='\(Stage.domain)'><privilege xmlns='urn:xmpp:privilege:2'>\
      <perm access='roster' type='get'/></privilege></message>
      """)
  }

  /// Answers the next question for somebody's.
  func answersForRoster(_ items: String, of who: String = "romeo") async throws {
    let query = "<query xmlns='jabber:iq:roster'>\(items)</query>"
    let request = try await link.next {
      $0.name.name == "iq" && $0["to"] == "\(who)@example.org"
        && $0.first("query", Namespace.roster) != nil
    }
    link.send(
      """
      <iq type='result' id='\(request["id"] ?? "")' from='\(who)@example.org' to='\(Stage.domain)'>\
      \(query)</iq>
      """)
  }
}
