import PubSub
import Testing

@testable import App

extension Mistake {
  fileprivate static let badNodes = [
    Mistake(
      "nodes: { creators: domain }", line: 4, "nodes.creators",
      "\"domain\" is not one of nobody, domains, anyone", "Did you mean `domains`?"),
    Mistake(
      "nodes:\n  reserved: [news, \"\"]", line: 5, "nodes.reserved",
      "\"\" cannot be the name of a node",
      "Give one line of 1 to 1023 bytes, as in `news` or `news/*`."),
    Mistake(
      "nodes:\n  reserved:\n    - news\n    - \"a\\nb\"", line: 7, "nodes.reserved",
      "\"a\\nb\" cannot be the name of a node",
      "Give one line of 1 to 1023 bytes, as in `news` or `news/*`."),
    Mistake(
      "nodes: { reserved: [\"\(String(repeating: "a", count: 1_024))\"] }", line: 4,
      "nodes.reserved",
      "\"\(String(repeating: "a", count: 80))...\" cannot be the name of a node",
      "Give one line of 1 to 1023 bytes, as in `news` or `news/*`."),
    Mistake(
      "nodes: { comments: comments.example.org }", line: 4, "nodes.comments",
      "\"comments.example.org\" is none of the components",
      "Give the jid of one that is under `components`."),
  ]

  /// With these nobody may create a node.
  fileprivate static let lonely = [
    Mistake(
      "components: [{ jid: a.example, secret: b }]", line: 0, "domains",
      "is empty and so is admins: nobody may create a node",
      "Name the domains whose users may, as in `domains: [example.org]`.", whole: true),
    Mistake(
      "nodes: { creators: nobody }", line: 4, "nodes.creators",
      "is nobody and admins is empty: nobody may create a node",
      "Name an admin, as in `admins: [admin@example.org]`, or let `domains` or `anyone` do it."),
  ]
}

@Suite struct NodeSettingsTests {
  @Test(arguments: ServicePolicy.Creators.allCases)
  func creators(_ creators: ServicePolicy.Creators) throws {
    let text = "\nadmins: [a@b.example]\nnodes: { creators: \(creators.rawValue) }"
    let loaded = try load(Sample.minimal + text)
    #expect(loaded.configuration.nodes.creators == creators)
    #expect(loaded.warnings.isEmpty)
  }

  @Test(arguments: [
    ("[]", []), ("[news]", ["news"]), ("[\"*\"]", ["*"]),
    ("[\"news/*\", urn:xmpp:*, a b]", ["news/*", "urn:xmpp:*", "a b"]),
  ])
  func reserved(text: String, names: [String]) throws {
    let loaded = try load(Sample.minimal + "\nnodes: { reserved: \(text) }")
    #expect(loaded.configuration.nodes.reserved == names)
  }

  @Test(arguments: Mistake.badNodes) func isRefused(_ mistake: Mistake) throws {
    try mistake.expect()
  }

  @Test(arguments: Mistake.lonely) func warnsWhenNobodyMayCreateNodes(_ mistake: Mistake) throws {
    try mistake.expect(.warning)
  }

  @Test(arguments: [
    "nodes: { creators: anyone }", "admins: [a@b.example]",
    "nodes: { creators: nobody }\nadmins: [a@b.example]",
  ])
  func somebodyMayWithoutDomains(_ text: String) throws {
    #expect(try problems("components: [{ jid: a.example, secret: b }]\n" + text).isEmpty)
  }
}
