import TestSupport
import Testing
import XML
import XMPP

@Suite("Reading items")
struct ItemsScenario {
  private func filled(_ count: Int, _ stage: Stage) async throws -> Person {
    let romeo = stage.person("romeo@example.org/garden")
    try await romeo.creates("verona")
    for number in 0..<count {
      try await romeo.publishes("i\(number)", to: "verona", entry("Post \(number)"))
    }
    return romeo
  }

  @Test func itemsAreRead() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await filled(4, stage)
      #expect(try await romeo.reads("verona").ids == ["i3", "i2", "i1", "i0"])
      #expect(try await romeo.reads("verona", " max_items='2'").ids == ["i3", "i2"])
      let some = try await romeo.gets(
        "<items node='verona'><item id='i0'/><item id='none'/><item id='i2'/></items>")
      let list = some.descendant("items")?.all("item", Namespace.pubsub)
      #expect(list?.map { $0["id"] } == ["i0", "i2"])
      #expect(list?.allSatisfy { $0["publisher"] == romeo.bare } == true)
      #expect(
        try await romeo.gets("<items node='none'/>").errorConditions == ["item-not-found"])
    }
  }

  @Test func itemsArePagedInBothDialects() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await filled(7, stage)
      let all = (0..<7).map { "i\($0)" }
      // Strictly: in the order of the last publish.
      var found: [String] = []
      var (ids, set) = try await romeo.reads("verona", "", resultSet("<max>3</max>"))
      #expect(set?.index == 0 && set?.count == 7)
      while let last = set?.last {
        found += ids
        (ids, set) = try await romeo.reads(
          "verona", "", resultSet("<max>3</max><after>\(last)</after>"))
      }
      #expect(found == all)
      (ids, set) = try await romeo.reads("verona", "", resultSet("<max>3</max><before/>"))
      found = []
      while let first = set?.first {
        found = ids + found
        (ids, set) = try await romeo.reads(
          "verona", "", resultSet("<max>3</max><before>\(first)</before>"))
      }
      #expect(found == all)

      // As Movim does it: newest first, older with `before` the last, newer with `after` the first.
      (ids, set) = try await romeo.reads("verona", " max_items='3'")
      let newest = try #require(set?.first)
      found = []
      while let last = set?.last {
        found += ids
        (ids, set) = try await romeo.reads(
          "verona", "", resultSet("<before>\(last)</before><max>3</max>"))
      }
      #expect(found == all.reversed())
      try await romeo.publishes("new", to: "verona", entry("New"))
      try await romeo.publishes("i3", to: "verona", entry("Edited"))
      // A place outlives its item.
      try await romeo.retracts("i6", from: "verona")
      let newer = try await romeo.reads(
        "verona", "", resultSet("<after>\(newest)</after><max>3</max>"))
      #expect(newer.ids == ["new", "i3"])
      let back = try await romeo.reads(
        "verona", "", resultSet("<before>\(try #require(newer.set?.first))</before><max>3</max>"))
      #expect(back.ids == ["i5", "i4", "i2"])
    }
  }

  @Test func itemsAreReadInTheOrderOfCreation() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await filled(4, stage)
      try await romeo.publishes("i2", to: "verona", entry("Edited"))
      try await romeo.publishes("i0", to: "verona", entry("Edited later"))
      func read(_ attributes: String, _ items: String = "", _ set: String = "") async throws -> (
        [String], ResultSet.Response?
      ) {
        let order = "<order xmlns='urn:xmpp:order-by:1' \(attributes)/>"
        return try await romeo.reads(
          "verona", items, order + (set.isEmpty ? "" : resultSet(set)))
      }
      #expect(try await read("by='creation'").0 == ["i0", "i1", "i2", "i3"])
      #expect(try await read("by='creation' desc='true'").0 == ["i3", "i2", "i1", "i0"])
      #expect(try await read("by='modification'").0 == ["i1", "i3", "i2", "i0"])
      #expect(
        try await read("by='modification' desc='1'", " max_items='2'").0 == ["i0", "i2"])
      let first = try await read("by='creation' desc='true'", "", "<max>2</max>")
      #expect(first.0 == ["i3", "i2"])
      let last = try #require(first.1?.last)
      let second = try await read(
        "by='creation' desc='true'", "", "<max>2</max><after>\(last)</after>")
      #expect(second.0 == ["i1", "i0"])
      let place = try #require(second.1?.first)
      let before = try await read(
        "by='creation' desc='true'", "", "<max>1</max><before>\(place)</before>")
      #expect(before.0 == ["i2"])
    }
  }

  @Test func theArchiveOfANodeIsQueried() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await filled(5, stage)
      try await romeo.publishes("i1", to: "verona", entry("Edited"))
      let form = try await query(romeo, stage, kind: .get, node: nil, "").fin
      #expect(form.descendant("x")?.elements.contains { $0["var"] == "before-id" } == true)

      let whole = try await query(romeo, stage, resultSet("<max>10</max>"))
      #expect(whole.items == ["i0", "i2", "i3", "i4", "i1"])
      #expect(whole.fin.descendant("fin")?["complete"] == "true")
      let page = try await query(romeo, stage, resultSet("<max>2</max>"))
      #expect(page.items == ["i0", "i2"])
      #expect(page.fin.descendant("fin")?["complete"] != "true")
      #expect(page.ids == [page.fin.descendant("first")?.text, page.fin.descendant("last")?.text])
      let next = try await query(
        romeo, stage, resultSet("<max>2</max><after>\(page.ids[1] ?? "")</after>"))
      #expect(next.items == ["i3", "i4"])
      let last = try await query(romeo, stage, resultSet("<max>2</max><before/>"))
      #expect(last.items == ["i4", "i1"])
      let flipped = try await query(
        romeo, stage, resultSet("<max>2</max><before/>") + "<flip-page/>")
      #expect(flipped.items == ["i1", "i4"])
      #expect(try await query(romeo, stage, filter("after-id", next.ids[0])).items == ["i4", "i1"])
      #expect(
        try await query(romeo, stage, filter("ids", next.ids[0])).items == ["i3"])
      #expect(try await query(romeo, stage, filter("with", "nurse@example.org")).items == [])
      #expect(try await query(romeo, stage, filter("end", "2001-01-01T00:00:00Z")).items == [])
      #expect(
        try await query(romeo, stage, filter("start", "2001-01-01T00:00:00Z")).items.count == 5)
      let created = try await query(
        romeo, stage, "<order xmlns='urn:xmpp:order-by:1' by='creation'/>")
      #expect(created.items == ["i0", "i1", "i2", "i3", "i4"])
      let edges = try await stage.link.ask(
        .get, ArchiveMetadata.Request(node: "verona").element, from: romeo.jid)
      #expect(edges.descendant("start")?["id"] == page.ids[0])
      #expect(
        try await query(romeo, stage, filter("odd", "x")).fin.errorConditions
          == ["feature-not-implemented"])
      #expect(
        try await query(romeo, stage, resultSet("<after>x</after>")).fin.errorConditions
          == ["item-not-found"])
    }
  }

  /// An item has one UID, in whichever order it is met, and each order takes it.
  @Test func anArchivedItemHasOneUID() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await filled(5, stage)
      try await romeo.publishes("i1", to: "verona", entry("Edited"))
      let byCreation = "<order xmlns='urn:xmpp:order-by:1' by='creation'/>"
      let orders = [
        ("", ["i0", "i2", "i3", "i4", "i1"]), (byCreation, ["i0", "i1", "i2", "i3", "i4"]),
      ]
      let whole = try await query(romeo, stage, "")
      func uid(_ item: String) throws -> String {
        let place = try #require(whole.items.firstIndex(of: item))
        return try #require(whole.ids[place])
      }
      for (order, names) in orders {
        let all = try await query(romeo, stage, order)
        #expect(all.items == names)
        #expect(all.ids == (try names.map(uid)))
        for (number, name) in names.enumerated() {
          let id = try uid(name)
          func read(_ inner: String) async throws -> [String?] {
            try await query(romeo, stage, inner + order).items
          }
          #expect(try await read(filter("ids", id)) == [name])
          #expect(try await read(filter("after-id", id)) == Array(names.dropFirst(number + 1)))
          #expect(try await read(filter("before-id", id)) == Array(names.prefix(number)))
          #expect(
            try await read(resultSet("<after>\(id)</after>")) == Array(names.dropFirst(number + 1)))
          #expect(
            try await read(resultSet("<before>\(id)</before>")) == Array(names.prefix(number)))
        }
        let both = "\(try uid("i4"))</value><value>\(try uid("i1"))"
        #expect(
          try await query(romeo, stage, filter("ids", both) + order).items
            == names.filter { ["i1", "i4"].contains($0) })
      }
      // The marks of a page in the order of creation outlive an edit, and UIDs a retraction.
      let page = try await query(romeo, stage, resultSet("<max>3</max>") + byCreation)
      let last = try #require(page.fin.descendant("last")?.text)
      try await romeo.publishes("i2", to: "verona", entry("Edited"))
      #expect(
        try await query(romeo, stage, resultSet("<after>\(last)</after>") + byCreation).items
          == ["i3", "i4"])
      try await romeo.retracts("i3", from: "verona")
      for (order, names) in [("", ["i4", "i1", "i2"]), (byCreation, ["i4"])] {
        let id = try uid("i3")
        #expect(try await query(romeo, stage, filter("after-id", id) + order).items == names)
      }
      #expect(
        try await query(romeo, stage, filter("ids", try uid("i3"))).fin.errorConditions
          == ["item-not-found"])
    }
  }

  /// The first page says how many there are, whatever is asked for.
  @Test func anArchiveSaysHowManyMatch() async throws {
    try await Stage.play { stage async throws in
      let romeo = try await filled(5, stage)
      let all = try await query(romeo, stage, "")
      let two = "\(all.ids[1] ?? "")</value><value>\(all.ids[3] ?? "")"
      for (inner, count) in [
        ("", 5), (filter("start", "2001-01-01T00:00:00Z"), 5),
        (filter("end", "2001-01-01T00:00:00Z"), 0), (filter("after-id", all.ids[1]), 3),
        (filter("with", romeo.bare), 5), (filter("with", "nurse@example.org"), 0),
        (filter("ids", two), 2),
      ] {
        for max in [0, 1, 9] {
          let fin = try await query(romeo, stage, inner + resultSet("<max>\(max)</max>")).fin
          #expect(fin.descendant("count")?.text == "\(count)", "\(inner)")
        }
      }
    }
  }

  private func filter(_ field: String, _ value: String?) -> String {
    """
    <x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>\
    <value>urn:xmpp:mam:2</value></field><field var='\(field)'><value>\(value ?? "")</value>\
    </field></x>
    """
  }

  /// What an archive says: the items of its messages with their UIDs, and the answer.
  private func query(
    _ person: Person, _ stage: Stage, kind: IQ.Kind = .set, node: String? = "verona",
    _ inner: String
  ) async throws -> (items: [String?], ids: [String?], fin: Element) {
    let name = node.map { " node='\($0)'" } ?? ""
    let text = "<query xmlns='urn:xmpp:mam:2' queryid='q'\(name)>\(inner)</query>"
    let fin = try await stage.link.ask(
      kind, try Element(parsing: Array(text.utf8)), from: person.jid)
    // What goes before the answer has come before it.
    let results = stage.link.received().compactMap { $0.first("result", Namespace.mam) }
    for result in results {
      #expect(result["queryid"] == "q")
      let forwarded = result.first("forwarded", Namespace.forward)
      #expect(forwarded?.first("delay", Namespace.delay)?["stamp"] != nil)
      #expect(forwarded?.first("message", Namespace.client) != nil)
    }
    return (results.map { $0.descendant("item")?["id"] }, results.map { $0["id"] }, fin)
  }
}
