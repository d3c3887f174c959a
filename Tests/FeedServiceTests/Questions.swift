import PubSub
import Store
import Synchronization
import TestSupport
import Testing
import XML
import XMPP

@testable import FeedService

/// Whom the service asks something, and what is answered.
final class Questions: Sendable {
  typealias Answer = @Sendable (_ to: JID, _ payload: Element) async -> IQ?

  private let jid: BareJID
  private let answer = Mutex<Answer>({ _, _ in nil })
  let asked = Inbox<Element>()

  init(_ jid: BareJID) { self.jid = jid }

  func answer(_ answer: @escaping Answer) { self.answer.withLock { $0 = answer } }

  var session: StanzaPort.Session {
    StanzaPort.Session(
      number: 1, notify: { _ in },
      request: { kind, to, payload, _ in
        self.asked.put(
          IQ(kind, id: "asked", from: JID(self.jid), to: to, payload: payload).element)
        let answer = self.answer.withLock { $0 }
        guard let answer = await answer(to, payload) else { throw StanzaPortError.timedOut }
        return answer
      })
  }

  func result(_ from: JID, _ payload: Element) -> IQ {
    IQ(.result, id: "asked", from: from, to: JID(jid), payload: payload)
  }

  /// Lets rosters be had: those of some people, with their contacts as they stand in them; the others are empty.
  func answer(rosters: [String: String]) {
    answer { [self] to, payload in
      guard payload.name == Roster.name else { return nil }
      let items = rosters[to.description] ?? ""
      let text = "<query xmlns='\(Namespace.roster)'>\(items)</query>"
      return (try? Element(parsing: Array(text.utf8))).map { result(to, $0) }
    }
  }
}
