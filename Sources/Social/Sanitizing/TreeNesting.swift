/// What may be inside what: the rules by which the builder keeps the tree as an HTML parser would.
extension TreeBuilder {
  /// Closes and implies what must be before an element of this kind starts. The answer is the
  /// element that it may be in this place; nil: it is dropped and its children are kept.
  mutating func makeRoom(for tag: Tag) -> Tag? {
    if tag == .caption || tag == .tr || tag == .td || tag == .th || tag.isTableSection {
      return makeTableRoom(for: tag) ? tag : nil
    }
    if tag == .rt || tag == .rp { return closeToParent({ $0 == .ruby }) ? tag : nil }
    if tag == .li, closeToParent(\.isList) { return tag }
    if tag == .dt || tag == .dd, closeToParent({ $0 == .dl }) { return tag }
    if tag == .a { return makeLinkRoom() ? tag : nil }
    // `<div>` groups terms and definitions: they are kept, it is not.
    if tag == .div, top == .dl { return nil }
    let isStray = tag == .li || tag == .dt || tag == .dd
    if isStray, let before = openIndex(named: tag) { close(through: before) }
    if tag.isBlock { closeParagraph() }
    if tag.isHeading, let heading = openIndex({ $0.isHeading }) { close(through: heading) }
    makeFlow()
    if !tag.isBlock { reopen() }
    return isStray ? .div : tag
  }

  /// Links do not nest: the outer one ends if nothing but inline elements is open inside it, else
  /// the inner one is dropped.
  private mutating func makeLinkRoom() -> Bool {
    if let outer = stack.lastIndex(where: { $0.element.tag == .a }) {
      if stack[(outer + 1)...].contains(where: { $0.element.tag.isBlock }) { return false }
      close(through: outer)
    }
    pending.removeAll { $0.tag == .a }
    makeFlow()
    reopen()
    return true
  }

  private mutating func makeTableRoom(for tag: Tag) -> Bool {
    guard let table = stack.lastIndex(where: { $0.element.tag == .table }) else { return false }
    close(above: tableParent(of: tag, in: table))
    pending = []
    imply(for: tag)
    return true
  }

  /// The open row or section that a part of the table at this place goes into, else the table.
  private func tableParent(of tag: Tag, in table: Int) -> Int {
    let open = stack[table...]
    let isCell = tag == .td || tag == .th
    if isCell, let row = open.firstIndex(where: { $0.element.tag == .tr }) { return row }
    guard isCell || tag == .tr else { return table }
    return open.firstIndex { $0.element.tag.isTableSection } ?? table
  }

  /// Adds the section and the row that a row or a cell must be in.
  private mutating func imply(for tag: Tag) {
    let isCell = tag == .td || tag == .th
    guard isCell || tag == .tr else { return }
    if top == .table { push(CleanElement(tag: .tbody, attributes: [])) }
    if isCell, top?.isTableSection == true {
      push(CleanElement(tag: .tr, attributes: []))
    }
  }

  /// Opens what text or an ordinary element needs around it: an item in a list, a cell in a table.
  mutating func makeFlow() {
    guard let tag = top, !isFull else { return }
    if tag.isList {
      push(CleanElement(tag: .li, attributes: []))
    } else if tag == .dl {
      push(CleanElement(tag: .dd, attributes: []))
    } else if tag.isTableStructure {
      imply(for: .td)
      push(CleanElement(tag: .td, attributes: []))
    }
  }

  var holdsOnlyElements: Bool {
    guard let tag = top else { return false }
    return tag.isList || tag == .dl || tag.isTableStructure
  }

  /// Closes down to the nearest parent of this kind that is open in the present scope.
  private mutating func closeToParent(_ isParent: (Tag) -> Bool) -> Bool {
    guard let parent = openIndex(isParent) else { return false }
    close(above: parent)
    return true
  }

  private mutating func closeParagraph() {
    if let paragraph = openIndex({ $0 == .p }) { close(through: paragraph) }
  }

  /// The nearest open element of this kind that a cell, caption or table does not hide.
  func openIndex(_ matches: (Tag) -> Bool) -> Int? {
    for index in stack.indices.reversed() {
      let tag = stack[index].element.tag
      if matches(tag) { return index }
      if tag.isScope { return nil }
    }
    return nil
  }

  /// The nearest open element that this end tag is meant for, in the present scope.
  func openIndex(named tag: Tag) -> Int? {
    for index in stack.indices.reversed() {
      if stack[index].opened == tag { return index }
      if stack[index].element.tag.isScope { return nil }
    }
    return nil
  }

  /// What an end tag closes.
  func openElement(for tag: Tag) -> Int? {
    if tag.isScope {
      guard let table = stack.lastIndex(where: { $0.element.tag == .table }) else { return nil }
      return stack[table...].lastIndex { $0.element.tag == tag }
    }
    if tag.isHeading { return openIndex(\.isHeading) }
    guard let index = openIndex(named: tag) else { return nil }
    // An item does not end outside its list.
    if tag == .li || tag == .dt || tag == .dd,
      stack[index...].dropFirst().contains(where: { $0.element.tag.isList || $0.element.tag == .dl }
      )
    {
      return nil
    }
    return index
  }
}
