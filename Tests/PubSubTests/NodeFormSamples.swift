import XMPP

@testable import PubSub

/// Configurations, and the values of each field, for the tests of forms.
enum NodeFormSamples {
  /// Differs from the defaults in everything that can be otherwise.
  static let odd: NodeConfiguration = {
    var odd = NodeConfiguration()
    odd.title = "Odd"
    odd.description = "Odd"
    odd.language = "x-odd"
    odd.type = "odd"
    odd.contacts = [odd1, odd2].compactMap { try? BareJID($0) }
    odd.accessModel = .roster
    odd.rosterGroups = ["friends", "lovers"]
    odd.publishModel = .subscribers
    odd.reactors = .readers
    odd.allowsSubscriptions = false
    odd.persistItems = false
    odd.maxItems = 77
    odd.full = .reject
    odd.itemExpiry = 77
    odd.maxPayloadSize = 77
    odd.deliverNotifications = false
    odd.deliverPayloads = false
    odd.presenceBasedDelivery = true
    odd.notifyConfiguration = true
    odd.notifyDelete = false
    odd.notifyRetract = false
    odd.notifySubscriptions = false
    odd.notifyReports = false
    odd.notificationType = .normal
    odd.itemReply = .none
    odd.sendLastItem = .never
    odd.purgeOffline = true
    odd.temporarySubscriptions = true
    odd.allowedForSuggestions = true
    odd.makesComments = true
    odd.addsLinks = true
    odd.showsLocation = true
    odd.robots = .neither
    odd.parent = NodeID(stored: "above")
    odd.link = NodeID(stored: "beside")
    return odd
  }()

  private static let (odd1, odd2) = ("odd@verona.lit", "odder@verona.lit")

  /// Every field with values that it takes, as they are read back; the first is the default.
  static let values: [String: [[String]]] = [
    "pubsub#title": [[""], ["Blog"], ["Ünïcode \u{1F600}"]],
    "pubsub#description": [[""], ["About"]],
    "pubsub#language": [[""], ["de"], ["de-CH"], ["x-klingon"]],
    "pubsub#type": [[""], ["urn:xmpp:pubsub-social-feed:1"]],
    "pubsub#contact": [[], [odd1], [odd2, odd1]],
    "pubsub#node_type": [["leaf"]],
    "{urn:xmpp:pubsub-caching:0}allowed-for-suggestions": [["0"], ["1"]],
    "pubsub#access_model": [["open"], ["presence"], ["roster"], ["authorize"], ["whitelist"]],
    "pubsub#roster_groups_allowed": [[], ["friends"], ["friends", "servants", "courtiers"]],
    "pubsub#publish_model": [["publishers"], ["subscribers"], ["open"]],
    "x-pubsub#reactors": [["publishers"], ["readers"]],
    "pubsub#subscribe": [["1"], ["0"]],
    "pubsub#tempsub": [["0"], ["1"]],
    "pubsub#persist_items": [["1"], ["0"]],
    "pubsub#max_items": [["max"], ["0"], ["1"], ["100000"]],
    "pubsub#publish_node_full": [["retract-oldest"], ["discard-oldest"], ["reject"]],
    "pubsub#item_expire": [["max"], ["1"], ["604800"]],
    "pubsub#max_payload_size": [["262144"], ["1"], ["262143"]],
    "pubsub#purge_offline": [["0"], ["1"]],
    "pubsub#deliver_notifications": [["1"], ["0"]],
    "pubsub#deliver_payloads": [["1"], ["0"]],
    "pubsub#presence_based_delivery": [["0"], ["1"]],
    "pubsub#send_last_published_item": [["on_sub_and_presence"], ["on_sub"], ["never"]],
    "pubsub#notification_type": [["headline"], ["normal"]],
    "pubsub#itemreply": [["publisher"], ["none"]],
    "pubsub#notify_config": [["0"], ["1"]],
    "pubsub#notify_delete": [["1"], ["0"]],
    "pubsub#notify_retract": [["1"], ["0"]],
    "pubsub#notify_sub": [["1"], ["0"]],
    "x-pubsub#comments": [["0"], ["1"]],
    "x-pubsub#links": [["0"], ["1"]],
    "x-pubsub#show_location": [["0"], ["1"]],
    "x-pubsub#robots": [["all"], ["noai"], ["noindex"], ["noindex-noai"]],
    "{https://martlet.im/protocol/moderation}notify_reports": [["1"], ["0"]],
    "{urn:xmpp:pubsub-relationships:0}parent": [[], ["above"]],
    "{urn:xmpp:pubsub-relationships:0}link": [[], ["beside"]],
  ]
}
