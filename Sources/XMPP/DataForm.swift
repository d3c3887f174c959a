package import XML

/// A data form (XEP-0004), its purpose named by a hidden field `FORM_TYPE` (XEP-0068):
/// ```xml
/// <x xmlns='jabber:x:data' type='submit'>
///   <field var='FORM_TYPE' type='hidden'><value>urn:example:bot</value></field>
///   <field var='public'><value>1</value></field>
/// </x>
/// ```
package struct DataForm: Hashable, Sendable {
  package enum Kind: String, Sendable { case form, submit, result, cancel }

  package var kind: Kind
  package var title: String?
  package var instructions: [String]
  /// In the order of the form.
  package var fields: [Field]
  /// Of a form of results.
  package var table: Table?

  package init(
    _ kind: Kind, title: String? = nil, instructions: [String] = [], fields: [Field] = []
  ) {
    self.kind = kind
    self.title = title
    self.instructions = instructions
    self.fields = fields
  }

  /// The usual form: its `FORM_TYPE` is put in front of the fields.
  package init(_ kind: Kind, formType: String, title: String? = nil, fields: [Field] = []) {
    let type = Field(DataForm.formTypeName, .hidden, values: [formType])
    self.init(kind, title: title, fields: [type] + fields)
  }

  package static let formTypeName = "FORM_TYPE"
}

extension DataForm {
  /// A field (XEP-0004, section 3.2).
  package struct Field: Hashable, Sendable {
    /// Its `var`; nil only for text that stands between fields (`fixed`).
    package var name: String?
    /// Not needed in a submitted form.
    package var type: FieldType?
    package var label: String?
    package var description: String?
    package var isRequired: Bool
    package var validation: Validation?
    package var options: [Option]
    package var values: [String]

    package init(
      _ name: String?, _ type: FieldType? = nil, label: String? = nil,
      description: String? = nil, isRequired: Bool = false, validation: Validation? = nil,
      options: [Option] = [], values: [String] = []
    ) {
      self.name = name
      self.type = type
      self.label = label
      self.description = description
      self.isRequired = isRequired
      self.validation = validation
      self.options = options
      self.values = values
    }

    package init(_ name: String, _ value: Bool, label: String? = nil) {
      self.init(name, .boolean, label: label, values: [value ? "1" : "0"])
    }
  }

  /// Section 3.3.
  package enum FieldType: String, Sendable {
    case boolean, fixed, hidden
    case jidMulti = "jid-multi"
    case jidSingle = "jid-single"
    case listMulti = "list-multi"
    case listSingle = "list-single"
    case textMulti = "text-multi"
    case textPrivate = "text-private"
    case textSingle = "text-single"
  }

  package struct Option: Hashable, Sendable {
    package var label: String?
    package var value: String

    package init(_ value: String, label: String? = nil) {
      self.label = label
      self.value = value
    }
  }

  /// How much of a form is read. Its bytes were bounded when it was parsed.
  package struct Limits: Hashable, Sendable {
    package var fields = 256
    /// Values of one field.
    package var values = 1024
    /// Options of one field.
    package var options = 1024

    package init() {}
  }
}

extension DataForm {
  package var formType: String? { value(of: DataForm.formTypeName) }

  /// The first field of that name: names are unique in a form.
  package func field(_ name: String) -> Field? { fields.first { $0.name == name } }

  /// nil if the form has no such field; empty if it has no value.
  package func values(of name: String) -> [String]? { field(name)?.values }

  /// The first value.
  package func value(of name: String) -> String? { field(name)?.values.first }

  /// The first value of a field that takes one; bad-request if it has several.
  package func single(_ name: String) throws(StanzaError) -> String? {
    guard let values = values(of: name) else { return nil }
    guard values.count < 2 else {
      throw StanzaError(.badRequest, "The field \(name) has one value.")
    }
    return values.first
  }

  /// A field that is there twice, which none may be (section 3.2).
  package var repeatedField: String? {
    var names: Set<String> = []
    return fields.lazy.compactMap(\.name).first { !names.insert($0).inserted }
  }

  /// Refuses what nobody has submitted.
  package func requireSubmission() throws(StanzaError) {
    guard kind == .submit else { throw .notSubmitted }
    guard let name = repeatedField else { return }
    throw StanzaError(.badRequest, "The field \(name.prefix(64)) is there twice.")
  }

  /// The lines of a `text-multi` field, joined.
  package func text(of name: String) -> String? { values(of: name)?.joined(separator: "\n") }

  /// nil if there is no such field or no value; bad-request if it is no boolean, or several.
  package func bool(of name: String) throws(StanzaError) -> Bool? {
    guard let value = try single(name) else { return nil }
    guard let bool = DataForm.bool(value) else {
      throw StanzaError(.badRequest, "The field \(name) is neither true nor false.")
    }
    return bool
  }

  /// nil if there is no such field; bad-request if a value is no valid address.
  package func jids(of name: String) throws(StanzaError) -> [JID]? {
    guard let values = values(of: name) else { return nil }
    var jids: [JID] = []
    for value in values {
      guard let jid = try? JID(value.trimmed) else {
        throw StanzaError(.badRequest, "The field \(name) holds what is no valid address.")
      }
      jids.append(jid)
    }
    return jids
  }

  /// The lexical forms of a boolean (section 3.3).
  package static func bool(_ value: String) -> Bool? {
    switch value.trimmed {
    case "1", "true": true
    case "0", "false": false
    default: nil
    }
  }
}

extension DataForm {
  /// The form in a query; nil if there is none.
  package init?(in parent: Element, limits: Limits = Limits()) throws(StanzaError) {
    guard let form = parent.first("x", Namespace.dataForms) else { return nil }
    try self.init(form, limits: limits)
  }

  /// Reads leniently what clients leave out of a submitted form: types of fields, and the type of
  /// the form itself, which is `submit` then.
  package init(_ element: Element, limits: Limits = Limits()) throws(StanzaError) {
    try element.expect("x", Namespace.dataForms)
    guard let kind = Kind(rawValue: element["type"] ?? "submit") else {
      throw StanzaError(.badRequest, "A data form is of type form, submit, result or cancel.")
    }
    self.init(kind)
    table = Table(in: element)
    for child in element.elements where child.name.namespace == Namespace.dataForms {
      switch child.name.name {
      case "title": title = title ?? child.text
      case "instructions": instructions.append(child.text)
      case "field":
        guard fields.count < limits.fields else {
          throw StanzaError(.notAcceptable, "A form has at most \(limits.fields) fields.")
        }
        fields.append(try Field(child, limits: limits))
      default: break
      }
    }
  }

  package var element: Element {
    var form = Element("x", Namespace.dataForms, ["type": kind.rawValue])
    if let title { form.append(Element("title", Namespace.dataForms, text: title)) }
    for line in instructions {
      form.append(Element("instructions", Namespace.dataForms, text: line))
    }
    for field in fields { form.append(field.element) }
    for child in table?.elements ?? [] { form.append(child) }
    return form
  }
}

extension DataForm.Field {
  fileprivate init(_ element: Element, limits: DataForm.Limits) throws(StanzaError) {
    self.init(
      element["var"], element["type"].flatMap(DataForm.FieldType.init), label: element["label"])
    for child in element.elements {
      switch (child.name.name, child.name.namespace) {
      case ("value", Namespace.dataForms):
        guard values.count < limits.values else {
          throw StanzaError(.notAcceptable, "A field has at most \(limits.values) values.")
        }
        values.append(child.text)
      case ("option", Namespace.dataForms):
        guard options.count < limits.options else {
          throw StanzaError(.notAcceptable, "A field has at most \(limits.options) options.")
        }
        options.append(DataForm.Option(child.text(of: "value") ?? "", label: child["label"]))
      case ("required", Namespace.dataForms): isRequired = true
      case ("desc", Namespace.dataForms): description = child.text
      case ("validate", Namespace.dataFormValidation): validation = DataForm.Validation(child)
      default: break
      }
    }
  }

  package var element: Element {
    var field = Element(
      "field", Namespace.dataForms, ["var": name, "type": type?.rawValue, "label": label])
    if let validation { field.append(validation.element) }
    if let description { field.append(Element("desc", Namespace.dataForms, text: description)) }
    if isRequired { field.append(Element("required", Namespace.dataForms)) }
    for value in values { field.append(Element("value", Namespace.dataForms, text: value)) }
    for option in options { field.append(option.element) }
    return field
  }
}

extension DataForm.Option {
  fileprivate var element: Element {
    Element(
      "option", Namespace.dataForms, ["label": label],
      [Element("value", Namespace.dataForms, text: value)])
  }
}

extension StanzaError {
  /// What a form is refused with that is of another kind than `submit`.
  package static let notSubmitted = StanzaError(
    .badRequest, "The form must be of type \"submit\".")
}
