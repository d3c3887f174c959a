import Foundation
import Logging
import NIOCore
import Outbound
import Social
import TestSupport
import Testing

@testable import Media

/// A keeper of pictures in a folder of its own, which may fetch from loopback.
struct Gallery: Sendable {
  let folder: TemporaryFolder
  let keeper: PictureKeeper
  let host: HTTPHost

  static let thumbnails = Thumbnailer(path: Thumbnailer.usualPath)

  /// - Parameters:
  ///   - bounds: of the settings; the folder and the ports are the test's.
  ///   - again: the folder of one before.
  static func run<Result: Sendable>(
    _ bounds: MediaSettings = MediaSettings(folder: ""), _ limits: MediaLimits = MediaLimits(),
    again: TemporaryFolder? = nil, thumbnails: Thumbnailer? = nil, exempt: Bool = true,
    _ answer: @escaping @Sendable (HTTPHost.Request) async -> HTTPHost.Answer,
    _ body: (Gallery) async throws -> Result
  ) async throws -> Result {
    let folder = try again ?? TemporaryFolder()
    return try await HTTPHost.run(answer) { host in
      var settings = bounds
      settings.folder = folder.file("media")
      settings.ports = [host.port]
      let loopback = exempt ? ["127.0.0.0/8"].compactMap(IPNetwork.init) : []
      var fetching = Fetcher.Limits()
      fetching.bytes = settings.pictureBytes
      fetching.total = .seconds(20)
      let keeper = try PictureKeeper(
        settings, limits,
        fetcher: Fetcher(
          AddressGuard(ports: settings.ports, exempt: loopback), userAgent: "test",
          limits: fetching),
        thumbnails: thumbnails, logger: Logger(label: "media") { _ in SwiftLogNoOpLogHandler() })
      let result = try await body(Gallery(folder: folder, keeper: keeper, host: host))
      // What was not finished leaves nothing behind.
      try await eventually("the workshop is empty") {
        try FileManager.default.contentsOfDirectory(atPath: folder.file("media/unfinished"))
          .isEmpty
      }
      return result
    }
  }

  /// The bytes of a picture, and of what kind they are.
  func picture(_ path: String, _ size: PictureSize = .small) async throws -> (String, [UInt8]) {
    let picture = try await keeper.picture(from: host.address(path), size)
    var bytes: [UInt8] = []
    while bytes.count < picture.file.size {
      let piece = try await picture.file.bytes(at: bytes.count, upTo: 1_000)
      guard piece.readableBytes > 0 else { break }
      bytes += Array(piece.readableBytesView)
    }
    return (picture.format.rawValue, bytes)
  }

  func failure(_ path: String) async -> PictureFailure? {
    do {
      _ = try await keeper.picture(from: host.address(path), .small)
      return nil
    } catch {
      return error
    }
  }

  /// The names of what is kept.
  var files: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.file("media/pictures")).sorted()
    }
  }
}
