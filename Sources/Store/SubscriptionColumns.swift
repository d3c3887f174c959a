import GRDB
import PubSub
import XMPP

/// A subscription's options as columns of `subscription`: the list, writing and reading side by side.
enum SubscriptionColumns {
  static let names = [
    "deliver", "digest", "digest_frequency", "include_body", "expires", "temporary",
    "show_values", "matters", "depth", "keywords", "public",
  ]

  static func arguments(_ options: SubscriptionOptions) -> StatementArguments {
    var expires: Int64?
    if case .at(let time) = options.expiry { expires = time.milliseconds }
    return [
      options.deliver, options.digest, options.digestFrequency, options.includeBody, expires,
      options.expiry == .presence,
      TextList.text(options.showValues.map(\.rawValue).sorted()),
      TextList.text(options.matters.map(\.rawValue).sorted()), options.depth,
      TextList.text(options.keywords), options.isPublic,
    ]
  }

  /// Reads the columns `names`, the first of which is at `start`.
  static func options(_ row: Columns, from start: Int) -> SubscriptionOptions {
    var options = SubscriptionOptions()
    options.deliver = row[start]
    options.digest = row[start + 1]
    options.digestFrequency = row[start + 2]
    options.includeBody = row[start + 3]
    if row[start + 5] {
      options.expiry = .presence
    } else if let expires = row[start + 4] as Int64? {
      options.expiry = .at(Timestamp(milliseconds: expires))
    }
    options.showValues = Set(
      TextList.members(row[start + 6]).compactMap(Presence.Show.init(rawValue:)))
    options.matters = Set(
      TextList.members(row[start + 7]).compactMap(SubscriptionOptions.Matter.init(rawValue:)))
    options.depth = row[start + 8]
    options.keywords = TextList.members(row[start + 9])
    options.isPublic = row[start + 10]
    return options
  }
}
