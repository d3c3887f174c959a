import GRDB
import PubSub
import Social

/// A node's configuration as columns of `node`: the list, writing and reading side by side.
struct NodeColumns {
  private let id: NodeID
  private let configuration: NodeConfiguration

  init(_ id: NodeID, _ configuration: NodeConfiguration) {
    self.id = id
    self.configuration = configuration
  }

  static let names = [
    "title", "description", "language", "type", "access_model", "publish_model", "persist_items",
    "max_items", "max_payload_size", "deliver_notifications", "deliver_payloads", "notify_config",
    "notify_delete", "notify_retract", "notify_sub", "notification_type", "itemreply",
    "send_last_published_item",
  ]

  /// Derived from the configuration, for lists and pages.
  private static let derived = ["readable", "listed"]

  static func insert(_ others: [String]) -> String {
    let all = others + names + derived
    let marks = all.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO node (\(all.joined(separator: ", "))) VALUES (\(marks))"
  }

  static let update =
    "UPDATE node SET \((names + derived).map { "\($0) = ?" }.joined(separator: ", ")) WHERE id = ?"

  var arguments: StatementArguments {
    let c = configuration
    let readable = Rights.may(.retrieve, .anyone, c)
    return [
      c.title, c.description, c.language, c.type, c.accessModel.rawValue, c.publishModel.rawValue,
      c.persistItems, c.maxItems, c.maxPayloadSize, c.deliverNotifications, c.deliverPayloads,
      c.notifyConfiguration, c.notifyDelete, c.notifyRetract, c.notifySubscriptions,
      c.notificationType.rawValue, c.itemReply.rawValue, c.sendLastItem.rawValue, readable,
      readable && SocialNode.isListed(name: id.name, type: c.type),
    ]
  }

  /// Reads the columns `names`, the first of which is at `start`.
  static func configuration(_ row: Row, from start: Int) -> NodeConfiguration {
    var c = NodeConfiguration()
    c.title = row[start]
    c.description = row[start + 1]
    c.language = row[start + 2]
    c.type = row[start + 3]
    // Unknown words cannot be there: the columns have CHECKs. The closed choice is the safe one.
    c.accessModel = AccessModel(rawValue: row[start + 4]) ?? .whitelist
    c.publishModel = PublishModel(rawValue: row[start + 5]) ?? .publishers
    c.persistItems = row[start + 6]
    c.maxItems = row[start + 7]
    c.maxPayloadSize = row[start + 8]
    c.deliverNotifications = row[start + 9]
    c.deliverPayloads = row[start + 10]
    c.notifyConfiguration = row[start + 11]
    c.notifyDelete = row[start + 12]
    c.notifyRetract = row[start + 13]
    c.notifySubscriptions = row[start + 14]
    c.notificationType = NodeConfiguration.Notification(rawValue: row[start + 15]) ?? .headline
    c.itemReply = NodeConfiguration.Reply(rawValue: row[start + 16]) ?? .publisher
    c.sendLastItem = NodeConfiguration.LastItem(rawValue: row[start + 17]) ?? .never
    return c
  }
}
