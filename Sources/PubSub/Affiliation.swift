/// What a bare JID is to a node (XEP-0060, section 4.1).
package enum Affiliation: String, Hashable, Sendable, CaseIterable {
  case owner
  case publisher
  case publishOnly = "publish-only"
  case member
  case none
  case outcast
}

/// Who may subscribe and read (XEP-0060, section 4.5).
package enum AccessModel: String, Hashable, Sendable, CaseIterable {
  case open
  /// Who sees the presence of an owner.
  case presence
  /// Who sees it and stands in one of the groups that the node names.
  case roster
  /// Whom an owner lets in, request by request.
  case authorize
  case whitelist

  /// Whether it asks the rosters of the owners.
  package var needsRosters: Bool { self == .presence || self == .roster }
}

/// Who may publish (XEP-0060, registered field `pubsub#publish_model`).
package enum PublishModel: String, Hashable, Sendable, CaseIterable {
  case publishers
  case subscribers
  case open
}
