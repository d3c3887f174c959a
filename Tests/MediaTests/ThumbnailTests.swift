import Foundation
import Glibc
import Social
import TestSupport
import Testing

@testable import Media

/// With the real tool, where it is installed.
@Suite(.timeLimit(.minutes(2)), .enabled(if: Gallery.thumbnails != nil, "needs vipsthumbnail"))
struct ThumbnailTests {
  private static func run(
    _ picture: [UInt8], _ thumbnails: Thumbnailer? = Gallery.thumbnails,
    _ body: (Gallery) async throws -> Void
  ) async throws {
    try await Gallery.run(thumbnails: thumbnails) { _ in
      .ok(picture)
    } _: {
      try await body($0)
    }
  }

  @Test func twoSizesFromOneFetch() async throws {
    let picture = SamplePictures.png(width: 2_000, height: 500)
    try await Self.run(picture) { gallery in
      #expect(gallery.keeper.makesSmall)
      for (size, extent) in [
        (PictureSize.small, PictureExtent(width: 800, height: 200)),
        (.large, PictureExtent(width: 1_600, height: 400)),
      ] {
        let (type, bytes) = try await gallery.picture("/a", size)
        #expect(type == "image/webp")
        #expect(PictureFormat(of: bytes) == .webP)
        #expect(PictureFormat.webP.extent(of: bytes) == extent)
      }
      #expect(gallery.host.requests.count == 1)
      #expect(try gallery.files.count == 2)
    }
  }

  @Test func whatTheCameraWroteIsGoneAndThePictureIsUpright() async throws {
    let words = Array("balcony".utf8)
    #expect(SamplePictures.describedJPEG.firstRange(of: words) != nil)
    try await Self.run(SamplePictures.describedJPEG) { gallery in
      for size in PictureSize.allCases {
        let bytes = try await gallery.picture("/a", size).1
        #expect(PictureFormat.webP.extent(of: bytes) == PictureExtent(width: 8, height: 16))
        for word in ["balcony", "Exif", "EXIF", "ICCP"] {
          #expect(bytes.firstRange(of: Array(word.utf8)) == nil, "\(word)")
        }
      }
    }
  }

  /// As it came it may hold where it was taken.
  @Test func whatTheToolCannotReadIsNotShown() async throws {
    let broken = SamplePictures.hollowPNG(width: 30, height: 20)
    try await Self.run(broken) { gallery in
      await #expect(throws: PictureFailure.missing) { try await gallery.picture("/a") }
    }
  }

  @Test func whatMayMoveIsShownAsItCame() async throws {
    let picture = Array("GIF89a".utf8) + [2, 0, 2, 0, 0, 0, 0, 0x3B] + [0, 0, 0]
    try await Self.run(picture) { gallery in
      let (type, bytes) = try await gallery.picture("/a")
      #expect(type == "image/gif" && bytes == picture)
    }
  }

  /// A tool in the place of the real one, as a script.
  private static func tool(_ folder: TemporaryFolder, _ script: String) throws -> Thumbnailer? {
    try folder.write("vipsthumbnail", "#!/bin/sh\n\(script)\n")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o700], ofItemAtPath: folder.file("vipsthumbnail"))
    return Thumbnailer(path: "\(folder.path):\(Thumbnailer.usualPath)")
  }

  @Test(arguments: ["exit 1", "kill -SEGV $$", "exit 0"])
  func aToolThatDoesNotWork(_ script: String) async throws {
    let folder = try TemporaryFolder()
    let picture = SamplePictures.png(width: 30, height: 20)
    try await Self.run(picture, try Self.tool(folder, script)) { gallery in
      #expect(!gallery.keeper.makesSmall)
      let bytes = try await gallery.picture("/a").1
      #expect(bytes == picture)
    }
  }

  /// It works when it is tried, and fails with the picture.
  @Test(arguments: ["kill -SEGV $$", "echo nonsense > \"$out\"", "exit 9"])
  func aToolThatFailsLater(_ script: String) async throws {
    let folder = try TemporaryFolder()
    let choose = """
      for word; do case $word in --output=*) out=${word#--output=}; out=${out%%[*} ;; esac; done
      case $word in sample) exec \(Thumbnailer.usualPath.split(separator: ":")[1])/vipsthumbnail "$@" ;; esac
      \(script)
      """
    let picture = SamplePictures.png(width: 30, height: 20)
    try await Self.run(picture, try Self.tool(folder, choose)) { gallery in
      #expect(gallery.keeper.makesSmall)
      await #expect(throws: PictureFailure.missing) { try await gallery.picture("/a") }
      let files = try gallery.files
      #expect(files.isEmpty)
    }
  }

  @Test func theToolIsGivenNothingOfOursAndHasBounds() async throws {
    let folder = try TemporaryFolder()
    let report = folder.file("report")
    let script = """
      { ls /proc/self/fd | wc -l; env; ulimit -v; ulimit -t; ulimit -n; pwd; } > \(report)
      exit 1
      """
    // Something that is open and does not close by itself.
    let open = Glibc.open("/dev/null", O_RDONLY)
    defer { close(open) }
    try await Self.run(SamplePictures.png(width: 3, height: 2), try Self.tool(folder, script)) {
      _ in
    }
    let lines = folder.read("report").split(separator: "\n").map(String.init)
    // Three, and the folder that `ls` looks into.
    #expect(lines.first == "4")
    #expect(lines.contains("VIPS_BLOCK_UNTRUSTED=1"))
    let names = lines.compactMap { $0.split(separator: "=").first.map(String.init) }
    #expect(!names.contains("HOME"))
    #expect(lines.contains("786432") && lines.contains("15") && lines.contains("64"))
    #expect(lines.last?.hasSuffix("/media/unfinished") == true)
  }

  @Test func toolsThatAreNotThere() throws {
    let folder = try TemporaryFolder()
    #expect(Thumbnailer(path: "") == nil)
    #expect(Thumbnailer(path: folder.path) == nil)
  }
}
