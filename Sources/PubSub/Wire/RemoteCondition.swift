package import XMPP

/// What an error of another service means to somebody who follows a node there. The conditions of
/// XEP-0060 come before those of RFC 6120, and both before the error's type: what servers give with the
/// same meaning differs.
package enum RemoteCondition: Hashable, Sendable {
  /// There is no such node, or no such item.
  case notThere
  /// The node or the account has moved (XEP-0060, section 6.1.3.11), perhaps to an address of any scheme.
  case gone(to: String?)
  /// An owner must let us see their presence.
  case needsPresence
  /// Only for those whom an owner has let in, and that we are not, or not yet.
  case closed
  /// What shall end is no subscription (section 6.2.3.2).
  case notSubscribed
  /// A feature of section 10, if it is named.
  case unsupported(String?)
  /// Nobody answers at that address: no such service or account, or nothing of that kind.
  case unreachable
  /// Its server is not to be reached, so that nobody says anything of what is there.
  case unconnected
  /// Not now.
  case busy
  /// Not so much at once, or not now.
  case tooMuch
  /// A fault of ours, or something that nobody has thought of.
  case other

  package init(_ error: StanzaError) {
    let applications = [error.application].compactMap(\.self) + error.details
    let known = applications.lazy.compactMap(PubSubCondition.init).compactMap {
      Self.meaning(of: $0, error.condition)
    }
    self = known.first ?? Self.meaning(of: error)
  }

  private static func meaning(
    of application: PubSubCondition, _ condition: StanzaError.Condition
  ) -> RemoteCondition? {
    switch application {
    // Into which group of their roster somebody is put, an owner alone decides.
    case .closedNode, .pendingSubscription, .notInRosterGroup: .closed
    case .notSubscribed: condition == .notAuthorized ? .closed : .notSubscribed
    case .presenceSubscriptionRequired: .needsPresence
    case .tooManySubscriptions: .busy
    case .unsupported(let feature): .unsupported(feature.isEmpty ? nil : feature)
    default: nil
    }
  }

  private static func meaning(of error: StanzaError) -> RemoteCondition {
    switch error.condition {
    case .itemNotFound: .notThere
    case .gone, .redirect: .gone(to: error.address.flatMap(DeleteRequest.address))
    case .subscriptionRequired: .needsPresence
    case .forbidden, .notAllowed, .notAuthorized, .registrationRequired: .closed
    case .featureNotImplemented: .unsupported(nil)
    case .recipientUnavailable, .serviceUnavailable: .unreachable
    case .remoteServerNotFound, .remoteServerTimeout: .unconnected
    case .policyViolation: .tooMuch
    case .internalServerError, .resourceConstraint: .busy
    default:
      switch error.kind {
      case .wait: .busy
      // Payment, for one (section 6.1.3.5), which RFC 6120 knows no more.
      case .auth: .closed
      default: .other
      }
    }
  }
}
