import PubSub
import Social
import Store
import XMPP

/// What is attached to the items of a node, as its service sums it up (XEP-0470, section 4.6): that node is followed with it.
extension Visit {
  /// - Parameter found: what the comparison has found; what is said of items that have just come is fetched too.
  func followSummary(_ found: Difference) async throws {
    guard !source.isCompanion, source.isOpen, source.isPublic, let name = source.node.summary else {
      return
    }
    let (summary, unsummed) = try await store.read { [source] in
      (try $0.summary(of: source), try $0.unsummed(source))
    }
    if let summary, summary.stage != .ended {
      guard found.missing > 0 else { return }
      underway.leave(out: nil, of: summary.number)
      return try await store.write { try $0.wake(summary, for: .compare, at: .now) }
    }
    if let unsummed, unsummed.advanced(by: settings.summaryInterval) > .now { return }
    guard let isSummedUp = try await isSummedUp(in: name) else { return }
    try await store.write { [source] tx in
      guard let source = try tx.snapshot.source(source.number) else { return }
      try isSummedUp ? tx.followSummary(of: source, .now) : tx.noteUnsummed(source, .now)
    }
  }

  /// Whether the service says that it sums up what is attached (section 7); where it says nothing to us, whether the node is
  /// there. Nil: it is asked again the next time.
  private func isSummedUp(in name: NodeID) async throws(RemoteService.Failure) -> Bool? {
    do throws(RemoteService.Failure) {
      do throws(RemoteService.Failure) {
        return try await remote.features().contains(Namespace.attachments)
      } catch .refused {
        _ = try await remote.newest(name, 1)
        return true
      }
    } catch {
      switch error {
      case .refused: return false
      case .noAnswer, .unusable, .tooLarge: return nil
      case .cutOff, .disconnected: throw error
      }
    }
  }

  /// A service makes the node as soon as something is attached for the first time (section 4.6): until then nothing is wrong,
  /// and it is looked for, often where there was a post not long ago.
  mutating func awaitSummary() async throws {
    let feed = try await store.read { [source] in try $0.feed(of: source) }
    let last = [feed?.heard, feed?.surprised, source.begun].compactMap(\.self).max()
    (source.failures, source.problem) = (0, nil)
    source.due = Timestamp.now.advanced(by: settings.poll(quiet(since: last ?? source.begun)))
  }
}
