import Glibc

/// How far long work has come: a bar that is drawn over and over on a terminal, else a line for each tenth.
struct ProgressBar {
  enum State: Hashable {
    /// Between 0 and 1.
    case at(Double)
    case done
  }

  private static let width = 40

  private let isTerminal: Bool
  private let write: (String) -> Void
  /// What is on the screen, in percent; the last tenth that was told.
  private var shown = -1

  /// - Parameter write: takes what is printed, line ends included.
  init(isTerminal: Bool, write: @escaping (String) -> Void) {
    self.isTerminal = isTerminal
    self.write = write
  }

  /// On the standard error.
  static var standard: ProgressBar {
    ProgressBar(isTerminal: isatty(STDERR_FILENO) == 1) { text in
      _ = text.withCString { Glibc.write(STDERR_FILENO, $0, strlen($0)) }
    }
  }

  mutating func show(_ state: State) {
    let percent =
      switch state {
      case .at(let fraction): Int(max(0, min(1, fraction)) * 100)
      case .done: 100
      }
    if isTerminal { draw(percent, isLast: state == .done) } else { tell(percent) }
  }

  private mutating func draw(_ percent: Int, isLast: Bool) {
    if percent != shown {
      let full = percent * Self.width / 100
      let bar =
        String(repeating: "#", count: full) + String(repeating: ".", count: Self.width - full)
      write("\r[\(bar)] \(percent) %")
      shown = percent
    }
    if isLast { write("\n") }
  }

  private mutating func tell(_ percent: Int) {
    let tenth = percent / 10 * 10
    guard tenth > shown else { return }
    shown = tenth
    write("\(tenth) %\n")
  }
}
