package import Logging
import NIOCore
import NIOPosix
package import Outbound
package import ServiceLifecycle
package import Social
import Synchronization

/// A picture that is here, open to be read.
package struct KeptPicture: Sendable {
  package let format: PictureFormat
  package let file: OpenFile
  /// Other bytes have another one.
  package let tag: String
}

/// Pictures of elsewhere: each is fetched once, checked, made small, and kept while there is room.
package final class PictureKeeper: Service {
  private struct State {
    var shelf: PictureShelf
    var failures: FailedPictures
    var flights: [String: Task<Void, any Error>] = [:]
    var isClosed = false
  }

  /// Whether pictures are made small.
  package let makesSmall: Bool

  private static let types = PictureFormat.allCases.map(\.rawValue).joined(separator: ", ")

  /// Bytes that are written at a time.
  private static let piece = 65_536

  private let limits: MediaLimits
  private let folder: PictureFolder
  private let fetcher: Fetcher
  private let queue: FetchQueue
  private let workshop: Workshop
  private let state: Mutex<State>
  private let logger: Logger

  /// - Parameter thumbnails: nil: pictures are shown as they come.
  /// - Throws: where the folder cannot be used; the error says why.
  package convenience init(
    _ settings: MediaSettings, fetcher: Fetcher, thumbnails: Thumbnailer?, logger: Logger
  ) throws {
    try self.init(
      settings, MediaLimits(), fetcher: fetcher, thumbnails: thumbnails, logger: logger)
  }

  init(
    _ settings: MediaSettings, _ limits: MediaLimits, fetcher: Fetcher, thumbnails: Thumbnailer?,
    logger: Logger
  ) throws {
    self.limits = limits
    self.fetcher = fetcher
    self.logger = logger
    let folder = try PictureFolder(settings.folder)
    self.folder = folder
    let working = try thumbnails.flatMap { try $0.works(in: folder) ? $0 : nil }
    makesSmall = working != nil
    workshop = Workshop(folder: folder, thumbnails: working, check: PictureCheck(limits: limits))
    queue = FetchQueue(limits)
    var shelf = PictureShelf(bytes: settings.bytes, pictures: settings.pictures, limits)
    folder.remove(shelf.fill(try folder.files(), now: Self.now))
    state = Mutex(State(shelf: shelf, failures: FailedPictures(limits)))
  }

  /// Until it is told to stop; then nothing is fetched any more, and who waits for that is told so.
  package func run() async throws {
    try? await gracefulShutdown()
    let flights = state.withLock { state in
      state.isClosed = true
      return state.flights.values
    }
    for flight in flights { flight.cancel() }
  }

  /// - Parameter address: as it stands in the post.
  package func picture(
    from address: String, _ size: PictureSize
  ) async throws(PictureFailure) -> KeptPicture {
    guard let place = HTTPAddress(address), let picture = KeptFile.picture(from: address) else {
      throw .missing
    }
    if let found = try await find(picture, size) { return found }
    do { try await flight(picture, place).value } catch { throw Self.failure(error) }
    guard let found = try await find(picture, size) else { throw .busy }
    return found
  }

  private static func failure(_ error: any Error) -> PictureFailure {
    error is FetchFailure || error is PictureCheck.Refusal
      ? .missing : error as? PictureFailure ?? .busy
  }

  private static var now: Int64 {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Int64(now.tv_sec)
  }
}

// MARK: - What is here

extension PictureKeeper {
  private func find(
    _ picture: String, _ size: PictureSize
  ) async throws(PictureFailure) -> KeptPicture? {
    let found = state.withLock { $0.shelf.find(picture, size, now: Self.now) }
    guard let (file, isDue) = found else { return nil }
    let open: OpenFile?
    do {
      open = try await NIOThreadPool.singleton.runIfActive { [folder] in
        if isDue { folder.mark(file) }
        return folder.open(file)
      }
    } catch {
      // Whoever asked has gone.
      throw .busy
    }
    guard let open else {
      // Somebody has taken it away.
      remove(state.withLock { $0.shelf.drop(picture) })
      return nil
    }
    return KeptPicture(format: file.format, file: open, tag: file.name)
  }

  private func remove(_ files: [KeptFile]) {
    guard !files.isEmpty else { return }
    NIOThreadPool.singleton.submit { [folder] _ in folder.remove(files) }
  }
}

// MARK: - What is not

extension PictureKeeper {
  /// The one that is under way, or a new one.
  private func flight(
    _ picture: String, _ place: HTTPAddress
  ) throws(PictureFailure) -> Task<Void, any Error> {
    try state.withLock { state throws(PictureFailure) in
      if let flight = state.flights[picture] { return flight }
      if state.isClosed { throw .busy }
      if state.failures.contains(picture) { throw .missing }
      // It can only end after the lock is free, when it is in the table.
      let flight = Task<Void, any Error> { try await self.land(picture, place) }
      state.flights[picture] = flight
      return flight
    }
  }

  private func land(_ picture: String, _ place: HTTPAddress) async throws {
    let result: Result<[PictureShelf.Sized], any Error>
    do {
      result = .success(
        try await queue.pass(to: FetchQueue.name(of: place.host)) {
          try await self.fetch(picture, place)
        })
    } catch {
      result = .failure(error)
    }
    let gone = state.withLock { state in
      state.flights[picture] = nil
      switch result {
      case .success(let files): return state.shelf.put(files, now: Self.now)
      case .failure(let error):
        guard Self.isToBeRemembered(error) else { return [] }
        state.failures.insert(picture)
        return state.shelf.drop(picture)
      }
    }
    remove(gone)
    if case .failure(let error) = result { log(error, place) }
    _ = try result.get()
  }

  /// Whatever went wrong, but for what is over in a moment.
  private static func isToBeRemembered(_ error: any Error) -> Bool {
    !(error is CancellationError) && error as? PictureFailure != .busy
  }

  private func fetch(_ picture: String, _ place: HTTPAddress) async throws -> [PictureShelf.Sized] {
    try Task.checkCancellation()
    let job = try await workshop.begin(picture, now: Self.now)
    do {
      var beginning = PictureCheck.Beginning()
      // A host may send it byte by byte.
      var gathered = ByteBuffer()
      try await fetcher.get(place, accepting: Self.types) { bytes in
        try beginning.add(bytes)
        gathered.writeImmutableBuffer(bytes)
        guard gathered.readableBytes >= Self.piece else { return }
        try await job.append(gathered)
        gathered.clear()
      }
      try await job.append(gathered)
      return try await job.finish()
    } catch {
      job.discard()
      throw error
    }
  }

  private func log(_ error: any Error, _ place: HTTPAddress) {
    let level: Logger.Level = error is PictureFolder.Failure ? .error : .debug
    logger.log(
      level: level, "a picture could not be had",
      metadata: ["host": "\(place.host)", "error": "\(error)"])
  }
}
