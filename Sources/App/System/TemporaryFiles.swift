import Glibc

/// What SQLite may have to take back of a large write.
enum TemporaryFiles {
  /// Beside the database, where this user can write, unless `SQLITE_TMPDIR` says otherwise: `/var/tmp` may be missing in a
  /// container. SQLite takes a file's name away as soon as it has opened it.
  ///
  /// To be called before there are other threads that read the environment.
  static func keep(beside database: String) { keep(in: PathName.folder(of: database)) }

  static func keep(in folder: String) { setenv("SQLITE_TMPDIR", folder, 0) }
}
