import TestSupport
import Testing
import XML
import XMPP

/// All that slixmpp's plugin for XEP-0060 can ask for, on real servers.
@Suite("Every method of a client's plugin", .serialized)
struct PluginTests {
  @Test("Prosody", .needsProsody, .timeLimit(.minutes(2)))
  func onProsody() async throws { try await World<ProsodyServer>.with(everyMethodIsAnswered) }

  @Test("ejabberd", .needsEjabberd, .timeLimit(.minutes(2)))
  func onEjabberd() async throws { try await World<EjabberdServer>.with(everyMethodIsAnswered) }

  private func everyMethodIsAnswered<Server>(_ world: World<Server>) async throws {
    try await world.server()
    let romeo = Plugin(try await world.person("romeo"))
    let juliet = Plugin(try await world.person("juliet"))
    _ = try await world.martlet()
    _ = try await romeo.client.findsComponent()
    try await nodesAreMade(romeo)
    try await peopleSubscribe(romeo, juliet)
    try await itemsComeAndGo(romeo, juliet)
    try await ownersManage(romeo, juliet)
    let methods = try await romeo.client.does("methods").items ?? []
    // In this version `get_item_ids` never sends what it makes; `get_nodes` asks the same.
    #expect(await romeo.called.union(juliet.called) == Set(methods).subtracting(["get_item_ids"]))
  }

  private func nodesAreMade(_ romeo: Plugin) async throws {
    try await romeo.calls(
      "create_node", ["node": "verona", "ntype": "leaf"],
      form: ("config", "node_config", ["pubsub#title": "Verona", "pubsub#notify_sub": "0"]))
    let instant = try await romeo.calls("create_node", ["node": ""])
    let name = try #require(instant.find("create")?["node"])
    #expect(try await romeo.calls("get_node_config", ["node": name]).find("x")?["type"] == "form")
    #expect(try await romeo.calls("get_node_config").find("default")?.find("x") != nil)
    try await romeo.calls(
      "set_node_config", ["node": "verona"],
      form: ("config", "node_config", ["pubsub#description": "Fair"]))
    let configuration = try await romeo.calls("get_node_config", ["node": "verona"])
    #expect(configuration.fields["pubsub#title"] == ["Verona"])
    #expect(configuration.fields["pubsub#description"] == ["Fair"])
    #expect(
      Set(try await romeo.calls("get_nodes").all("item").compactMap { $0["node"] })
        == [name, "verona"])
    try await romeo.calls("delete_node", ["node": name])
    #expect(try await romeo.calls("get_nodes").all("item").compactMap { $0["node"] } == ["verona"])
  }

  private func peopleSubscribe(_ romeo: Plugin, _ juliet: Plugin) async throws {
    try await juliet.calls("map_node_event", ["node": "verona", "event_name": "city"])
    try await juliet.client.does(
      "listen",
      [
        "names": [
          "city_publish", "city_retract", "city_purge", "city_config", "city_subscription",
          "city_delete",
        ]
      ])
    let subscribed = try await juliet.calls(
      "subscribe", ["node": "verona"],
      form: ("options", "subscribe_options", ["pubsub#include_body": "1"]))
    #expect(subscribed.find("subscription")?["subscription"] == "subscribed")
    #expect(
      try await juliet.calls("get_subscription_options", ["node": "verona"]).find("default") != nil)
    let person = ["node": "verona", "user_jid": juliet.client.jid]
    #expect(
      try await juliet.calls("get_subscription_options", person).fields["pubsub#include_body"]
        == ["1"])
    try await juliet.calls(
      "set_subscription_options", person,
      form: ("options", "subscribe_options", ["pubsub#include_body": "0"]))
    #expect(
      try await juliet.calls("get_subscription_options", person).fields["pubsub#include_body"]
        == ["0"])
    #expect(
      try await juliet.calls("get_subscriptions").all("subscription").map { $0["node"] }
        == ["verona"])
    #expect(
      try await romeo.calls("get_affiliations").all("affiliation").map { $0["affiliation"] }
        == ["owner"])
  }

  private func itemsComeAndGo(_ romeo: Plugin, _ juliet: Plugin) async throws {
    let entry = "<entry xmlns='http://www.w3.org/2005/Atom'><title>T</title></entry>"
    for number in 1...25 {
      try await romeo.calls(
        "publish", ["node": "verona", "id": "\(number)", "payload": entry],
        form: ("options", "publish-options", ["pubsub#access_model": "open"]))
    }
    try await juliet.hears("city_publish")
    let item = try await juliet.calls("get_item", ["node": "verona", "item_id": "7"])
    #expect(item.all("item").map { $0["id"] } == ["7"])
    #expect(item.find("entry")?.find("title")?.text == "T")
    let pages = try await juliet.client.does(
      "call",
      [
        "method": "get_items",
        "arguments": ["node": "verona", "iterator": true] as [String: any Sendable],
      ])
    let found = try (pages.answers ?? []).map { try Element(parsing: Array($0.utf8)) }
    #expect(found.map { $0.all("item").count } == [10, 10, 5])
    #expect(
      Set(found.flatMap { $0.all("item").compactMap { $0["id"] } }) == Set((1...25).map { "\($0)" })
    )
    let newest = try await juliet.calls("get_items", ["node": "verona", "max_items": "2"])
    #expect(newest.all("item").map { $0["id"] } == ["25", "24"])
    #expect(try await juliet.calls("get_nodes", ["node": "verona"]).all("item").count == 25)
    try await romeo.calls("retract", ["node": "verona", "id": "7", "notify": "true"])
    try await juliet.hears("city_retract")
    try await romeo.calls("purge", ["node": "verona"])
    try await juliet.hears("city_purge")
    #expect(try await juliet.calls("get_nodes", ["node": "verona"]).all("item").isEmpty)
  }

  private func ownersManage(_ romeo: Plugin, _ juliet: Plugin) async throws {
    try await romeo.calls(
      "modify_affiliations",
      ["node": "verona", "affiliations": [[juliet.client.jid, "publisher"]]])
    #expect(
      try await romeo.calls("get_node_affiliations", ["node": "verona"]).all("affiliation")
        .compactMap { $0["affiliation"] }.sorted() == ["owner", "publisher"])
    #expect(
      try await romeo.calls("get_node_subscriptions", ["node": "verona"]).all("subscription")
        .map { $0["jid"] } == [juliet.client.jid])
    try await romeo.calls(
      "modify_subscriptions",
      ["node": "verona", "subscriptions": [[juliet.client.jid, "none"]]])
    try await juliet.hears("city_subscription")
    try await juliet.calls("subscribe", ["node": "verona"])
    try await romeo.calls(
      "set_node_config", ["node": "verona"],
      form: (
        "config", "node_config", ["pubsub#notify_config": "1", "pubsub#title": "Fair Verona"]
      ))
    try await juliet.hears("city_config")
    try await juliet.calls("unsubscribe", ["node": "verona"])
    try await juliet.calls("subscribe", ["node": "verona"])
    try await romeo.calls("delete_node", ["node": "verona"])
    try await juliet.hears("city_delete")
  }
}

/// The plugin of somebody's client, and what was called of it.
private actor Plugin {
  nonisolated let client: PythonClient
  private(set) var called: Set<String> = []

  init(_ client: PythonClient) { self.client = client }

  /// Calls a method and returns the stanza that answers it.
  @discardableResult
  func calls(
    _ method: String, _ arguments: [String: any Sendable] = [:],
    form: (argument: String, kind: String, fields: [String: String])? = nil
  ) async throws -> Element {
    called.insert(method)
    var command: [String: any Sendable] = ["method": method, "arguments": arguments]
    if let form {
      command["form"] =
        ["argument": form.argument, "kind": form.kind, "fields": form.fields]
        as [String: any Sendable]
    }
    let answer = try await client.does("call", command)
    guard let text = answer.answers?.first else {
      return Element("nothing", Namespace.component)
    }
    return try Element(parsing: Array(text.utf8))
  }

  nonisolated func hears(_ event: String) async throws {
    _ = try await client.line(event) { $0.event == "plugin" && $0.item == event }
  }
}

extension Element {
  /// The first element of that name below this one.
  fileprivate func find(_ name: String) -> Element? { all(name).first }

  fileprivate func all(_ name: String) -> [Element] {
    elements.flatMap { ($0.name.name == name ? [$0] : []) + $0.all(name) }
  }

  /// The values of the first form's fields.
  fileprivate var fields: [String: [String]] {
    let found = find("x")?.elements.filter { $0.name.name == "field" } ?? []
    return Dictionary(
      found.map { ($0["var"] ?? "", $0.elements.filter { $0.name.name == "value" }.map(\.text)) }
    ) { first, _ in first }
  }
}
