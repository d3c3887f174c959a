import Mustache

/// A view as a template looks into it: its fields by their names.
///
/// The templating's own way goes through all fields of an object at each look, and through those of all objects around it
/// for a field without a value.
struct ViewFields: MustacheParent {
  private let fields: [String: Any]

  init(of view: Any) { self.init(Mirror(reflecting: view)) }

  private init(_ mirror: Mirror) {
    var fields: [String: Any] = [:]
    for child in mirror.children {
      if let name = child.label { fields[name] = Self.value(child.value) }
    }
    self.fields = fields
  }

  func child(named name: String) -> Any? { fields[name] }

  /// Nil for what has no value.
  private static func value(_ field: Any) -> Any? {
    if field is String || field is Bool || field is any MustacheCustomRenderable { return field }
    let mirror = Mirror(reflecting: field)
    return switch mirror.displayStyle {
    case .optional: mirror.children.first.flatMap { value($0.value) }
    case .collection: mirror.children.compactMap { value($0.value) }
    case .struct where !mirror.children.isEmpty: ViewFields(mirror)
    default: field
    }
  }
}
