import XMPP

/// What a directory of communities is ordered by, the most first.
package enum DirectoryOrder: String, Hashable, Sendable, CaseIterable {
  /// The last change.
  case activity
  case subscribers
}

/// What the nodes of a service are listed by, as XEP-0413 spells it: all of them by their creation, or the directory by
/// something else.
/// ```xml
/// <query xmlns='http://jabber.org/protocol/disco#items'>
///   <order xmlns='urn:xmpp:order-by:1' by='{http://jabber.org/protocol/pubsub#meta-data}num_subscribers' desc='true'/>
/// </query>
/// ```
package enum DirectoryField: String, OrderField {
  case creation
  case modification
  /// The field of a node's meta-data.
  case subscribers = "{http://jabber.org/protocol/pubsub#meta-data}num_subscribers"

  /// Nil if it is no order of the directory.
  package var order: DirectoryOrder? {
    switch self {
    case .creation: nil
    case .modification: .activity
    case .subscribers: .subscribers
    }
  }
}
