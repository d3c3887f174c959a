import Logging
import Social
import XMPP

/// Turns settings into a `Configuration`, and notes everything that is wrong on the way: a value
/// that cannot be used is replaced by its default so that the rest is still checked.
struct ConfigurationReader {
  let settings: Settings
  /// Where relative paths begin: the folder of the configuration file, empty for the working
  /// directory where there is no file.
  let folder: String
  var problems: [ConfigurationProblem] = []

  /// What a stanza may hold beside an item's payload, in bytes: addresses, a node and an item id of
  /// the longest kind are some 24,000 once escaped.
  static let stanzaOverhead = 32_768

  init(_ settings: Settings, folder: String) {
    self.settings = settings
    self.folder = folder
    problems = settings.problems
  }

  mutating func configuration() -> Configuration {
    let components = components()
    // Without any component there is an error already; the rest is checked all the same.
    let main = components.first?.jid.domain ?? "localhost"
    let (domains, admins) = (domains(), admins())
    let listen = listenAddress()
    let configuration = Configuration(
      components: components, database: database(), domains: domains, admins: admins,
      nodes: nodes(of: components), quotas: quotas(domains: domains, admins: admins),
      moderation: moderation(), following: following(of: components), contacts: contacts(),
      web: Configuration.Web(
        host: listen.host, port: listen.port, origin: origin(of: main),
        siteName: settings.one(.webSiteName) == nil ? main : text(.webSiteName),
        language: LanguageTag(choice(.webLanguage)) ?? .english, look: look(),
        trustedProxies: trustedProxies(), refusesAI: boolean(Slot(.webNoAI)), media: media()),
      log: Configuration.Log(
        level: Logger.Level(rawValue: choice(.logLevel)) ?? .info,
        format: LogFormat(rawValue: choice(.logFormat)) ?? .auto),
      limits: limits())
    if configuration.limits.payloadBytes + Self.stanzaOverhead > configuration.limits.stanzaBytes {
      report(
        Slot(.limitPayloadBytes), "leaves less than \(Self.stanzaOverhead) bytes of stanza_bytes",
        "An item travels in a stanza with addresses around it: lower it, or raise stanza_bytes.")
    }
    let following = configuration.following
    if let room = following.pictures, room != 0, room < following.pictureBytes {
      report(
        Slot(.followingPictures), "has no room for one picture of picture_bytes",
        "Raise it, or lower picture_bytes; 0 asks nobody for a picture.")
    }
    return configuration
  }

  private mutating func limits() -> Configuration.Limits {
    Configuration.Limits(
      stanzaBytes: integer(Slot(.limitStanzaBytes)),
      payloadBytes: integer(Slot(.limitPayloadBytes)),
      itemsPerAnswer: integer(Slot(.limitAnswerItems)),
      listEntries: integer(Slot(.limitListEntries)),
      subscriptionsPerNode: integer(Slot(.limitSubscriptions)),
      leaseDays: integer(Slot(.limitLeaseDays)),
      waitingWrites: integer(Slot(.limitWaitingWrites)),
      answerQueueBytes: integer(Slot(.limitAnswerBytes)),
      notifyQueueBytes: integer(Slot(.limitNotifyBytes)),
      webConnections: integer(Slot(.limitConnections)),
      webRequestsPerMinute: amount(Slot(.limitRequests)),
      webCacheBytes: integer(Slot(.limitCacheBytes)),
      shutdown: .seconds(integer(Slot(.limitShutdownSeconds))))
  }

  // MARK: Notes

  func located(_ slot: Slot) -> Located {
    settings.list(slot).first ?? Located(slot.key.preset ?? "", .preset)
  }

  func path(_ text: String) -> String {
    text.hasPrefix("/") || folder.isEmpty ? text : "\(folder)/\(text)"
  }

  /// Notes that a value cannot be used, and quotes it.
  mutating func refuse<Value>(
    _ text: Located, _ slot: Slot, _ what: String, _ remedy: String
  ) -> Value? {
    let value = slot.key.form == .secret ? "***" : printable(text.text, limit: 80)
    problems.append(
      ConfigurationProblem(text.origin, slot.description, "\"\(value)\" \(what)", remedy))
    return nil
  }

  mutating func missing<Value>(_ slot: Slot, _ remedy: String) -> Value? {
    report(slot, "is missing", remedy)
    return nil
  }

  mutating func report(
    _ slot: Slot, _ what: String, _ remedy: String
  ) {
    problems.append(
      ConfigurationProblem(settings.origin(slot), slot.description, what, remedy))
  }

  mutating func warn(_ key: ConfigurationKey, _ what: String, _ remedy: String) {
    warn(Slot(key), what, remedy)
  }

  mutating func warn(_ slot: Slot, _ what: String, _ remedy: String) {
    problems.append(
      ConfigurationProblem(
        settings.origin(slot), slot.description, what, remedy, severity: .warning))
  }
}
