import PubSub
import Testing

@testable import App

/// What is written about the program is what the program does.
@Suite struct DocumentationTests {
  @Test func theReferenceIsInTheReadme() throws {
    let readme = try Repository.text("README.md")
    #expect(
      readme.contains(ConfigurationReference.markdown),
      "README.md needs this table:\n\(ConfigurationReference.markdown)")
  }

  @Test(arguments: Status.allCases)
  func everyStatusIsInTheReadme(_ status: Status) throws {
    let row = "| \(status.rawValue) | `\(status.name)` | \(status.meaning) |"
    #expect(try Repository.text("README.md").contains(row), "\(row)")
  }

  @Test func theCommentedConfigurationHoldsEveryKey() throws {
    let text = try Repository.text("conf/martlet.yaml")
    for key in ConfigurationKey.allCases {
      #expect(text.contains("\(key.steps.last ?? ""):"), "\(key.rawValue)")
    }
  }

  @Test func theCommentedConfigurationCanBeUsed() throws {
    let text = try Repository.text("conf/martlet.yaml")
    let loaded = try load(text, environment: ["MARTLET_COMPONENTS_0_SECRET": "x"], mode: 0o644)
    #expect(loaded.warnings.isEmpty)
    #expect(loaded.configuration.limits == Configuration.Limits())
  }

  private static let areOfOtherFiles = ["secret", "logo", "about", "templates"]

  /// With the comment signs in front of keys taken away it still can, and says the defaults.
  @Test func whatIsCommentedOutCanBeUsedToo() throws {
    let lines = try Repository.text("conf/martlet.yaml").split(
      separator: "\n", omittingEmptySubsequences: false)
    let text = lines.map { line -> String in
      guard let match = line.prefixMatch(of: /( *)# ((?:- )?[a-z_]+: |  [a-z_]+: )/),
        !Self.areOfOtherFiles.contains(where: match.output.2.contains)
      else { return String(line) }
      return String(match.output.1)
        + line[match.range.lowerBound...].drop { $0 == " " }.dropFirst(2)
    }.joined(separator: "\n")
    let secrets = ["MARTLET_COMPONENTS_0_SECRET": "x", "MARTLET_COMPONENTS_1_SECRET": "x"]
    let configuration = try load(text + "\n", environment: secrets).configuration
    #expect(configuration.components.count == 2)
    #expect(configuration.components.last?.server.port == 5348)
    #expect(configuration.limits == Configuration.Limits())
    #expect(configuration.nodes.creators == .domains)
    #expect(configuration.quotas.account == .account)
    #expect(configuration.quotas.domain == .domain)
    #expect(configuration.web.siteName == "social.example.org")
  }

  /// systemd waits longer than we do, and lets us open what our limits allow.
  @Test func theUnitFitsTheLimits() throws {
    let unit = try Repository.text("conf/martlet.service")
    func number(_ name: String) throws -> Int {
      let line = try #require(unit.split(separator: "\n").first { $0.hasPrefix("\(name)=") })
      return try #require(Int(line.dropFirst(name.count + 1)))
    }
    let shutdown = try #require(ConfigurationKey.limitShutdownSeconds.preset.flatMap { Int($0) })
    #expect(try number("TimeoutStopSec") > shutdown + 2)
    guard case .integer(let connections) = ConfigurationKey.limitConnections.form else {
      Issue.record("limits.web_connections is no number")
      return
    }
    #expect(try number("LimitNOFILE") > connections.upperBound)
  }

  @Test func helpNamesEveryKey() {
    for key in ConfigurationKey.allCases {
      #expect(ConfigurationReference.text.contains("  \(key.place)  ["))
      #expect(ConfigurationReference.text.contains(Slot.environmentName(key, "N")))
    }
  }
}
