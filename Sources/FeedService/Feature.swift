import XMPP

/// What serves a feature: a request, as `Routes` lists them, or another kind of stanza.
enum Served: Hashable, CaseIterable {
  case discoInfo, discoItems, ping, version, time, command, subscriptions, affiliations
  case publish, retract, items, subscribe, unsubscribe, options, changeOptions, defaultOptions
  case create, configuration, configure, defaultConfiguration, delete, purge
  case nodeSubscriptions, changeSubscriptions, nodeAffiliations, changeAffiliations
  case searchForm, search, archiveForm, archive, archiveMetadata
  case report
  case presence
}

/// One thing that the service can do, for service discovery and for the table in CONTRIBUTING.md, which a test holds
/// against this one.
package struct Feature: Sendable {
  /// As XEP-0060, section 10, or the specification calls it.
  package let name: String
  /// What service discovery says; nil where there is nothing to say.
  package let advertised: String?
  /// The specification's section.
  package let section: String
  /// Where it is decided or answered, below `Sources`.
  package let file: String
  /// The test that plays it, in `Tests/ScenarioTests`.
  package let scenario: String
  let served: Served

  /// A feature of XEP-0060.
  init(
    _ name: String, _ served: Served, section: String, _ file: String, _ scenario: String,
    isAdvertised: Bool = true
  ) {
    self.name = name
    advertised = isAdvertised ? "\(Namespace.pubsub)#\(name)" : nil
    self.section = "XEP-0060, \(section)"
    self.file = file
    self.scenario = scenario
    self.served = served
  }

  /// A feature of another specification.
  init(
    _ namespace: String, of specification: String, _ served: Served, _ file: String,
    _ scenario: String, isAdvertised: Bool = true
  ) {
    name = namespace
    advertised = isAdvertised ? namespace : nil
    section = specification
    self.file = file
    self.scenario = scenario
    self.served = served
  }
}

extension Features {
  /// The table in CONTRIBUTING.md.
  package static var markdown: String {
    let rows = all.map { feature in
      let name = feature.advertised == nil ? "\(feature.name) (not advertised)" : feature.name
      return "| \(name) | \(feature.section) | `\(feature.file)` | `\(feature.scenario)` |"
    }
    return """
      | feature | specification | decided or answered in `Sources/` | scenario |
      |---|---|---|---|
      \(rows.joined(separator: "\n"))
      """
  }
}
