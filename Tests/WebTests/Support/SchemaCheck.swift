import Foundation

/// The interface's own description, and whether an answer is as it says.
struct SchemaCheck {
  let document: [String: Any]

  init(_ bytes: [UInt8]) throws {
    document = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] ?? [:]
  }

  var paths: [String: [String: Any]] { document["paths"] as? [String: [String: Any]] ?? [:] }

  var schemas: [String: [String: Any]] {
    let components = document["components"] as? [String: Any]
    return components?["schemas"] as? [String: [String: Any]] ?? [:]
  }

  /// The schema of an answer to a request, and its type.
  func answer(_ path: String, _ status: String) -> (type: String, schema: [String: Any])? {
    let get = paths[path]?["get"] as? [String: Any]
    let responses = get?["responses"] as? [String: [String: Any]]
    let content = responses?[status]?["content"] as? [String: [String: Any]]
    guard let (type, media) = content?.first, let schema = media["schema"] as? [String: Any] else {
      return nil
    }
    return (type, schema)
  }

  /// What is wrong with a value, by the names on the way to it; `met` gets those that were looked at: `Post.title`.
  func faults(
    _ value: Any, _ schema: [String: Any], at place: String = "", _ met: inout Set<String>
  ) -> [String] {
    if let reference = schema["$ref"] as? String {
      let name = String(reference.split(separator: "/").last ?? "")
      guard let schema = schemas[name] else { return ["\(place): there is no \(name)"] }
      return faults(value, schema, at: name, &met)
    }
    switch (schema["type"] as? String, value) {
    case ("object", let object as [String: Any]):
      guard let properties = schema["properties"] as? [String: [String: Any]] else { return [] }
      let missing = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }
      var list = missing.map { "\(place).\($0) is missing" }
      for (name, value) in object {
        guard let schema = properties[name] else {
          list.append("\(place).\(name) is not described")
          continue
        }
        met.insert("\(place).\(name)")
        list += faults(value, schema, at: "\(place).\(name)", &met)
      }
      return list
    case ("array", let values as [Any]):
      guard let items = schema["items"] as? [String: Any] else { return ["\(place): of what?"] }
      var list: [String] = []
      for value in values { list += faults(value, items, at: place, &met) }
      return list
    case ("string", is String), ("integer", is Int): return []
    default: return ["\(place) is of another type"]
    }
  }
}
