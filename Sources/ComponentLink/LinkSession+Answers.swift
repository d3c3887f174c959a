import Synchronization
import XML
import XMPP

extension LinkSession {
  /// What became of an answer.
  enum Admission: Hashable {
    /// It is queued, or an error in its place.
    case queued
    /// There is no room, and nothing that could go in its place.
    case noRoom
    /// The session is over.
    case ended
  }

  /// Queues an answer, and what goes before it, as one; never waits.
  ///
  /// - Parameter instead: the error that goes where the lane has no room, out of the reserve. An
  ///   answer that is no larger goes itself: it is the truth, and costs no more.
  @discardableResult
  func answer(_ bytes: [UInt8], orElse instead: () -> [UInt8]?) -> Admission {
    enum Next {
      case queued(flush: Bool)
      case full(isNews: Bool)
      case ended
    }
    let next = state.withLock { state -> Next in
      guard state.intake != .ended else { return .ended }
      let wasFull = state.lanes.isFull
      guard state.lanes.answer(bytes) else { return .full(isNews: !wasFull) }
      return .queued(flush: state.needsFlush())
    }
    switch next {
    case .ended: return .ended
    case .queued(let flush):
      if flush { wire.flush() }
      return .queued
    case .full(let isNews):
      if isNews { wire.full() }
      guard let instead = instead() else { return .noRoom }
      return answerFromReserve(instead.count < bytes.count ? instead : bytes)
    }
  }

  private func answerFromReserve(_ bytes: [UInt8]) -> Admission {
    enum Next { case queued, flush, overflow, ended }
    let next = state.withLock { state -> Next in
      guard state.intake != .ended else { return .ended }
      guard state.lanes.answerFromReserve(bytes) else {
        state.intake = .ended
        return .overflow
      }
      return state.needsFlush() ? .flush : .queued
    }
    switch next {
    case .queued: return .queued
    case .flush:
      wire.flush()
      return .queued
    case .overflow:
      wire.overflow()
      return .ended
    case .ended: return .ended
    }
  }

  /// Queues what nobody asked for among the answers, if there is room.
  func post(_ bytes: [UInt8]) -> Admission {
    let (admission, flush) = state.withLock { state -> (Admission, Bool) in
      guard state.intake != .ended else { return (.ended, false) }
      guard state.lanes.post(bytes) else { return (.noRoom, false) }
      return (.queued, state.needsFlush())
    }
    if flush { wire.flush() }
    return admission
  }

  /// Less than half of the answers' lane is taken.
  var hasRoom: Bool { state.withLock { $0.lanes.hasRoom } }
}
