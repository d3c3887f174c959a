/// Builds the fresh tree from start tags, end tags and text, whatever their order.
///
/// It keeps the tree in the nesting that an HTML parser gives back (HTML standard, section 13.2.6):
/// no block in a paragraph, no link in a link, cells in rows in sections in tables, items in lists.
/// Where the input differs, elements are closed or implied as a browser would, in a simpler way: a
/// formatting element that a block cuts off is opened again inside the next one, one that is closed
/// too early ends with the block, and stray content of a table gets a cell.
struct TreeBuilder {
  struct Open {
    var element: CleanElement
    /// Whose end tag closes it: its own, or that of the list item that it stands for.
    var opened: Tag
    /// Its end tag came while a block inside was open: it closes with that block.
    var ended = false
  }

  let limits: SanitizerLimits
  var exceeded: Set<SanitizerLimit> = []
  private(set) var stack: [Open] = []
  private var root: [CleanNode] = []
  /// Formatting elements to open again before the next text; the outermost first.
  var pending: [CleanElement] = []
  private var nodes = 0
  private var bytes = 0

  /// Formatting elements that are remembered across blocks.
  private static let pendingLimit = 16

  init(limits: SanitizerLimits) { self.limits = limits }

  /// A bound is reached: nothing more is taken, so that no part of the rest shows up in a wrong
  /// place.
  var isFull: Bool { exceeded.contains(.nodes) || exceeded.contains(.outputBytes) }

  // MARK: Input

  mutating func start(_ tag: Tag, _ given: [MarkupAttribute] = [], base: BaseAddress? = nil) {
    guard !isFull else { return }
    var rules = AttributeRules(limits: limits, base: base)
    let attributes = rules.clean(tag, given)
    exceeded.formUnion(rules.exceeded)
    guard let attributes else {
      if tag == .img, let alt = rules.text(given, "alt") { text(alt) }
      return
    }
    guard let place = makeRoom(for: tag), !isFull else { return }
    if place.isVoid {
      insertLeaf(place, attributes)
    } else {
      // An item that became a `div` loses what only an item can have.
      push(
        CleanElement(
          tag: place,
          attributes: place == tag ? attributes : attributes.filter { $0.name != "value" }),
        opened: tag)
    }
  }

  mutating func end(_ tag: Tag) {
    if tag.isVoid || isFull { return }
    if tag.isFormatting, let index = pending.lastIndex(where: { $0.tag == tag }) {
      pending.remove(at: index)
      return
    }
    // The end of a group that was dropped from a list of definitions.
    if tag == .div, let list = openIndex({ $0 == .dl || $0 == .div }), stack[list].opened == .dl {
      close(above: list)
      return
    }
    guard let index = openElement(for: tag) else { return }
    if !tag.isBlock, stack[(index + 1)...].contains(where: { $0.element.tag.isBlock }) {
      stack[index].ended = true
    } else {
      close(through: index)
    }
  }

  mutating func text(_ raw: String) {
    guard !isFull else { return }
    let text = raw.cleanedText
    guard text.utf8.contains(where: { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 }) else {
      if !text.isEmpty, !holdsOnlyElements { append(text: text) }
      return
    }
    makeFlow()
    reopen()
    if !isFull { append(text: text) }
  }

  /// The first usable `<source src>` inside a sound or a film that has none.
  mutating func mediaSource(_ given: [MarkupAttribute], base: BaseAddress?) {
    guard !isFull, let top = stack.last?.element, top.tag.isMedia,
      !top.attributes.contains(where: { $0.name == "src" })
    else { return }
    var rules = AttributeRules(limits: limits, base: base)
    let source = rules.mediaSource(given)
    exceeded.formUnion(rules.exceeded)
    if let source, spend(HTMLWriter.cost(of: source)) {
      stack[stack.count - 1].element.attributes.append(source)
    }
  }

  mutating func finish() -> [CleanNode] {
    while !stack.isEmpty { pop() }
    return root
  }

  // MARK: The stack

  /// The innermost open element, read in place.
  var top: Tag? { stack.isEmpty ? nil : stack[stack.count - 1].element.tag }

  mutating func close(through index: Int) {
    close(above: index)
    let tag = stack[index].element.tag
    pop()
    if tag.isScope { pending = [] }
    closeEnded()
  }

  /// Closes what is inside the element at this place; formatting elements will be opened again.
  mutating func close(above index: Int) {
    var cut: [CleanElement] = []
    while stack.count > index + 1 {
      guard let open = stack.last else { break }
      let element = open.element
      if element.tag.isFormatting, !open.ended {
        cut.append(CleanElement(tag: element.tag, attributes: element.attributes))
      }
      pop()
    }
    for element in cut where !pending.contains(element) && pending.count < Self.pendingLimit {
      pending.insert(element, at: 0)
    }
  }

  private mutating func closeEnded() {
    while stack.last?.ended == true { pop() }
  }

  mutating func reopen() {
    guard !pending.isEmpty else { return }
    let elements = pending
    pending = []
    for element in elements { push(element) }
  }

  mutating func push(_ element: CleanElement, opened: Tag? = nil) {
    guard stack.count + element.tag.headroom < limits.depth else {
      exceeded.insert(.depth)
      return
    }
    guard countNode(), spend(HTMLWriter.cost(of: element.tag, element.attributes)) else { return }
    stack.append(Open(element: element, opened: opened ?? element.tag))
  }

  mutating func pop() {
    guard let element = stack.popLast()?.element else { return }
    if element.tag.isMedia, !element.attributes.contains(where: { $0.name == "src" }) {
      for child in element.children { append(child) }
    } else {
      append(.element(element))
    }
  }

  private mutating func insertLeaf(_ tag: Tag, _ attributes: [MarkupAttribute]) {
    guard stack.count < limits.depth else {
      exceeded.insert(.depth)
      return
    }
    guard countNode(), spend(HTMLWriter.cost(of: tag, attributes)) else { return }
    append(.element(CleanElement(tag: tag, attributes: attributes)))
  }

  private mutating func append(text: String) {
    guard lastIsText || countNode() else { return }
    let room = limits.outputBytes - bytes
    let cost = HTMLWriter.cost(of: text)
    if cost <= room {
      bytes += cost
      append(.text(text))
      return
    }
    exceeded.insert(.outputBytes)
    var left = room
    let fitting = text.utf8.prefix {
      left -= HTMLWriter.cost(of: $0)
      return left >= 0
    }
    let cut = text.prefix(utf8Count: fitting.count)
    if !cut.isEmpty { append(.text(String(cut))) }
  }

  private var lastIsText: Bool {
    guard case .text? = stack.isEmpty ? root.last : stack[stack.count - 1].element.children.last
    else { return false }
    return true
  }

  private mutating func append(_ node: CleanNode) {
    if stack.isEmpty {
      root.appendMerging(node)
    } else {
      stack[stack.count - 1].element.children.appendMerging(node)
    }
  }

  private mutating func countNode() -> Bool {
    guard nodes < limits.nodes else {
      exceeded.insert(.nodes)
      return false
    }
    nodes += 1
    return true
  }

  private mutating func spend(_ cost: Int) -> Bool {
    guard bytes + cost <= limits.outputBytes else {
      exceeded.insert(.outputBytes)
      return false
    }
    bytes += cost
    return true
  }
}

extension [CleanNode] {
  /// Two pieces of text beside each other are one, as a parser would read them.
  fileprivate mutating func appendMerging(_ node: CleanNode) {
    if case .text(let text) = node, case .text(var joined)? = last {
      removeLast()  // so that the text is appended to in place
      joined += text
      append(.text(joined))
    } else {
      append(node)
    }
  }
}
