import Synchronization
import XMPP

/// What the server of an account says that may be asked in the account's name, until it refuses that (XEP-0356,
/// section 6.2): then whoever asks goes on as itself.
final class Grant: Sendable {
  private let privileges: Privileges
  private let isRefused = Atomic(false)

  init(_ privileges: Privileges) { self.privileges = privileges }

  func refuse() { isRefused.store(true, ordering: .relaxed) }

  func lets(_ kind: IQ.Kind, in payload: String) -> Bool {
    !isRefused.load(ordering: .relaxed) && privileges.lets(kind, in: payload)
  }
}
