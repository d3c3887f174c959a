import Foundation

/// What the system knows of a process (proc(5)).
package enum ProcessStatus {
  /// Bytes of memory: `VmRSS` is what it holds now, `VmHWM` what it held at most. Nil if there is no such process.
  ///
  /// - Parameter process: its number.
  package static func bytes(_ field: String, of process: String = "self") -> Int? {
    let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("\(field):") }
    return line?.split(separator: " ").compactMap { Int($0) }.first.map { $0 * 1_024 }
  }
}
