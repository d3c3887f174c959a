import Glibc

/// How a log record is written.
package enum LogFormat: String, CaseIterable, Sendable {
  /// `journal` where stderr leads to the journal, else `text`.
  case auto
  /// `<6>message`: the priority for journald, which adds the time itself (sd-daemon(3)).
  case journal
  /// `2026-11-22T10:28:28.123Z info message`
  case text

  /// Decides `auto`: systemd sets JOURNAL_STREAM to the device and inode of the journal's socket,
  /// and it is stderr's only as long as nobody has redirected it (systemd.exec(5)).
  package func resolved(environment: [String: String], descriptor: Int32 = 2) -> LogFormat {
    guard self == .auto else { return self }
    guard let stream = environment["JOURNAL_STREAM"] else { return .text }
    return stream == Self.stream(descriptor) ? .journal : .text
  }

  /// The device and inode that a descriptor leads to, `device:inode`.
  static func stream(_ descriptor: Int32) -> String? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    return "\(status.st_dev):\(status.st_ino)"
  }
}
