import XML
package import XMPP

/// What a subscriber wants to be told, and how (XEP-0060, section 6.3; fields in 16.4.2).
package struct SubscriptionOptions: Hashable, Sendable {
  package enum Expiry: Hashable, Sendable {
    case never
    /// A lease (XEP-0060, section 12.19).
    case at(Timestamp)
    /// When the subscriber goes offline (section 12.5).
    case presence
  }

  /// XEP-0497, section 3.1.
  package enum Matter: String, Hashable, Sendable, CaseIterable {
    case items
    case metadata
    /// Items of nodes that have a link to this one.
    case linkedItems = "linked items"
  }

  package var deliver = true
  /// Notifications are gathered and sent together.
  package var digest = false
  /// The least time between two digests, in milliseconds.
  package var digestFrequency = Self.defaultDigestFrequency
  package var expiry = Expiry.never
  /// Items come with a text that any client can show.
  package var includeBody = false
  /// Only in these states of presence; empty: whatever the presence is, also when offline.
  package var showValues: Set<Presence.Show> = []
  package var matters: Set<Matter> = [.items]
  /// How many levels of nodes below this one are meant too (XEP-0497, section 3.2); negative: all.
  package var depth = 0
  /// Only items whose text holds one of these (XEP-0060, section 12.20); empty: all.
  package var keywords: [String] = []
  /// Everybody who may read the node may see who is subscribed (XEP-0465). Nothing but the subscriber's own word makes
  /// it so.
  package var isPublic = false

  package init() {}

  /// What is told, and how, whoever may see that somebody is subscribed.
  package var delivery: SubscriptionOptions {
    var options = self
    options.isPublic = false
    return options
  }

  package static let defaultDigestFrequency = 86_400_000
  /// The most keywords, and the most bytes of each: every text is searched for all of them.
  static let maximumKeywords = 16
  static let maximumKeywordBytes = 128
}

package typealias SubscriptionOption = FormOption<SubscriptionOptions>

/// The fields of `pubsub#subscribe_options` that this service has. Those for collections
/// (`subscription_type`, `subscription_depth`) are not among them: XEP-0497's are in their place.
package enum SubscriptionOptionTable {
  package static let all: [SubscriptionOption] = [
    .boolean("pubsub#deliver", "Receive notifications", \.deliver),
    .boolean("pubsub#digest", "Receive notifications gathered, not one by one", \.digest),
    digestFrequency,
    expiry,
    .boolean(
      includeBody, "Receive a readable text in addition to the payload", \.includeBody),
    choices(
      "pubsub#show-values", "The presence states in which to receive notifications",
      \.showValues,
      [
        .chat: "Want to chat", .online: "Available", .away: "Away", .xa: "Extended away",
        .dnd: "Do not disturb",
      ]),
    choices(
      "{\(Namespace.pubsubSubscriptions)}type", "What to be told of", \.matters,
      [.items: "Items", .metadata: "Changes of the node", .linkedItems: "Items of linked nodes"]),
    depth,
    keywords,
    .boolean(isPublic, "Let everybody see that you follow this node", \.isPublic),
  ]

  static let includeBody = "pubsub#include_body"
  static let isPublic = "x-pubsub#public"

  static func named(_ name: String) -> SubscriptionOption? { byName[name] }

  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  private static let digestFrequency = SubscriptionOption(
    name: "pubsub#digest_frequency",
    label: "The least number of milliseconds between two digests",
    kind: .integer { _ in 1000...604_800_000 }, get: { [String($0.digestFrequency)] },
    set: { options, values, _ in
      guard let value = values.first, !value.isEmpty else { return true }
      guard let number = Element.count(value), 1000...604_800_000 ~= number else { return false }
      options.digestFrequency = number
      return true
    })

  private static let expiry = SubscriptionOption(
    name: "pubsub#expire",
    label: "When the subscription ends: a date and time, or \"presence\" for when you go offline",
    kind: .dateTime,
    get: {
      switch $0.expiry {
      case .never: [""]
      case .presence: ["presence"]
      case .at(let time): [time.text]
      }
    },
    set: { options, values, _ in
      switch values.first ?? "" {
      case "": options.expiry = .never
      case "presence": options.expiry = .presence
      case let text:
        guard let time = Timestamp(text) else { return false }
        options.expiry = .at(time)
      }
      return true
    })

  private static let depth = SubscriptionOption(
    name: "{\(Namespace.pubsubSubscriptions)}depth",
    label: "How many levels of nodes below this one, -1 for all",
    kind: .integer { _ in -1...Lineage.maximumDepth }, get: { [String($0.depth)] },
    set: { options, values, _ in
      guard let value = values.first, !value.isEmpty else { return true }
      guard let number = Int(value), number <= Lineage.maximumDepth else { return false }
      options.depth = max(number, -1)
      return true
    })

  private static let keywords = SubscriptionOption(
    name: "x-pubsub#keywords", label: "Only items with one of these words", kind: .openList,
    get: { $0.keywords },
    set: { options, values, _ in
      options.keywords = values.filter { !$0.isEmpty }
      return options.keywords.count <= SubscriptionOptions.maximumKeywords
        && options.keywords.allSatisfy {
          $0.utf8.count <= SubscriptionOptions.maximumKeywordBytes
        }
    })

  private static func choices<Value>(
    _ name: String, _ label: String, _ path: SubscriptionOption.Path<Set<Value>>,
    _ labels: [Value: String]
  ) -> SubscriptionOption
  where Value: RawRepresentable<String> & CaseIterable & Hashable & Sendable {
    SubscriptionOption(
      name: name, label: label,
      kind: .choices(Value.allCases.map { ($0.rawValue, labels[$0] ?? $0.rawValue) }),
      get: { options in
        Value.allCases.filter(options[keyPath: path].contains).map(\.rawValue)
      },
      set: { options, values, _ in
        let chosen = values.compactMap(Value.init(rawValue:))
        guard chosen.count == values.count else { return false }
        options[keyPath: path] = Set(chosen)
        return true
      })
  }
}
