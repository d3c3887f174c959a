/// What a bare JID is to a node (XEP-0060, section 4.1).
package enum Affiliation: String, Hashable, Sendable, CaseIterable {
  case owner
  case publisher
  case publishOnly = "publish-only"
  case member
  case none
  case outcast
}

/// Who may subscribe and read (XEP-0060, section 4.5). `presence`, `roster` and `authorize` are not
/// offered.
package enum AccessModel: String, Hashable, Sendable, CaseIterable {
  case open
  case whitelist
}

/// Who may publish (XEP-0060, registered field `pubsub#publish_model`).
package enum PublishModel: String, Hashable, Sendable, CaseIterable {
  case publishers
  case subscribers
  case open
}
