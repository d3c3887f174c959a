import XMPP

/// What a directory of communities is ordered by, the most first.
package enum DirectoryOrder: String, Hashable, Sendable, CaseIterable {
  /// The last change.
  case activity
  case subscribers
}

/// The same as XEP-0413 spells it, where the nodes of a service are listed.
/// ```xml
/// <query xmlns='http://jabber.org/protocol/disco#items'>
///   <order xmlns='urn:xmpp:order-by:1' by='{http://jabber.org/protocol/pubsub#meta-data}num_subscribers' desc='true'/>
/// </query>
/// ```
package enum DirectoryField: String, OrderField {
  case modification
  /// The field of a node's meta-data.
  case subscribers = "{http://jabber.org/protocol/pubsub#meta-data}num_subscribers"

  package var order: DirectoryOrder {
    switch self {
    case .modification: .activity
    case .subscribers: .subscribers
    }
  }
}
