import TestSupport
import Testing
import XML
import XMPP

@Suite("Odd names and payloads")
struct NamesScenario {
  static let names =
    "!@#$%^&*()'\"`~<>+-/;:_=[]{}|\\".map { "a\($0)b" } + [
      "!@#$%^&*()'\"`~<>+-/;:_=[]{}|\\", "two words  and three", "🌹", "👩‍👩‍👧", "e\u{301}", "é",
      "A", "a", "%2F", "..", "a/../b", "a?b#c", "\u{202E}abc", "ﬁ", "\u{FFFD}",
      String(repeating: "x", count: 1000), String(repeating: "🌹", count: 250),
    ]

  @Test func theyWorkEverywhere() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      for name in Self.names {
        let text = name.escaped
        #expect(try await romeo.creates(text, ["notify_sub": "0"]).isResult(), "\(name)")
        try await juliet.subscribes(to: text)
        #expect(
          try await romeo.publishes(text, to: text, entry("T")).descendant("item")?["id"] == name)
        let told = try await juliet.isTold().descendant("items")
        #expect(told?["node"] == name)
        #expect(told?.descendant("item")?["id"] == name)
        #expect(
          try await juliet.reads(text).ids == [name], "\(name)")
        let one = try await juliet.gets("<items node='\(text)'><item id='\(text)'/></items>")
        #expect(one.descendant("item")?["id"] == name)
        #expect(try await juliet.lists(text).items.map(\.name) == [name])
        #expect(try await juliet.discovers(name).identities.map(\.type) == ["leaf"])
        #expect(
          try await juliet.gets("<subscriptions node='\(text)'/>").descendant("subscription")?[
            "node"] == name)
        #expect(try await romeo.retracts(text, from: text).isResult())
        #expect(try await juliet.isTold().descendant("retract")?["id"] == name)
      }
      // Names are told apart code point by code point.
      var nodes: Set<[Unicode.Scalar]> = []
      var page = try await juliet.lists(nil, resultSet("<max>50</max>"))
      while !page.items.isEmpty {
        nodes.formUnion(page.items.map { Array(($0.node ?? "").unicodeScalars) })
        let last = try #require(page.page?.last)
        page = try await juliet.lists(nil, resultSet("<max>50</max><after>\(last)</after>"))
      }
      #expect(nodes == Set(Self.names.map { Array($0.unicodeScalars) }))
      for name in Self.names {
        let deleted = try await romeo.sets("<delete node='\(name.escaped)'/>", owner: true)
        #expect(deleted.isResult(), "\(name)")
        #expect(try await juliet.isTold().descendant("delete")?["node"] == name)
      }
    }
  }

  @Test func tooLongOrEmptyNamesAreRefused() async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let long = String(repeating: "x", count: 1024)
      #expect(try await romeo.creates(long).errorConditions == ["not-acceptable"])
      try await romeo.creates("verona")
      #expect(
        try await romeo.publishes(long, to: "verona", entry("T")).errorConditions
          == ["not-acceptable"])
      #expect(
        try await romeo.gets("<items node='\(long)'/>").errorConditions == ["not-acceptable"])
    }
  }

  /// What is published is sent and read as it was.
  @Test(arguments: [
    "<a xmlns='urn:a' b='1&#10;2&#13;3&#9;4'> 5 &amp; 6 </a>",
    "<a xmlns='urn:a'><b xmlns=''>c</b><b xmlns='urn:b' xmlns:p='urn:p' p:q='r'><p:s/></b></a>",
    "<item xmlns='http://jabber.org/protocol/pubsub' id='x'><retract id='y'/></item>",
    "<event xmlns='http://jabber.org/protocol/pubsub#event'><items node='z'/></event>",
    "<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><delete node='verona'/></pubsub>",
    "<set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set>",
    "<iq xmlns='jabber:component:accept' type='set' from='a@b'><x/></iq>",
    "<a xmlns='urn:a' xml:lang='de' xml:space='preserve'>]]&gt;<b>\u{10FFFD}&#xE000;</b>\n</a>",
    "<_:a xmlns:_='{urn}:with } braces' _:b=''/>",
  ])
  func payloadsComeBackAsTheyWere(_ payload: String) async throws {
    try await Stage.play { stage async throws in
      let romeo = stage.person("romeo@example.org/garden")
      let juliet = stage.person("juliet@elsewhere.example/balcony")
      try await romeo.creates("verona")
      try await juliet.subscribes(to: "verona")
      let sent = try Element(parsing: Array(payload.utf8))
      #expect(try await romeo.publishes("i", to: "verona", payload).isResult())
      let told = try await juliet.isTold().descendant("item")
      #expect(told?.elements.map(\.canonical) == [sent.canonical])
      let read = try await juliet.gets("<items node='verona'/>")
      let item = read.first("pubsub", Namespace.pubsub)?.first("items", Namespace.pubsub)?
        .first("item", Namespace.pubsub)
      #expect(item?.elements.map(\.canonical) == [sent.canonical])
    }
  }
}

extension String {
  /// For the value of an attribute in single quotes.
  fileprivate var escaped: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case "'": text += "&#39;"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
