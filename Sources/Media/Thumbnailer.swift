import Glibc
import NIOCore

/// Makes pictures small.
///
/// A decoder is where hostile pictures do harm, so it is none of this process's: libvips' `vipsthumbnail` runs for one picture
/// and with bounds on memory, time, and what it writes, its less proven formats switched off. Its end is only an end.
package struct Thumbnailer: Sendable {
  /// What is made.
  static let ending = ".webp"
  private static let quality = 80
  /// Of memory, and of the file that it makes.
  private static let memoryBytes = 768 << 20
  static let fileBytes = 4 << 20
  /// Of the processor, and of the clock, which other work may slow down.
  private static let seconds = 15
  private static let patience = Duration.seconds(60)
  /// Between two looks whether it has ended, in microseconds.
  private static let pause: UInt32 = 4_000

  package static let usualPath = "/usr/local/bin:/usr/bin:/bin"

  private let program: String
  private let limiter: String
  private let mover: String

  /// Nil if the programs are not there.
  ///
  /// - Parameter path: folders, separated by colons.
  package init?(path: String) {
    let find = { (name: String) -> String? in
      path.split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
    guard let program = find("vipsthumbnail"), let limiter = find("prlimit"),
      let mover = find("env")
    else { return nil }
    (self.program, self.limiter, self.mover) = (program, limiter, mover)
  }

  /// Waits until it is done.
  ///
  /// - Parameters:
  ///   - source: the name of a file in the folder.
  ///   - result: the name that the small one gets, which ends in `ending`.
  ///   - side: pixels in width and in height at most; what is smaller stays as large as it is.
  /// - Returns: whether the result is there.
  func shrink(_ source: String, to result: String, side: Int, in folder: String) -> Bool {
    run(
      [
        mover, "--chdir=\(folder)", limiter, "--as=\(Self.memoryBytes)", "--cpu=\(Self.seconds)",
        "--fsize=\(Self.fileBytes)",
        "--nofile=64", "--core=0", program, "--size=\(side)x\(side)>", "--export-profile=srgb",
        "--output=\(result)[Q=\(Self.quality),strip]", source,
      ])
  }

  /// Tries it once: a sandbox may forbid what it needs.
  func works(in folder: PictureFolder) throws(PictureFolder.Failure) -> Bool {
    let (sample, result) = ("sample", "sample\(Self.ending)")
    defer { folder.discard([sample, result]) }
    try folder.begin(sample).append(ByteBuffer(bytes: Self.sample))
    return shrink(sample, to: result, side: 1, in: folder.workshop)
      && OpenFile(reading: "\(folder.workshop)/\(result)") != nil
  }

  /// A GIF of one pixel.
  private static let sample: [UInt8] =
    Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF]
    + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B]

  private static let environment = [
    "LC_ALL=C", "VIPS_BLOCK_UNTRUSTED=1", "VIPS_CONCURRENCY=1", "VIPS_NOVECTOR=1",
  ]

  private func run(_ words: [String]) -> Bool {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for number in Int32(0)...2 {
      posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
    }
    // Not all that libraries have open closes by itself.
    let others = (try? PictureFolder.names(in: "/proc/self/fd")) ?? []
    for number in others.compactMap({ Int32($0) }) where number > 2 {
      posix_spawn_file_actions_addclose(&actions, number)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    Self.isolate(&attributes)
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = Self.environment.map { strdup($0) } + [nil]
    defer { for word in arguments + environment { free(word) } }
    var child: pid_t = 0
    guard posix_spawn(&child, words[0], &actions, &attributes, &arguments, &environment) == 0 else {
      return false
    }
    return Self.ending(of: child) == 0
  }

  /// A group of its own, and no signal ignored or blocked as it may be with us.
  private static func isolate(_ attributes: inout posix_spawnattr_t) {
    var (none, all) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigfillset(&all)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &all)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  /// - Returns: as waitpid(2) gives it; of one that took too long, that it was killed.
  private static func ending(of child: pid_t) -> Int32 {
    let deadline = ContinuousClock.now + patience
    var status: Int32 = 0
    while ContinuousClock.now < deadline {
      let ended = waitpid(child, &status, WNOHANG)
      if ended != 0 { return ended == child ? status : -1 }
      usleep(pause)
    }
    // The group, which is its own.
    kill(-child, SIGKILL)
    while waitpid(child, &status, 0) < 0 { guard errno == EINTR else { return -1 } }
    return status
  }
}
