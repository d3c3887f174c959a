import Glibc
package import Logging

/// Writes each record as one line to stderr, with one `write(2)` so that lines never mix.
///
/// What a record says may come from strangers: control characters are escaped, so that nobody can
/// forge a line or move the cursor of a terminal, and a line has an upper size.
package struct LineLogHandler: LogHandler {
  /// The longest line in bytes; journald cuts lines at 48 KiB.
  package static let maximumLineBytes = 16_384

  package typealias Sink = @Sendable ([UInt8]) -> Void

  package var logLevel: Logger.Level
  package var metadata: Logger.Metadata = [:]
  package var metadataProvider: Logger.MetadataProvider?

  private let format: LogFormat
  private let now: @Sendable () -> String
  private let sink: Sink

  /// `format` is resolved (not `.auto`); `now` gives the time as it is printed.
  package init(
    level: Logger.Level, format: LogFormat, now: @escaping @Sendable () -> String = Clock.text,
    sink: @escaping Sink = LineLogHandler.standardError
  ) {
    logLevel = level
    self.format = format
    self.now = now
    self.sink = sink
  }

  package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  package func log(event: LogEvent) {
    var line = Line(limit: Self.maximumLineBytes)
    switch format {
    case .journal: line.append(plain: "<\(event.level.priority)>")
    case .text, .auto: line.append(plain: "\(now()) \(event.level.rawValue) ")
    }
    line.append(escaping: event.message.description)
    var all = metadata
    if let provided = metadataProvider?.get() { all.merge(provided) { $1 } }
    if let own = event.metadata { all.merge(own) { $1 } }
    if let error = event.error { all["error"] = "\(error)" }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      line.append(plain: " ")
      line.append(escaping: key)
      line.append(plain: "=")
      line.append(value: value.description)
    }
    sink(line.finished)
  }

  /// The whole line at once; what stderr does not take is lost, never waited for.
  package static let standardError: Sink = { bytes in
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

/// A line in the making: escaped, and cut with `...` at the limit.
private struct Line {
  private var bytes: [UInt8] = []
  private let limit: Int
  private var isFull = false

  init(limit: Int) {
    self.limit = limit
    bytes.reserveCapacity(256)
  }

  mutating func append(plain text: String) {
    guard !isFull else { return }
    guard bytes.count + text.utf8.count <= limit - 4 else {
      isFull = true
      bytes += "...".utf8
      return
    }
    bytes += text.utf8
  }

  mutating func append(escaping text: some StringProtocol) {
    for scalar in text.unicodeScalars {
      if isFull { return }
      if scalar.isUnprintable {
        append(plain: scalar.escaped(asASCII: true))
      } else {
        append(plain: String(Character(scalar)))
      }
    }
  }

  /// In quotes where it would not stand out as one value.
  mutating func append(value text: String) {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 32 && $0 != 34 && $0 != 61 }
    if isPlain { return append(escaping: text) }
    append(plain: "\"")
    append(escaping: text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))
    append(plain: "\"")
  }

  var finished: [UInt8] { bytes + [10] }
}

extension Logger.Level {
  /// The syslog priority (RFC 5424, section 6.2.1).
  package var priority: Int {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
