import GRDB
import PubSub
import Social
import XMPP

/// A node's configuration as columns of `node`: the list, writing and reading side by side. Its relations
/// are numbers, which `Snapshot` looks up.
struct NodeColumns {
  private let id: NodeID
  private let configuration: NodeConfiguration
  private let above: Visibility

  /// - Parameter above: of the parent, if there is one.
  init(_ id: NodeID, _ configuration: NodeConfiguration, above: Visibility) {
    self.id = id
    self.configuration = configuration
    self.above = above
  }

  static let names = [
    "title", "description", "language", "type", "contact", "allowed_for_suggestions",
    "access_model", "roster_groups_allowed", "publish_model", "subscribe", "tempsub",
    "persist_items", "max_items", "publish_node_full", "item_expire", "max_payload_size",
    "purge_offline", "deliver_notifications", "deliver_payloads", "presence_based_delivery",
    "send_last_published_item", "notification_type", "itemreply", "notify_config",
    "notify_delete", "notify_retract", "notify_sub", "notify_reports", "comments", "reactors",
    "links", "show_location", "robots",
  ]

  /// Derived from the name and the configuration, for lists and pages.
  private static let derived = [
    "own_readable", "own_shown", "listable", "quiet", "readable", "shown", "listed",
  ]

  static func insert(_ others: [String]) -> String {
    let all = others + names + derived
    let marks = all.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO node (\(all.joined(separator: ", "))) VALUES (\(marks))"
  }

  /// The node's number is the last argument, its parent and link those before.
  static let update =
    "UPDATE node SET \((names + derived + ["parent", "link"]).map { "\($0) = ?" }.joined(separator: ", "))"
    + " WHERE id = ?"

  var arguments: StatementArguments {
    let c = configuration
    let settings: StatementArguments = [
      c.title, c.description, c.language, c.type, TextList.text(c.contacts.map(\.description)),
      c.allowedForSuggestions, c.accessModel.rawValue, TextList.text(c.rosterGroups),
      c.publishModel.rawValue, c.allowsSubscriptions, c.temporarySubscriptions, c.persistItems,
      c.maxItems, c.full.rawValue, c.itemExpiry, c.maxPayloadSize, c.purgeOffline,
      c.deliverNotifications, c.deliverPayloads, c.presenceBasedDelivery,
      c.sendLastItem.rawValue, c.notificationType.rawValue, c.itemReply.rawValue,
      c.notifyConfiguration, c.notifyDelete, c.notifyRetract, c.notifySubscriptions,
      c.notifyReports, c.makesComments, c.reactors.rawValue,
      c.addsLinks, c.showsLocation, c.robots.rawValue,
    ]
    let own = ownVisibility
    let whole = visibility
    let listable = SocialNode.isListed(name: id.name, type: c.type)
    return settings + [
      own.isReadable, own.isShown, listable, isQuiet, whole.isReadable, whole.isShown,
      whole.isReadable && listable,
    ]
  }

  /// One that is kept for another node is found by its name alone.
  private var ownVisibility: Visibility {
    guard configuration.kept == nil else { return .none }
    return Visibility(
      isReadable: Rights.may(.retrieve, .anyone, configuration),
      isShown: Rights.may(.discover, .anyone, configuration))
  }

  /// Comments, and what is kept for another node, are found through their posts.
  var isQuiet: Bool { configuration.kept != nil || NodeProfile.isComments(id.name) }

  /// What everybody sees of the node, with all that stands above it.
  var visibility: Visibility {
    let own = ownVisibility
    return Visibility(
      isReadable: own.isReadable && above.isReadable, isShown: own.isShown && above.isShown)
  }

  /// Whether everybody sees it in lists.
  var isInLists: Bool { visibility.isShown && !isQuiet }

  /// What the rights of a node are read from.
  static let rules = "access_model, roster_groups_allowed, publish_model, reactors"

  /// Reads the columns `rules`, the first of which is at `start`.
  static func rules(_ row: Columns, from start: Int) -> AccessRules {
    // Unknown words cannot be there: the columns have CHECKs. The closed choice is the safe one.
    AccessRules(
      access: AccessModel(rawValue: row[start]) ?? .whitelist,
      rosterGroups: TextList.members(row[start + 1]),
      publish: PublishModel(rawValue: row[start + 2]) ?? .publishers,
      reactors: Reactors(rawValue: row[start + 3]) ?? .publishers)
  }

  /// Reads the columns `names`, the first of which is at `start`.
  static func configuration(_ row: Columns, from start: Int) -> NodeConfiguration {
    var c = NodeConfiguration()
    c.title = row[start]
    c.description = row[start + 1]
    c.language = row[start + 2]
    c.type = row[start + 3]
    c.contacts = TextList.members(row[start + 4]).compactMap { try? BareJID($0) }
    c.allowedForSuggestions = row[start + 5]
    // Unknown words cannot be there: the columns have CHECKs. The closed choice is the safe one.
    c.accessModel = AccessModel(rawValue: row[start + 6]) ?? .whitelist
    c.rosterGroups = TextList.members(row[start + 7])
    c.publishModel = PublishModel(rawValue: row[start + 8]) ?? .publishers
    c.allowsSubscriptions = row[start + 9]
    c.temporarySubscriptions = row[start + 10]
    c.persistItems = row[start + 11]
    c.maxItems = row[start + 12]
    c.full = NodeConfiguration.Full(rawValue: row[start + 13]) ?? .retractOldest
    c.itemExpiry = row[start + 14]
    c.maxPayloadSize = row[start + 15]
    c.purgeOffline = row[start + 16]
    c.deliverNotifications = row[start + 17]
    c.deliverPayloads = row[start + 18]
    c.presenceBasedDelivery = row[start + 19]
    c.sendLastItem = NodeConfiguration.LastItem(rawValue: row[start + 20]) ?? .never
    c.notificationType = NodeConfiguration.Notification(rawValue: row[start + 21]) ?? .headline
    c.itemReply = NodeConfiguration.Reply(rawValue: row[start + 22]) ?? .publisher
    c.notifyConfiguration = row[start + 23]
    c.notifyDelete = row[start + 24]
    c.notifyRetract = row[start + 25]
    c.notifySubscriptions = row[start + 26]
    c.notifyReports = row[start + 27]
    c.makesComments = row[start + 28]
    c.reactors = Reactors(rawValue: row[start + 29]) ?? .publishers
    c.addsLinks = row[start + 30]
    c.showsLocation = row[start + 31]
    c.robots = Robots(stored: row[start + 32])
    return c
  }
}

/// What everybody may see.
struct Visibility: Hashable {
  var isReadable: Bool
  /// That it is there.
  var isShown: Bool

  /// Above a node without parent.
  static let full = Visibility(isReadable: true, isShown: true)
  static let none = Visibility(isReadable: false, isShown: false)
}

/// A list of texts in one column. XML forbids U+001F, so that no member holds it.
enum TextList {
  private static let separator: Character = "\u{1F}"

  static func text(_ members: [String]) -> String {
    members.joined(separator: String(separator))
  }

  /// Whether a column has a member that is given, in SQL.
  static func holds(_ column: String) -> String {
    "instr(char(31) || \(column) || char(31), char(31) || ? || char(31)) > 0"
  }

  static func members(_ text: String) -> [String] {
    text.isEmpty
      ? [] : text.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
