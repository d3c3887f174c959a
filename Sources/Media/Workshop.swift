import NIOCore
import NIOPosix
import Social

/// Where a picture is put together before it is shown.
struct Workshop: Sendable {
  /// So many pictures are made small at a time.
  private static let benches: NIOThreadPool = {
    let pool = NIOThreadPool(numberOfThreads: 2)
    pool.start()
    return pool
  }()

  let folder: PictureFolder
  let thumbnails: Thumbnailer?
  let check: PictureCheck

  func begin(_ picture: String, now: Int64) async throws -> Job {
    let name = "\(picture).\(UInt64.random(in: 0 ... .max))"
    let file = try await NIOThreadPool.singleton.runIfActive { try folder.begin(name) }
    return Job(workshop: self, picture: picture, fetched: now, name: name, file: file)
  }

  struct Job: Sendable {
    let workshop: Workshop
    let picture: String
    let fetched: Int64
    let name: String
    let file: OpenFile

    func append(_ bytes: ByteBuffer) async throws {
      try await NIOThreadPool.singleton.runIfActive { try file.append(bytes) }
    }

    /// Checks what has come, and keeps it.
    func finish() async throws -> [PictureShelf.Sized] {
      try await Workshop.benches.runIfActive { try finished() }
    }

    /// Also where the task was cancelled.
    func discard() {
      let names = [name] + PictureSize.allCases.map(small)
      NIOThreadPool.singleton.submit { _ in workshop.folder.discard(names) }
    }

    private func small(_ size: PictureSize) -> String {
      "\(name).\(size.rawValue)\(Thumbnailer.ending)"
    }

    private func finished() throws -> [PictureShelf.Sized] {
      let (format, isStill) = try workshop.check.look(at: file)
      let folder = workshop.folder
      if isStill, let thumbnails = workshop.thumbnails {
        // As it came it may hold where it was taken.
        guard makeSmall(thumbnails) else { throw PictureCheck.Refusal() }
        folder.discard([name])
        return try PictureSize.allCases.map { size in
          try folder.keep(
            small(size), as: KeptFile(picture, fetched: fetched, size, .webP))
        }
      }
      return [try folder.keep(name, as: KeptFile(picture, fetched: fetched, nil, format))]
    }

    /// The small one from the large one, which is our own.
    private func makeSmall(_ thumbnails: Thumbnailer) -> Bool {
      let place = workshop.folder.workshop
      let (large, little) = (small(.large), small(.small))
      return thumbnails.shrink(name, to: large, side: PictureSize.large.side, in: place)
        && clean(large)
        && thumbnails.shrink(large, to: little, side: PictureSize.small.side, in: place)
        && clean(little)
    }

    /// Leaves nothing in a file that was made but the picture; false if it is none.
    private func clean(_ name: String) -> Bool {
      let folder = workshop.folder
      guard let file = OpenFile(reading: "\(folder.workshop)/\(name)"),
        file.size <= Thumbnailer.fileBytes, (try? workshop.check.look(at: file).format) == .webP,
        let bytes = try? file.read(at: 0, upTo: file.size),
        let stripped = WebPMetadata.stripped(Array(bytes.readableBytesView))
      else { return false }
      folder.discard([name])
      return (try? folder.begin(name).append(ByteBuffer(bytes: stripped))) != nil
    }
  }
}
