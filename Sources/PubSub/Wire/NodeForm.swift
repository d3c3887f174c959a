package import XMPP

/// The data forms of a node's configuration (XEP-0060, sections 16.4.2 to 16.4.4), made from the table
/// `NodeOptions.all`.
package enum NodeForm {
  package static let configuration = Namespace.pubsub + "#node_config"
  package static let publishOptions = Namespace.pubsub + "#publish-options"

  /// The form that an owner fills in.
  package static func form(_ configuration: NodeConfiguration, _ policy: ServicePolicy) -> DataForm
  {
    let configuration = configuration.effective(policy)
    return DataForm(
      .form, formType: self.configuration,
      fields: NodeOptions.all.map { $0.field(configuration, policy) })
  }

  /// What subscribers are told of a new configuration.
  static func result(_ configuration: NodeConfiguration, _ policy: ServicePolicy) -> DataForm {
    let configuration = configuration.effective(policy)
    return DataForm(
      .result, formType: self.configuration,
      fields: NodeOptions.all.map { $0.result(configuration) })
  }

  /// The nodes that a submitted form names as parent and link, else those of the configuration.
  package static func relations(_ form: DataForm?, or configuration: NodeConfiguration?) -> (
    parent: NodeID?, link: NodeID?
  ) {
    func node(_ option: String, _ present: NodeID?) -> NodeID? {
      guard let name = form?.value(of: option) else { return present }
      return try? NodeID(name)
    }
    return (
      node(NodeOptions.parent, configuration?.parent),
      node(NodeOptions.link, configuration?.link)
    )
  }

  /// The type of node that a submitted form asks for; nil if it says nothing of it.
  static func type(_ form: DataForm) -> String? { form.value(of: NodeOptions.type) }

  /// Merges a submitted form into a configuration: fields that were not sent stay, unknown ones are
  /// ignored, a form of another kind or a value that makes no sense is refused.
  package static func merge(
    _ form: DataForm, into configuration: NodeConfiguration, _ policy: ServicePolicy
  ) throws(StanzaError) -> NodeConfiguration {
    try form.require(type: self.configuration)
    guard form.kind == .submit else { throw .notSubmitted }
    var configuration = configuration
    for field in form.fields {
      guard let option = field.name.flatMap(NodeOptions.named) else { continue }
      guard option.take(field.values, &configuration, policy) else {
        throw option.isUndecided(field.values, policy) ? .undecided : option.refusal
      }
    }
    return configuration
  }

  /// Whether a node fulfils the preconditions of a publish request (XEP-0060, section 7.1.5).
  static func check(
    _ options: DataForm, against configuration: NodeConfiguration, _ policy: ServicePolicy
  ) throws(StanzaError) {
    let wanted = try apply(options, to: configuration, policy)
    if wanted == configuration { return }
    let (new, old) = (wanted.effective(policy), configuration.effective(policy))
    guard NodeOptions.all.allSatisfy({ $0.isSame(new, old) }) else {
      throw .pubsub(
        .conflict, .preconditionNotMet, "The node is not configured as the publish options say.")
    }
  }

  /// The configuration that makes the preconditions true: that of a node made for the request. A field
  /// that is not known is refused; the one of XEP-0395 is a precondition on the items.
  package static func apply(
    _ options: DataForm, to configuration: NodeConfiguration, _ policy: ServicePolicy
  ) throws(StanzaError) -> NodeConfiguration {
    try options.require(type: publishOptions)
    guard options.kind == .submit else { throw .notSubmitted }
    var configuration = configuration
    for field in options.fields {
      guard let name = field.name, name != DataForm.formTypeName,
        name != CompareAndPublish.option
      else { continue }
      guard let option = NodeOptions.named(name) else {
        throw .pubsub(
          .conflict, .preconditionNotMet, "No node has a field of the name \"\(name.prefix(64))\".")
      }
      guard option.take(field.values, &configuration, policy) else {
        throw option.isUndecided(field.values, policy)
          ? .undecided
          : .pubsub(.conflict, .preconditionNotMet, "\(name) cannot have that value here.")
      }
    }
    return configuration
  }
}

extension NodeOption {
  /// Whether a value may be offered in a moment.
  fileprivate func isUndecided(_ values: [String], _ policy: ServicePolicy) -> Bool {
    name == NodeOptions.accessModel && policy.mayYetSeeRosters
      && values.first.flatMap(AccessModel.init)?.needsRosters == true
  }

  /// What a value that is not offered is refused with (sections 8.1.2 and 8.2.5; XEP-0248 for collections).
  fileprivate var refusal: StanzaError {
    let text = "This value of \(name) is not offered here; see the form."
    return switch name {
    case NodeOptions.accessModel: .pubsub(.notAcceptable, .unsupportedAccessModel, text)
    case NodeOptions.nodeType: .pubsub(.featureNotImplemented, .unsupported("collections"), text)
    default: .pubsub(.notAcceptable, .invalidOptions, text)
    }
  }
}
