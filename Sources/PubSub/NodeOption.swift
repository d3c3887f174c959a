import XML
import XMPP

/// One field of `pubsub#node_config`: how it is offered, read and compared. The table `all` is the
/// only list of them; forms, preconditions and meta-data are made from it.
package struct NodeOption: Sendable {
  package let name: String
  let label: String
  let kind: Kind
  /// The values as they are written into a form.
  let get: @Sendable (NodeConfiguration) -> [String]
  /// Takes values over, or says false if they make no sense.
  let set: @Sendable (inout NodeConfiguration, [String], ServicePolicy) -> Bool

  enum Kind: Sendable {
    case text
    case boolean
    /// Values with their labels.
    case choice([(value: String, label: String)])
  }

  static func named(_ name: String) -> NodeOption? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The longest value of a text field, in bytes.
  static let maximumTextBytes = 4096
}

// MARK: - The table

extension NodeOption {
  package static let all: [NodeOption] = [
    text("title", "A friendly name for the node", \.title),
    text("description", "A description of the node", \.description),
    text("language", "The default language of the node", \.language),
    text("type", "What the items of the node are, usually a namespace", \.type),
    choice(
      "access_model", "Who may subscribe and retrieve items", \.accessModel,
      [.open: "Anyone", .whitelist: "Members only"]),
    choice(
      "publish_model", "Who may publish", \.publishModel,
      [.publishers: "Publishers and owners", .subscribers: "Subscribers too", .open: "Anyone"]),
    boolean("persist_items", "Keep items", \.persistItems),
    NodeOption(
      name: "pubsub#max_items", label: "How many items to keep, or \"max\"", kind: .text,
      get: { [$0.maxItems.map(String.init) ?? "max"] },
      set: { configuration, values, _ in
        guard let value = values.first else { return true }
        guard value != "max" else {
          configuration.maxItems = nil
          return true
        }
        guard let number = Element.count(value) else { return false }
        configuration.maxItems = number == .max ? nil : number
        return true
      }),
    NodeOption(
      name: "pubsub#max_payload_size", label: "The largest payload in bytes", kind: .text,
      get: { [$0.maxPayloadSize.map(String.init) ?? ""] },
      set: { configuration, values, policy in
        guard let value = values.first, !value.isEmpty else {
          configuration.maxPayloadSize = nil
          return true
        }
        guard let number = Element.count(value), number > 0 else { return false }
        // More than the service takes means: as much as it takes.
        configuration.maxPayloadSize = min(number, policy.maximumPayloadBytes)
        return true
      }),
    boolean("deliver_notifications", "Send notifications", \.deliverNotifications),
    boolean("deliver_payloads", "Send payloads with notifications", \.deliverPayloads),
    boolean(
      "notify_config", "Tell subscribers when the configuration changes", \.notifyConfiguration),
    boolean("notify_delete", "Tell subscribers when the node is deleted", \.notifyDelete),
    boolean("notify_retract", "Tell subscribers when items are removed", \.notifyRetract),
    boolean("notify_sub", "Tell owners about subscribers who come and go", \.notifySubscriptions),
    choice(
      "notification_type", "The type of notifications", \.notificationType,
      [.headline: "Headline", .normal: "Normal"]),
    choice(
      "itemreply", "Whose address items carry", \.itemReply,
      [.publisher: "The publisher's", .none: "Nobody's"]),
    choice(
      "send_last_published_item", "When to send the last item", \.sendLastItem,
      [.never: "Never", .onSubscribe: "When somebody subscribes"]),
  ]

  private static func text(
    _ name: String, _ label: String,
    _ path: any WritableKeyPath<NodeConfiguration, String?> & Sendable
  ) -> NodeOption {
    NodeOption(
      name: "pubsub#" + name, label: label, kind: .text,
      get: { [$0[keyPath: path] ?? ""] },
      set: { configuration, values, _ in
        let value = values.first ?? ""
        guard value.utf8.count <= maximumTextBytes else { return false }
        configuration[keyPath: path] = value.isEmpty ? nil : value
        return true
      })
  }

  private static func boolean(
    _ name: String, _ label: String,
    _ path: any WritableKeyPath<NodeConfiguration, Bool> & Sendable
  ) -> NodeOption {
    NodeOption(
      name: "pubsub#" + name, label: label, kind: .boolean,
      get: { [$0[keyPath: path] ? "1" : "0"] },
      set: { configuration, values, _ in
        switch values.first {
        case "1", "true": configuration[keyPath: path] = true
        case "0", "false": configuration[keyPath: path] = false
        default: return false
        }
        return true
      })
  }

  private static func choice<Value>(
    _ name: String, _ label: String,
    _ path: any WritableKeyPath<NodeConfiguration, Value> & Sendable, _ labels: [Value: String]
  ) -> NodeOption
  where Value: RawRepresentable<String> & CaseIterable & Hashable & Sendable {
    NodeOption(
      name: "pubsub#" + name, label: label,
      kind: .choice(Value.allCases.map { ($0.rawValue, labels[$0] ?? $0.rawValue) }),
      get: { [$0[keyPath: path].rawValue] },
      set: { configuration, values, _ in
        guard let value = values.first.flatMap(Value.init(rawValue:)) else { return false }
        configuration[keyPath: path] = value
        return true
      })
  }
}
