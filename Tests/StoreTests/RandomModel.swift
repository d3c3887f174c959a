import PubSub

/// What ought to be there, after random changes.
struct RandomModel {
  struct Node {
    var configuration: NodeConfiguration
    /// The last published last. Without a title it is no post; `place` is when it was published.
    var items: [(name: String, title: String?, place: Int)] = []
    /// What was hidden and not shown again; time may have removed it since.
    var hidden: [(name: String, title: String?, place: Int)] = []
    /// By address and id; true once it is granted.
    var subscriptions: [String: Bool] = [:]

    mutating func forget(_ item: String) {
      items.removeAll { $0.name == item }
      hidden.removeAll { $0.name == item }
    }
  }

  static let comments = "urn:xmpp:microblog:0:comments/"

  var nodes: [String: Node] = [:]

  /// From the node up.
  private func line(_ name: String) -> [Node] {
    var line: [Node] = []
    var next: String? = name
    while let name = next, let node = nodes[name] {
      line.append(node)
      next = node.configuration.parent?.name
    }
    return line
  }

  func isListed(_ name: String) -> Bool {
    !name.hasPrefix(Self.comments)
      && line(name).allSatisfy { $0.configuration.accessModel == .open }
  }

  /// Whether everybody sees it in lists.
  func isShown(_ name: String) -> Bool {
    !name.hasPrefix(Self.comments)
      && line(name).allSatisfy { [.open, .authorize].contains($0.configuration.accessModel) }
  }

  /// All listed posts, the last published first.
  var newest: [String] {
    nodes.filter { isListed($0.key) }
      .flatMap { name, node in
        node.items.filter { $0.title != nil }.map { ($0.place, "\(name)/\($0.name)") }
      }
      .sorted { $0.0 > $1.0 }.map(\.1)
  }

  /// A node and all that its relations lead to.
  func reach(_ name: String) -> Set<String> {
    var reached: Set<String> = []
    var open = [name]
    while let name = open.popLast(), reached.insert(name).inserted {
      let configuration = nodes[name]?.configuration
      open += [configuration?.parent?.name, configuration?.link?.name].compactMap { $0 }
    }
    return reached
  }

  /// Those that depend on a node, and those that depend on them.
  func dependents(_ name: String) -> Set<String> {
    Set(nodes.keys.filter { $0 != name && reach($0).contains(name) })
  }

  /// The node and all that belong to it have another parent from now on.
  mutating func move(_ name: String, below parent: NodeID?) {
    nodes[name]?.configuration.parent = parent
    for (other, node) in nodes where node.configuration.link?.name == name {
      move(other, below: parent)
    }
  }
}
