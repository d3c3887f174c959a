import FeedService
package import Logging
import Media
import ServiceLifecycle
import Store
import UnixSignals
import Web
import XMPP

/// The whole of it: the store, the service that answers stanzas, the links, the web, as one ordered
/// list of services. Each may rely on those before it; the stop goes backwards: no more visitors, no
/// more stanzas, what is under way is finished, the store is closed.
package struct Martlet: Service {
  /// What a stop that was cut short has for itself until the process is ended.
  private static let grace: Duration = .seconds(2)

  private let configuration: Configuration
  private let listen: HostAndPort
  private let store: Store
  private let pictures: PictureKeeper?
  private let notifier: SystemdNotifier
  private let stopsOnSignals: Bool
  private let logger: Logger
  private let onWebRunning: @Sendable (Int) async -> Void

  /// Opens the store and tries the web address, so that what is wrong with them is known before
  /// anything runs.
  ///
  /// - Parameters:
  ///   - stopsOnSignals: whether SIGTERM and SIGINT stop it in order, and the process is ended
  ///     where that fails; not where another service group holds this one.
  ///   - onWebRunning: is told the web's port once it takes visitors.
  package init(
    _ configuration: Configuration, environment: [String: String] = [:],
    stopsOnSignals: Bool = false, logger: Logger,
    onWebRunning: @escaping @Sendable (Int) async -> Void = { _ in }
  ) throws(Failure) {
    self.configuration = configuration
    self.stopsOnSignals = stopsOnSignals
    self.logger = logger
    self.onWebRunning = onWebRunning
    notifier = SystemdNotifier(environment: environment)
    listen = HostAndPort(host: configuration.web.host, port: configuration.web.port)
    if let failure = ListenCheck.of(listen).failure(listen) { throw failure }
    store = try Martlet.open(configuration, logger)
    pictures = try Martlet.pictures(configuration, environment, logger)
  }

  /// Until it is stopped. Throws `Failure`.
  package func run() async throws {
    var group = ServiceGroupConfiguration(
      services: try await stages().map {
        // What fails ends us, but in order: the others still drain and close.
        ServiceGroupConfiguration.ServiceConfiguration(
          service: $0, failureTerminationBehavior: .gracefullyShutdownGroup, serviceName: $0.name)
      },
      gracefulShutdownSignals: stopsOnSignals ? [.sigterm, .sigint] : [], logger: logger.quieter)
    let shutdown = configuration.limits.shutdown
    group.maximumGracefulShutdownDuration = shutdown
    // A second net below the watchdog, which is to be the one that says what happened.
    if stopsOnSignals { group.maximumCancellationDuration = Self.grace * 4 }
    do {
      try await ServiceGroup(configuration: group).run()
    } catch let failure as Failure {
      throw failure
    } catch is CancellationError {
      throw Failure(
        .software,
        "The stop took longer than \(shutdown) (limits.shutdown_seconds) and was cut short.")
    } catch {
      throw Failure(.software, "A part ended that must not: \(error)")
    }
  }

  /// The one ordered list.
  private func stages() async throws(Failure) -> [Stage] {
    var stages = [
      Stage("store", .inputOutput, StoreService(store: store)),
      Stage("housekeeping", .inputOutput, Housekeeping(store: store, logger: logger)),
    ]
    let rates = Rates()
    for component in configuration.components {
      do {
        stages += try await Martlet.stages(
          of: component, configuration, store: store, rates: rates, logger: logger)
      } catch {
        throw Failure((error as? StoreError)?.status ?? .software, "\(error)")
      }
    }
    do {
      stages.append(Stage("web", .unavailable, try web()))
    } catch {
      throw Failure(.software, "The web cannot be set up: \(error)")
    }
    if let pictures { stages.append(Stage("pictures", .inputOutput, pictures)) }
    stages.append(Stage("systemd", .software, notifier))
    if stopsOnSignals {
      // Last, so that it is the first to hear of the stop.
      let watchdog = Watchdog(patience: configuration.limits.shutdown + Self.grace, logger: logger)
      stages.append(Stage("watchdog", .software, watchdog))
    }
    return stages
  }

  private func web() throws -> some Service {
    var web = configuration.webConfiguration
    web.limits.connections = connections(web.limits.connections)
    return try buildApplication(
      web, store: store, pictures: pictures, logger: logger.quieter
    ) { port in
      let address = HostAndPort(host: listen.host, port: port)
      logger.notice("The web listens on \(address) for \(configuration.web.origin).")
      notifier.notify("READY=1")
      await onWebRunning(port)
    }
  }

  /// As many visitors as this process has files for besides all else that it needs.
  private func connections(_ wanted: Int) -> Int {
    let limit = OpenFiles.raiseLimit()
    let room = OpenFiles.room(for: wanted, of: limit)
    if room < wanted {
      logger.warning(
        """
        This process may have \(limit) files open: \(room) web connections at a time, not \(wanted) \
        (limits.web_connections). LimitNOFILE= of the systemd unit, or `ulimit -n`, should be \
        \(OpenFiles.needed(for: wanted)).
        """)
    }
    return room
  }

  private static func open(
    _ configuration: Configuration, _ logger: Logger
  ) throws(Failure) -> Store {
    do throws(StoreError) {
      return try Store(
        path: configuration.database, limits: configuration.storeLimits, logger: logger)
    } catch {
      let remedy =
        if case .cannotOpen = error { ". Its folder must exist and belong to this user." } else {
          "."
        }
      throw Failure(error.status, "\(error)\(remedy)")
    }
  }
}

/// Closes the store when everybody else has stopped.
private struct StoreService: Service {
  let store: Store

  func run() async throws {
    // Cancelled or asked: the store is closed in both cases.
    try? await gracefulShutdown()
    try await store.close()
  }
}

/// One service of the list: its name for the log, and the status with which its failure ends us.
struct Stage: Service {
  let name: String
  private let status: ExitStatus
  private let service: any Service

  init(_ name: String, _ status: ExitStatus, _ service: any Service) {
    self.name = name
    self.status = status
    self.service = service
  }

  func run() async throws {
    do {
      try await service.run()
    } catch let error as CancellationError {
      throw error
    } catch let error as StoreError {
      throw Failure(error.status, "\(error)")
    } catch {
      throw Failure(status, "The \(name) failed: \(error)")
    }
  }
}

extension Logger {
  /// For a library whose "info" says what we say better.
  fileprivate var quieter: Logger {
    var logger = self
    logger.logLevel = max(logger.logLevel, .warning)
    return logger
  }
}
