import Testing

/// Every example of sections 5 to 9 is played, or there is a reason why not.
@Suite("XEP-0060, sections 5 to 9")
struct CoverageTests {
  /// The first and the last example of those sections.
  static let numbers = 7...215

  private static let supported = "The service supports this."
  private static let payment = "The service asks nobody for money."
  private static let anonymous =
    "A component does not learn who is anonymous, and whoever may read may subscribe."
  private static let unconfigured = "No subscription here needs to be configured."
  private static let leaves = "It is said of collections, which the service does not have."
  private static let registration = "The service does not know registration."
  private static let configurable = "Every node here can be configured."
  private static let account = "It is said of an account; the service is a component."

  static let notPlayed: [(number: Int, caption: String, reason: String)] = [
    (19, "Subscriptions retrieval not supported", supported),
    (25, "Affiliations retrieval not supported", supported),
    (34, "Payment is required for a subscription", payment),
    (35, "Requesting entity is anonymous", anonymous),
    (
      43, "Service replies with success and indicates that subscription configuration is required",
      unconfigured
    ),
    (
      44, "Service returns error specifying that subscription configuration is required",
      unconfigured
    ),
    (62, "Subscription options not supported", supported),
    (72, "Service does not support subscription configuration", supported),
    (
      73, "Service does not support retrieval of default subscription configuration options",
      supported
    ),
    (88, "Item retrieval not supported", leaves),
    (92, "Payment is required to retrieve items", payment),
    (106, "Node does not support item publication", leaves),
    (124, "Service does not support item deletion", supported),
    (126, "Service does not support node creation", supported),
    (127, "Service requires registration", registration),
    (130, "Service does not support instant nodes", supported),
    (141, "Service does not support node configuration", supported),
    (144, "Node has no configuration options", configurable),
    (155, "Service does not support node configuration", supported),
    (156, "Service does not support retrieval of default node configuration options", supported),
    (166, "Service does not support node purging", supported),
    (178, "Service responds with node not found", supported),
    (179, "Service responds with node not found", supported),
    (186, "Node or service does not support subscription management", supported),
    (191, "Node or service does not support subscription management", supported),
    (199, "Node or service does not support affiliation management", supported),
    (204, "Node or service does not support affiliation management", supported),
    (211, "IM server returns supported features on behalf of IM account", account),
  ]

  static let scenarios: [Scenario] = [
    EntityExamples.scenarios, OwnListExamples.scenarios,
    SubscribeExamples.scenarios, SubscribeErrorExamples.scenarios, UnsubscribeExamples.scenarios,
    OptionsExamples.scenarios, OptionsErrorExamples.scenarios, DefaultOptionsExamples.scenarios,
    ItemsExamples.scenarios, ItemsByNameExamples.scenarios, ItemsErrorExamples.scenarios,
    PublishExamples.scenarios, PublishNotificationExamples.scenarios,
    PublishErrorExamples.scenarios, RetractExamples.scenarios,
    CreateExamples.scenarios, ConfigureFormExamples.scenarios, ConfigureExamples.scenarios,
    DefaultConfigurationExamples.scenarios, DeleteExamples.scenarios, PurgeExamples.scenarios,
    AuthorizeExamples.scenarios, PendingExamples.scenarios,
    ManageSubscriptionsExamples.scenarios, ManageAffiliationsExamples.scenarios,
    PresenceExamples.scenarios,
  ].flatMap { $0 }

  @Test func everyExampleIsPlayedOrHasAReason() {
    let played = Set(Self.scenarios.flatMap(\.examples).map(\.number))
    let notPlayed = Self.notPlayed.map(\.number)
    #expect(Set(notPlayed).count == notPlayed.count)
    #expect(played.isDisjoint(with: notPlayed))
    #expect(played.union(notPlayed).sorted() == Array(Self.numbers))
  }

  @Test func anExampleIsShownOnce() {
    let captions = Dictionary(
      grouping: Self.scenarios.flatMap(\.examples), by: \.number
    ).mapValues { Set($0.map(\.caption)) }
    #expect(captions.values.allSatisfy { $0.count == 1 })
  }
}
