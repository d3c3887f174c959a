import TestSupport
import Testing
import XML
import XMPP

extension Person {
  private static let protocols = "https://martlet.im/protocol/"

  /// One step of a command of ours.
  func runs(
    _ command: String, action: String? = nil, session: String? = nil,
    _ fields: KeyValuePairs<String, String> = [:]
  ) async throws -> Element {
    let list = fields.map { "<field var='\($0)'><value>\($1)</value></field>" }.joined()
    let form = list.isEmpty ? "" : "<x xmlns='jabber:x:data' type='submit'>\(list)</x>"
    let action = action.map { " action='\($0)'" } ?? ""
    let session = session.map { " sessionid='\($0)'" } ?? ""
    let text = """
      <command xmlns='\(Namespace.commands)' node='\(Self.protocols)\(command)'\(action)\(session)>\
      \(form)</command>
      """
    return try await link.ask(.set, try Element(parsing: Array(text.utf8)), from: jid)
  }

  /// How what they follow goes.
  func listsFollows() async throws -> [[String: String]] {
    let answer = try await runs("follows")
    return try Command(try #require(answer.descendant("command"), "\(answer)")).form?.table?.rows
      ?? []
  }
}
