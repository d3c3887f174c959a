import XML

extension DataForm {
  /// What values a field takes (XEP-0122). Advice to whoever fills the form in: what is submitted
  /// is checked by whoever reads it.
  /// ```xml
  /// <validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='xs:integer'>
  ///   <range min='1' max='100'/>
  /// </validate>
  /// ```
  package struct Validation: Hashable, Sendable {
    package enum Method: Hashable, Sendable {
      case basic
      /// The options are not the only values.
      case open
      case range(min: String?, max: String?)
      case regex(String)
    }

    /// nil stands for `xs:string`.
    package var datatype: String?
    package var method: Method?
    /// How many values a `list-multi` field takes.
    package var count: Count?

    package struct Count: Hashable, Sendable {
      package var min: String?
      package var max: String?

      package init(min: String?, max: String?) {
        self.min = min
        self.max = max
      }
    }

    package init(datatype: String?, _ method: Method? = nil, count: Count? = nil) {
      self.datatype = datatype
      self.method = method
      self.count = count
    }

    /// A method that is not known is none.
    init(_ element: Element) {
      self.init(datatype: element["datatype"])
      for child in element.elements where child.name.namespace == Namespace.dataFormValidation {
        switch child.name.name {
        case "basic": method = .basic
        case "open": method = .open
        case "range": method = .range(min: child["min"], max: child["max"])
        case "regex": method = .regex(child.text)
        case "list-range": count = Count(min: child["min"], max: child["max"])
        default: break
        }
      }
    }

    var element: Element {
      var validate = Element("validate", Namespace.dataFormValidation, ["datatype": datatype])
      if let method { validate.append(method.element) }
      if let count {
        validate.append(
          Element(
            "list-range", Namespace.dataFormValidation, ["min": count.min, "max": count.max]))
      }
      return validate
    }
  }
}

extension DataForm.Validation.Method {
  fileprivate var element: Element {
    switch self {
    case .basic: Element("basic", Namespace.dataFormValidation)
    case .open: Element("open", Namespace.dataFormValidation)
    case .range(let min, let max):
      Element("range", Namespace.dataFormValidation, ["min": min, "max": max])
    case .regex(let pattern): Element("regex", Namespace.dataFormValidation, text: pattern)
    }
  }
}
