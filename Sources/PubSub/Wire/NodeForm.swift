package import XMPP

/// The data forms of a node's configuration (XEP-0060, sections 16.4.2 to 16.4.4), made from the table
/// `NodeOption.all`.
package enum NodeForm {
  package static let configuration = Namespace.pubsub + "#node_config"
  package static let publishOptions = Namespace.pubsub + "#publish-options"
  package static let metaData = Namespace.pubsub + "#meta-data"

  /// The form that an owner fills in.
  package static func form(_ configuration: NodeConfiguration) -> DataForm {
    DataForm(
      .form, formType: self.configuration,
      fields: NodeOption.all.map { $0.field(configuration) })
  }

  /// What subscribers are told of a new configuration.
  static func result(_ configuration: NodeConfiguration) -> DataForm {
    DataForm(
      .result, formType: self.configuration,
      fields: NodeOption.all.map {
        DataForm.Field($0.name, values: $0.get(configuration))
      })
  }

  /// What anybody who may see the node is told of it (XEP-0060, section 5.4).
  package static func metaData(_ node: NodeFacts) -> DataForm {
    let shown: Set<String> = [
      "pubsub#title", "pubsub#description", "pubsub#language", "pubsub#type",
      "pubsub#access_model", "pubsub#publish_model", "pubsub#max_items",
    ]
    var fields = NodeOption.all.filter { shown.contains($0.name) }.map {
      $0.field(node.configuration)
    }
    fields += [
      DataForm.Field(
        "pubsub#creator", .jidSingle, label: "Who created the node",
        values: [node.creator.description]),
      DataForm.Field(
        "pubsub#creation_date", .textSingle, label: "When the node was created",
        values: [node.created.text]),
      DataForm.Field(
        "pubsub#num_subscribers", .textSingle, label: "How many subscribers it has",
        values: [String(node.subscribers)]),
    ]
    return DataForm(.result, formType: metaData, fields: fields)
  }

  /// Merges a submitted form into a configuration: fields that were not sent stay, unknown ones are
  /// ignored, a form of another kind or a value that makes no sense is refused.
  static func merge(
    _ form: DataForm, into configuration: NodeConfiguration, _ policy: ServicePolicy
  ) throws(StanzaError) -> NodeConfiguration {
    try requireType(form, self.configuration)
    guard form.kind == .submit else {
      throw StanzaError(.badRequest, "The form must be of type \"submit\".")
    }
    var configuration = configuration
    for field in form.fields {
      guard let option = field.name.flatMap(NodeOption.named) else { continue }
      guard option.set(&configuration, field.values, policy) else { throw option.refusal }
    }
    return configuration
  }

  /// Whether a node fulfils the preconditions of a publish request (XEP-0060, section 7.1.5).
  static func check(
    _ options: DataForm, against configuration: NodeConfiguration, _ policy: ServicePolicy
  ) throws(StanzaError) {
    guard try apply(options, to: configuration, policy) == configuration else {
      throw .pubsub(
        .conflict, .preconditionNotMet, "The node is not configured as the publish options say.")
    }
  }

  /// The configuration that makes the preconditions true: that of a node made for the request.
  static func apply(
    _ options: DataForm, to configuration: NodeConfiguration, _ policy: ServicePolicy
  ) throws(StanzaError) -> NodeConfiguration {
    try requireType(options, publishOptions)
    var configuration = configuration
    for field in options.fields {
      guard let name = field.name, name != DataForm.formTypeName else { continue }
      guard let option = NodeOption.named(name),
        option.set(&configuration, field.values, policy)
      else {
        throw .pubsub(.conflict, .preconditionNotMet, "\(name) cannot have that value here.")
      }
    }
    return configuration
  }

  /// A form without a type is taken for what it stands in.
  private static func requireType(_ form: DataForm, _ type: String) throws(StanzaError) {
    guard form.formType == nil || form.formType == type else {
      throw StanzaError(.badRequest, "The form's FORM_TYPE is not \(type).")
    }
  }
}

extension NodeOption {
  /// What a value that is not offered is refused with (sections 8.1.3 and 8.2.4).
  fileprivate var refusal: StanzaError {
    .pubsub(
      .notAcceptable, name == "pubsub#access_model" ? .unsupportedAccessModel : .invalidOptions,
      "This value of \(name) is not offered here.", kind: .modify)
  }

  fileprivate func field(_ configuration: NodeConfiguration) -> DataForm.Field {
    let values = get(configuration)
    return switch kind {
    case .text: DataForm.Field(name, .textSingle, label: label, values: values)
    case .boolean: DataForm.Field(name, .boolean, label: label, values: values)
    case .choice(let choices):
      DataForm.Field(
        name, .listSingle, label: label,
        options: choices.map { DataForm.Option($0.value, label: $0.label) }, values: values)
    }
  }
}
