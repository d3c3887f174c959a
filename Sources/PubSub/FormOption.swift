import XML
import XMPP

/// One field of a configuration form: how it is offered, read and compared. A form's table of them is
/// the only list of its fields: what is shown, submitted, demanded as a precondition and stored is
/// made from it.
package struct FormOption<Settings: Sendable>: Sendable {
  package let name: String
  let label: String
  let kind: FormOptionKind
  /// The values as they are written into a form.
  let get: @Sendable (Settings) -> [String]
  /// Takes values over, or says false if they make no sense.
  let set: @Sendable (inout Settings, [String], ServicePolicy) -> Bool

  typealias Path<Value> = any WritableKeyPath<Settings, Value> & Sendable
}

enum FormOptionKind: Sendable {
  case text
  case boolean
  /// Values with their labels, as far as the service offers them.
  case choice(@Sendable (ServicePolicy) -> [(value: String, label: String)])
  case choices([(value: String, label: String)])
  /// One of the values that are offered, or another.
  case openChoice([(value: String, label: String)])
  case integer(@Sendable (ServicePolicy) -> ClosedRange<Int>)
  case integerOrMax(minimum: Int)
  case dateTime
  case addresses
  /// Any values.
  case openList

  var takesSeveral: Bool {
    switch self {
    case .choices, .addresses, .openList: true
    default: false
    }
  }
}

/// How large the values of a form may be.
enum FormOptionLimits {
  /// The longest value, in bytes.
  static let valueBytes = 4096
  /// The most values of a field.
  static let values = 64
}

// MARK: - Usual fields

extension FormOption {
  static func text(_ name: String, _ label: String, _ path: Path<String?>) -> Self {
    Self(
      name: name, label: label, kind: .text,
      get: { [$0[keyPath: path] ?? ""] },
      set: { settings, values, _ in
        let value = values.first ?? ""
        settings[keyPath: path] = value.isEmpty ? nil : value
        return true
      })
  }

  static func boolean(_ name: String, _ label: String, _ path: Path<Bool>) -> Self {
    Self(
      name: name, label: label, kind: .boolean,
      get: { [$0[keyPath: path] ? "1" : "0"] },
      set: { settings, values, _ in
        guard let value = values.first.flatMap(DataForm.bool) else { return false }
        settings[keyPath: path] = value
        return true
      })
  }

  /// A number, or `max`, which stands for no limit.
  static func integerOrMax(
    _ name: String, _ label: String, _ path: Path<Int?>, minimum: Int
  ) -> Self {
    Self(
      name: name, label: label, kind: .integerOrMax(minimum: minimum),
      get: { [$0[keyPath: path].map(String.init) ?? "max"] },
      set: { settings, values, _ in
        // A field without a value says nothing.
        guard let value = values.first, !value.isEmpty else { return true }
        guard value != "max" else {
          settings[keyPath: path] = nil
          return true
        }
        guard let number = Element.count(value), number >= minimum else { return false }
        settings[keyPath: path] = number >= Int(Int32.max) ? nil : number
        return true
      })
  }

  static func choice<Value>(
    _ name: String, _ label: String, _ path: Path<Value>, _ labels: [Value: String]
  ) -> Self
  where Value: RawRepresentable<String> & CaseIterable & Hashable & Sendable {
    let choices = Value.allCases.map { ($0.rawValue, labels[$0] ?? $0.rawValue) }
    return Self(
      name: name, label: label, kind: .choice { _ in choices },
      get: { [$0[keyPath: path].rawValue] },
      set: { settings, values, _ in
        guard let value = values.first.flatMap(Value.init(rawValue:)) else { return false }
        settings[keyPath: path] = value
        return true
      })
  }

  /// Another node, by its name; empty for none.
  static func node(_ name: String, _ label: String, _ path: Path<NodeID?>) -> Self {
    Self(
      name: name, label: label, kind: .text,
      get: { $0[keyPath: path].map { [$0.name] } ?? [] },
      set: { settings, values, _ in
        let value = values.first ?? ""
        let node = value.isEmpty ? nil : try? NodeID(value)
        settings[keyPath: path] = node
        return node != nil || value.isEmpty
      })
  }
}

// MARK: - In forms

extension FormOption {
  /// Takes the values of a submitted field over; false if they make no sense.
  func take(_ values: [String], _ settings: inout Settings, _ policy: ServicePolicy) -> Bool {
    guard values.count <= (kind.takesSeveral ? FormOptionLimits.values : 1),
      values.allSatisfy({ $0.utf8.count <= FormOptionLimits.valueBytes })
    else { return false }
    return set(&settings, values, policy)
  }

  /// Whether the values are the same; those of a list have no order.
  func isSame(_ a: Settings, _ b: Settings) -> Bool {
    kind.takesSeveral ? Set(get(a)) == Set(get(b)) : get(a) == get(b)
  }

  /// The field as a form offers it, with its type, its values and what it takes (XEP-0122).
  func field(_ settings: Settings, _ policy: ServicePolicy) -> DataForm.Field {
    let values = get(settings)
    func field(
      _ type: DataForm.FieldType, _ validation: DataForm.Validation? = nil,
      _ options: [(value: String, label: String)] = []
    ) -> DataForm.Field {
      DataForm.Field(
        name, type, label: label, validation: validation,
        options: options.map { DataForm.Option($0.value, label: $0.label) }, values: values)
    }
    return switch kind {
    case .text: field(.textSingle)
    case .boolean: field(.boolean)
    case .choice(let choices): field(.listSingle, nil, choices(policy))
    case .choices(let choices): field(.listMulti, nil, choices)
    case .openChoice(let choices):
      field(.listSingle, DataForm.Validation(datatype: "xs:string", .open), choices)
    case .integer(let range):
      field(.textSingle, DataForm.Validation(integer: range(policy)))
    case .integerOrMax(let minimum):
      field(
        .textSingle,
        DataForm.Validation(
          datatype: Namespace.pubsub + "#integer-or-max", .range(min: String(minimum), max: nil)))
    case .dateTime: field(.textSingle)
    case .addresses: field(.jidMulti)
    case .openList:
      field(
        .listMulti, DataForm.Validation(datatype: "xs:string", .open),
        values.map { ($0, $0) })
    }
  }

  /// The field as a result tells it.
  func result(_ settings: Settings) -> DataForm.Field {
    DataForm.Field(name, values: get(settings))
  }
}

extension DataForm.Validation {
  fileprivate init(integer range: ClosedRange<Int>) {
    self.init(
      datatype: "xs:integer", .range(min: String(range.lowerBound), max: String(range.upperBound)))
  }
}
