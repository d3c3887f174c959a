import XMPP

/// The data forms of a subscription's options (XEP-0060, section 16.4.2), made from the table
/// `SubscriptionOptionTable.all`.
package enum SubscriptionForm {
  package static let formType = Namespace.pubsub + "#subscribe_options"

  /// The form that a subscriber fills in. A text is not offered where items have none (section 12.8), nor to be seen
  /// where nobody is listed.
  static func form(
    _ options: SubscriptionOptions, of node: NodeConfiguration, _ policy: ServicePolicy
  ) -> DataForm {
    let offered = SubscriptionOptionTable.all.filter {
      switch $0.name {
      case SubscriptionOptionTable.includeBody: node.mayHoldPosts
      case SubscriptionOptionTable.isPublic: node.listsFollowers
      default: true
      }
    }
    return DataForm(
      .form, formType: formType, fields: offered.map { $0.field(options, policy) })
  }

  /// What the options are.
  static func result(_ options: SubscriptionOptions) -> DataForm {
    DataForm(
      .result, formType: formType, fields: SubscriptionOptionTable.all.map { $0.result(options) })
  }

  /// Merges a submitted form into options: fields that were not sent stay, unknown ones are ignored. A
  /// form of another kind, a field that is there twice or a value that makes no sense is refused with
  /// `invalid-options` (section 6.3.6.2).
  static func merge(
    _ form: DataForm, into options: SubscriptionOptions, _ circumstances: Circumstances
  ) throws(StanzaError) -> SubscriptionOptions {
    try form.require(type: formType, else: .invalidOptions)
    guard form.kind == .submit else { throw invalid("The form must be of type \"submit\".") }
    let old = options
    var options = options
    for field in form.fields {
      guard let option = field.name.flatMap(SubscriptionOptionTable.named) else { continue }
      guard option.take(field.values, &options, circumstances.policy) else {
        throw invalid("This value of \(option.name) is not offered here; see the form.")
      }
    }
    guard options.expiry != old.expiry, case .at(let end) = options.expiry else { return options }
    guard end > circumstances.now else { throw invalid("pubsub#expire lies in the past.") }
    // As section 12.19 says, a lease that is too long becomes as long as it may be.
    let latest = circumstances.now.milliseconds + circumstances.policy.maximumLease
    options.expiry = .at(min(end, Timestamp(milliseconds: latest)))
    return options
  }

  private static func invalid(_ text: String) -> StanzaError {
    .pubsub(.badRequest, .invalidOptions, text)
  }
}
