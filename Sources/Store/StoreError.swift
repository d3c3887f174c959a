import GRDB

/// Why the store cannot do what was asked. The descriptions are for the admin; strangers get a stanza
/// error or a plain page.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  case cannotOpen(path: String, reason: String)
  /// Another process owns the database; its process id if it said so.
  case inUse(path: String, process: Int32?)
  case notADatabase(path: String)
  /// An SQLite database of some other program.
  case foreign(path: String)
  /// Written by a newer Martlet.
  case newer(path: String)
  case corrupt(path: String, detail: String)
  case diskFull
  case readOnly
  case inputOutput(String)
  /// Another program holds the database locked.
  case busy
  /// More writes wait than the store takes on.
  case overloaded
  case internalFailure(String)

  package var description: String {
    switch self {
    case .cannotOpen(let path, let reason): "cannot open the database \(path): \(reason)"
    case .inUse(let path, let process):
      "the database \(path) is in use by another martlet"
        + (process.map { " (process \($0))" } ?? "") + "; stop that one first"
    case .notADatabase(let path):
      "\(path) is not an SQLite database; move it away or name another file"
    case .foreign(let path):
      "\(path) is a database of another program; name another file"
    case .newer(let path):
      "the database \(path) was written by a newer martlet; install that version or restore a backup"
    case .corrupt(let path, let detail):
      "the database \(path) is damaged (\(detail)); restore a backup"
    case .diskFull: "the disk that holds the database, or its temporary files, is full"
    case .readOnly: "the database cannot be written to"
    case .inputOutput(let detail): "reading or writing the database failed: \(detail)"
    case .busy: "another program keeps the database locked"
    case .overloaded: "too many writes are waiting"
    case .internalFailure(let detail): "the database refused a statement: \(detail)"
    }
  }

  init(_ error: any Error, path: String) {
    guard let error = error as? DatabaseError else {
      self = (error as? StoreError) ?? .internalFailure(String(describing: type(of: error)))
      return
    }
    let detail = error.message ?? error.resultCode.description
    switch error.resultCode.primaryResultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
    case .SQLITE_FULL: self = .diskFull
    case .SQLITE_READONLY: self = .readOnly
    case .SQLITE_NOTADB: self = .notADatabase(path: path)
    case .SQLITE_CORRUPT: self = .corrupt(path: path, detail: detail)
    case .SQLITE_CANTOPEN: self = .cannotOpen(path: path, reason: detail)
    case .SQLITE_IOERR: self = .inputOutput(detail)
    default: self = .internalFailure(detail)
    }
  }
}
