import Yams

/// Reads the YAML file into `Settings`: which keys there are comes from `ConfigurationKey` alone.
struct SettingsFile {
  private let path: String
  private var settings = Settings()

  static func read(_ text: String, path: String) -> Settings {
    var file = SettingsFile(path: path)
    do {
      if let root = try Parser(yaml: text).singleRoot() {
        file.group(root, at: [], index: 0)
      }
    } catch let error as YamlError {
      file.settings.problems.append(problem(error, path: path))
      file.settings.isBroken = true
    } catch {
      file.report(.file(path, line: 1, column: 1), "", "is not YAML", "See conf/martlet.yaml.")
      file.settings.isBroken = true
    }
    return file.settings
  }

  private init(path: String) { self.path = path }

  private mutating func report(
    _ origin: SettingOrigin, _ key: String, _ what: String, _ remedy: String
  ) {
    settings.problems.append(ConfigurationProblem(origin, key, what, remedy))
  }

  private func origin(_ node: Node) -> SettingOrigin {
    .file(path, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  /// A mapping at `steps`: each of its keys leads to a value, to another mapping, or nowhere.
  private mutating func group(_ node: Node, at steps: [Substring], index: Int) {
    let place = Self.name(steps, index)
    guard case .mapping(let mapping) = node else {
      if node.isEmpty { return }
      let keys = Self.names(below: steps).joined(separator: ", ")
      if steps.isEmpty { settings.isBroken = true }
      return report(
        origin(node), place, "must hold keys and their values",
        "Write them as `key: value`; the keys are \(keys).")
    }
    for (name, value) in mapping {
      guard let text = name.string else {
        report(origin(name), place, "holds a key that is not a name", "Remove it.")
        continue
      }
      let steps = steps + [text[...]]
      let keys = ConfigurationKey.allCases.filter { $0.steps.starts(with: steps) }
      if let key = keys.first, key.steps.count == steps.count {
        leaf(value, Slot(key, index))
      } else if keys.isEmpty {
        unknown(name, text, in: Array(steps.dropLast()), index)
      } else if steps == ["components"] {
        components(value)
      } else {
        group(value, at: steps, index: index)
      }
    }
  }

  private mutating func unknown(_ node: Node, _ name: String, in steps: [Substring], _ index: Int) {
    let known = Self.names(below: steps)
    let remedy =
      nearest(to: name, among: known).map { "Did you mean `\($0)`?" }
      ?? "Known here: \(known.joined(separator: ", "))."
    let key = Self.name(steps + [printable(name)[...]], index)
    report(origin(node), key, "is not a known key", remedy)
  }

  private mutating func components(_ node: Node) {
    guard case .sequence(let sequence) = node else {
      if node.isEmpty { return }
      return report(
        origin(node), "components", "must be a list",
        "Begin each component with `- `, as in `- { jid: social.example.org, secret: \"...\" }`.")
    }
    guard sequence.count <= Settings.maximumComponents else {
      return report(
        origin(node), "components", "holds more than \(Settings.maximumComponents) components",
        "Remove some.")
    }
    for (index, component) in sequence.enumerated() {
      settings.addComponent(origin(component))
      group(component, at: ["components"], index: index)
    }
  }

  private mutating func leaf(_ node: Node, _ slot: Slot) {
    let form = slot.key.form
    if node.isEmpty {
      return report(
        origin(node), slot.description, "has no value",
        "Give one (\(form.description)), or remove the key.")
    }
    switch node {
    case .scalar(let scalar) where !form.isList:
      settings.set(slot, [Located(scalar.string, origin(node))])
    case .sequence(let sequence) where form.isList:
      settings.set(slot, sequence.compactMap { element(of: slot, $0) })
    default:
      report(
        origin(node), slot.description,
        "is \(node.kind), but must be \(form.isList ? "a list" : "a single value")",
        form.listExample.map { "Put it in brackets, as in `\($0)`." }
          ?? "Expected: \(form.description).")
    }
  }

  private mutating func element(of slot: Slot, _ node: Node) -> Located? {
    if case .scalar(let scalar) = node, !node.isEmpty {
      return Located(scalar.string, origin(node))
    }
    report(
      origin(node), slot.description, "holds \(node.kind) where a single value is expected",
      "Expected: \(slot.key.form.description).")
    return nil
  }

  /// The names that may stand in the mapping at `steps`, in the table's order.
  private static func names(below steps: [Substring]) -> [String] {
    var names: [String] = []
    for key in ConfigurationKey.allCases
    where key.steps.count > steps.count && key.steps.starts(with: steps) {
      let name = String(key.steps[steps.count])
      if names.last != name { names.append(name) }
    }
    return names
  }

  private static func name(_ steps: [Substring], _ index: Int) -> String {
    var names = steps.map(String.init)
    if steps.count > 0, steps[0] == "components" { names[0] = "components[\(index)]" }
    return names.joined(separator: ".")
  }

  /// Never prints the parser's own description: it quotes lines of the file, secrets included.
  private static func problem(_ error: YamlError, path: String) -> ConfigurationProblem {
    switch error {
    case .scanner(_, let what, let mark, _), .parser(_, let what, let mark, _),
      .composer(_, let what, let mark, _):
      return ConfigurationProblem(
        .file(path, line: mark.line, column: mark.column), "", "is not YAML: \(printable(what))",
        "Check indentation, brackets and quotes on this line and the one before.")
    case .duplicatedKeysInMapping(let duplicates, let context):
      return ConfigurationProblem(
        .file(path, line: context.mark.line, column: context.mark.column),
        duplicates.map { printable($0) }.joined(separator: ", "), "is given twice",
        "Keep one of the two.")
    default:
      return ConfigurationProblem(
        .file(path, line: 1, column: 1), "", "is not YAML", "Write it as UTF-8 text.")
    }
  }
}

extension Node {
  /// Nothing, or an unquoted `~` or `null`.
  fileprivate var isEmpty: Bool {
    guard case .scalar(let scalar) = self, scalar.style == .plain else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  fileprivate var kind: String {
    switch self {
    case .mapping: "a group of keys"
    case .sequence: "a list"
    default: "a single value"
    }
  }
}
