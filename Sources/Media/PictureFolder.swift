import Glibc
package import NIOCore
import NIOPosix

/// The files of the pictures, and those that are being written. Everything here waits for the disk.
struct PictureFolder: Sendable {
  /// A call of the system failed; the number says why.
  struct Failure: Error, CustomStringConvertible {
    var path: String
    var code: Int32

    var description: String { "\(path): \(String(cString: strerror(code)))" }
  }

  private let pictures: String
  /// Where files are that nobody sees yet.
  let workshop: String

  /// Makes what is missing of it, and clears away what was not finished.
  init(_ path: String) throws(Failure) {
    pictures = "\(path)/pictures"
    workshop = "\(path)/unfinished"
    for folder in [path, pictures, workshop] where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw Failure(path: folder, code: errno)
    }
    for name in try Self.names(in: workshop) { unlink("\(workshop)/\(name)") }
  }

  /// What is kept, with the second in which each file was marked as used. What is none of ours is left alone.
  func files() throws(Failure) -> [(file: PictureShelf.Sized, marked: Int64)] {
    try Self.names(in: pictures).compactMap { name in
      var status = stat()
      guard let file = KeptFile(named: name), lstat(path(file), &status) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { return nil }
      let sized = PictureShelf.Sized(file: file, bytes: Int(status.st_size))
      return (sized, Int64(status.st_mtim.tv_sec))
    }
  }

  /// Nil if it is gone.
  func open(_ file: KeptFile) -> OpenFile? { OpenFile(reading: path(file)) }

  func mark(_ file: KeptFile) { utimensat(AT_FDCWD, path(file), nil, 0) }

  func remove(_ files: [KeptFile]) { for file in files { unlink(path(file)) } }

  /// A new file of that name among those that nobody sees.
  func begin(_ name: String) throws(Failure) -> OpenFile {
    let path = "\(workshop)/\(name)"
    guard let file = OpenFile(writing: path) else { throw Failure(path: path, code: errno) }
    return file
  }

  func discard(_ names: [String]) { for name in names { unlink("\(workshop)/\(name)") } }

  /// Shows what is finished, once all of it is on the disk.
  func keep(_ name: String, as file: KeptFile) throws(Failure) -> PictureShelf.Sized {
    let from = "\(workshop)/\(name)"
    guard let open = OpenFile(reading: from), fdatasync(open.descriptor) == 0,
      rename(from, path(file)) == 0
    else { throw Failure(path: from, code: errno) }
    return PictureShelf.Sized(file: file, bytes: open.size)
  }

  private func path(_ file: KeptFile) -> String { "\(pictures)/\(file.name)" }

  static func names(in folder: String) throws(Failure) -> [String] {
    guard let listing = opendir(folder) else { throw Failure(path: folder, code: errno) }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}

/// A file that is open until the last reference to it is gone, whatever becomes of its name.
package final class OpenFile: Sendable {
  let descriptor: Int32
  /// Bytes, when it was opened.
  package let size: Int

  init?(reading path: String) {
    descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      size = 0
      return nil
    }
    size = Int(status.st_size)
  }

  init?(writing path: String) {
    descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    size = 0
    guard descriptor >= 0 else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func append(_ bytes: ByteBuffer) throws(PictureFolder.Failure) {
    var rest = bytes
    while rest.readableBytes > 0 {
      let count = rest.readWithUnsafeReadableBytes { bytes in
        let count = write(descriptor, bytes.baseAddress, bytes.count)
        return max(0, count)
      }
      guard count > 0 else { throw PictureFolder.Failure(path: "a picture", code: errno) }
    }
  }

  /// Fewer bytes only at the end.
  func read(at offset: Int, upTo count: Int) throws(PictureFolder.Failure) -> ByteBuffer {
    var buffer = ByteBuffer()
    buffer.reserveCapacity(count)
    while buffer.readableBytes < count {
      let (place, wanted) = (offset + buffer.readableBytes, count - buffer.readableBytes)
      let read = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { bytes in
        max(0, pread(descriptor, bytes.baseAddress, wanted, place))
      }
      if read == 0 { break }
    }
    return buffer
  }
}

extension OpenFile {
  /// Fewer bytes only at the end.
  package func bytes(at offset: Int, upTo count: Int) async throws -> ByteBuffer {
    try await NIOThreadPool.singleton.runIfActive {
      try self.read(at: offset, upTo: min(count, self.size - offset))
    }
  }
}
