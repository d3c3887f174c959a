import Foundation
import Logging
import ServiceLifecycle
import Social
import Synchronization
import TestSupport
import Testing

@testable import Media

/// Pictures of a real server on loopback.
@Suite(.timeLimit(.minutes(2))) struct PictureKeeperTests {
  private static let png = SamplePictures.png(width: 3, height: 2)

  @Test func aPictureIsFetchedOnceAndKept() async throws {
    try await Gallery.run { _ in
      .ok(Self.png, "Content-Type: text/html\r\n")
    } _: { gallery in
      for size in PictureSize.allCases {
        let (type, bytes) = try await gallery.picture("/a", size)
        #expect(type == "image/png" && bytes == Self.png)
      }
      #expect(gallery.host.requests.count == 1)
      #expect(try gallery.files.count == 1)
      #expect(
        gallery.host.requests.first?.head.contains(
          "Accept: image/png, image/jpeg, image/gif, image/webp, image/avif\r\n") == true)
    }
  }

  @Test func whatIsKeptIsThereAfterARestart() async throws {
    let folder = try TemporaryFolder()
    let port = try await Gallery.run(again: folder) { _ in
      .ok(Self.png)
    } _: { gallery in
      _ = try await gallery.picture("/a")
      try folder.write("media/pictures/notes.txt", "not ours")
      return gallery.host.port
    }
    try folder.write("media/unfinished/half", "half a picture")
    try await Gallery.run(again: folder) { _ in
      .status(500)
    } _: { gallery in
      let picture = try await gallery.keeper.picture(
        from: "http://127.0.0.1:\(port)/a", .large)
      #expect(picture.file.size == Self.png.count)
      #expect(gallery.host.requests.isEmpty)
      #expect(folder.read("media/pictures/notes.txt") == "not ours")
    }
  }

  @Test func manyWhoAskAtOnceWaitForOneFetch() async throws {
    let (gate, opener) = AsyncStream.makeStream(of: Void.self)
    try await Gallery.run { _ in
      for await _ in gate {}
      return .ok(Self.png)
    } _: { gallery in
      try await withThrowingTaskGroup(of: Int.self) { tasks in
        for _ in 0..<50 { tasks.addTask { try await gallery.picture("/a").1.count } }
        try await eventually("it is asked") { gallery.host.requests.count == 1 }
        opener.finish()
        for try await count in tasks { #expect(count == Self.png.count) }
      }
      #expect(gallery.host.requests.count == 1)
    }
  }

  private static let others: [(String, [UInt8])] = [
    ("svg", Array("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>".utf8)),
    ("html", Array("<!DOCTYPE html><title>Not found</title>".utf8)), ("empty", []),
    ("short", Array("GIF89a".utf8)), ("bmp", Array("BM".utf8) + [UInt8](repeating: 0, count: 99)),
    ("wide", SamplePictures.hollowPNG(width: 16_385, height: 1)),
    ("high", SamplePictures.hollowPNG(width: 1, height: 16_385)),
    ("bomb", SamplePictures.hollowPNG(width: 16_384, height: 4_097)),
    ("flat", SamplePictures.hollowPNG(width: 0, height: 1)),
    ("headless", [0xFF, 0xD8, 0xFF, 0xD9] + [UInt8](repeating: 0, count: 99)),
  ]

  @Test(arguments: others.indices) func whatIsNoPictureIsNotKept(_ index: Int) async throws {
    let (_, bytes) = Self.others[index]
    try await Gallery.run { _ in
      .ok(bytes, "Content-Type: image/png\r\n")
    } _: { gallery in
      #expect(await gallery.failure("/a") == .missing)
      let files = try gallery.files
      #expect(files.isEmpty)
    }
  }

  @Test func theLargestThatIsShown() async throws {
    let picture = SamplePictures.hollowPNG(width: 16_384, height: 4_096)
    try await Gallery.run { _ in
      .ok(picture)
    } _: { gallery in
      let bytes = try await gallery.picture("/a").1
      #expect(bytes == picture)
    }
  }

  @Test func whatIsTooLongIsNotKept() async throws {
    var bounds = MediaSettings(folder: "")
    bounds.pictureBytes = Self.png.count
    try await Gallery.run(bounds) { request in
      request.path == "/fits"
        ? .ok(Self.png) : .endless(head: "HTTP/1.1 200 OK\r\n\r\n", piece: Self.png)
    } _: { gallery in
      #expect(await gallery.failure("/endless") == .missing)
      #expect(await gallery.failure("/fits") == nil)
      let files = try gallery.files
      #expect(files.count == 1)
    }
  }

  @Test func aFailureIsRemembered() async throws {
    try await Gallery.run { _ in
      .status(404)
    } _: { gallery in
      for _ in 0..<5 { #expect(await gallery.failure("/a") == .missing) }
      #expect(gallery.host.requests.count == 1)
      #expect(await gallery.failure("/b") == .missing)
      #expect(gallery.host.requests.count == 2)
    }
  }

  @Test func aFailureIsForgotten() async throws {
    var limits = MediaLimits()
    limits.forgetting = .zero
    try await Gallery.run(MediaSettings(folder: ""), limits) { _ in
      .status(404)
    } _: { gallery in
      for _ in 0..<3 { #expect(await gallery.failure("/a") == .missing) }
      #expect(gallery.host.requests.count == 3)
    }
  }

  @Test func nothingIsFetchedFromTheMachineItself() async throws {
    try await Gallery.run(exempt: false) { _ in
      .ok(Self.png)
    } _: { gallery in
      #expect(await gallery.failure("/a") == .missing)
      #expect(gallery.host.requests.isEmpty)
    }
  }

  @Test func thereIsRoomForSoMuch() async throws {
    var bounds = MediaSettings(folder: "")
    bounds.bytes = Self.png.count * 10
    try await Gallery.run(bounds) { _ in
      .ok(Self.png)
    } _: { gallery in
      for number in 0..<25 {
        _ = try await gallery.picture("/\(number)")
        try await eventually("there is room") { try gallery.files.count <= 10 }
      }
      let before = gallery.host.requests.count
      _ = try await gallery.picture("/24")
      #expect(gallery.host.requests.count == before)
      _ = try await gallery.picture("/0")
      #expect(gallery.host.requests.count == before + 1)
    }
  }

  @Test func aFileThatSomebodyTookAwayIsFetchedAgain() async throws {
    try await Gallery.run { _ in
      .ok(Self.png)
    } _: { gallery in
      _ = try await gallery.picture("/a")
      for name in try gallery.files {
        try FileManager.default.removeItem(atPath: gallery.folder.file("media/pictures/\(name)"))
      }
      #expect(try await gallery.picture("/a").1 == Self.png)
      #expect(gallery.host.requests.count == 2)
    }
  }

  /// A visitor who does not wait takes nothing from the others.
  @Test func whoGoesAwayLeavesThePicture() async throws {
    try await Gallery.run { _ in
      .ok(Self.png)
    } _: { gallery in
      _ = try await gallery.picture("/a")
      let gone = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await gallery.failure("/a")
      }
      #expect(await gone.value == .busy)
      _ = try await gallery.picture("/a")
      #expect(gallery.host.requests.count == 1)
    }
  }

  @Test func aPictureThatGrewOldIsFetchedAgain() async throws {
    var limits = MediaLimits()
    limits.lifetime = -1
    try await Gallery.run(MediaSettings(folder: ""), limits) { _ in
      .ok(Self.png)
    } _: { gallery in
      // None is ever fresh: it is fetched, kept, and not given.
      #expect(await gallery.failure("/a") == .busy)
      #expect(await gallery.failure("/a") == .busy)
      #expect(gallery.host.requests.count == 2)
    }
  }

  @Test func aPictureThatIsGoneAtItsHostGoesHereToo() async throws {
    let folder = try TemporaryFolder()
    let count = Mutex(0)
    var limits = MediaLimits()
    limits.lifetime = 0
    try await Gallery.run(MediaSettings(folder: ""), limits, again: folder) { _ in
      count.withLock {
        $0 += 1
        return $0
      } == 1 ? .ok(Self.png) : .status(410)
    } _: { gallery in
      // It is old as soon as it is there.
      #expect(await gallery.failure("/a") == .busy)
      let before = try gallery.files
      #expect(before.count == 1)
      #expect(await gallery.failure("/a") == .missing)
      try await eventually("it is gone") { try gallery.files.isEmpty }
    }
  }

  @Test func whoWaitsWhenItStopsIsTold() async throws {
    try await Gallery.run { _ in
      .stalled([])
    } _: { gallery in
      let group = ServiceGroup(
        services: [gallery.keeper], logger: Logger(label: "media") { _ in SwiftLogNoOpLogHandler() }
      )
      try await withThrowingTaskGroup(of: PictureFailure?.self) { tasks in
        let stopped = Task { try await group.run() }
        tasks.addTask { await gallery.failure("/a") }
        try await eventually("it is asked") { gallery.host.requests.count == 1 }
        await group.triggerGracefulShutdown()
        for try await failure in tasks { #expect(failure == .busy) }
        try await stopped.value
      }
      // And it was not the host's fault.
      #expect(await gallery.failure("/b") == .busy)
      #expect(gallery.host.requests.count == 1)
    }
  }

  @Test(arguments: ["", "ftp://a.example/", "https://a@b.example/", "data:image/png;base64,"])
  func addressesThatAreNone(_ address: String) async throws {
    try await Gallery.run { _ in
      .ok(Self.png)
    } _: { gallery in
      await #expect(throws: PictureFailure.missing) {
        try await gallery.keeper.picture(from: address, .small)
      }
    }
  }

  @Test func aFolderThatCannotBeUsed() throws {
    let folder = try TemporaryFolder()
    try folder.write("file", "")
    for place in ["file", "missing/media"] {
      #expect(throws: PictureFolder.Failure.self) { try PictureFolder(folder.file(place)) }
    }
  }
}
