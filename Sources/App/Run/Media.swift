import Logging
import Media
import Outbound

extension Martlet {
  /// Where pictures of posts are kept; nil: nowhere. Says what becomes of them.
  static func pictures(
    _ configuration: Configuration, _ environment: [String: String], _ logger: Logger
  ) throws(Failure) -> PictureKeeper? {
    guard let settings = configuration.web.media else {
      logger.notice("Pictures of posts are loaded from their hosts (web.media.folder).")
      return nil
    }
    let thumbnails = Thumbnailer(path: environment["PATH"] ?? Thumbnailer.usualPath)
    do {
      let keeper = try PictureKeeper(
        settings, fetcher: try fetcher(configuration, settings), thumbnails: thumbnails,
        logger: logger)
      if !keeper.makesSmall { logger.warning("\(Self.remedy(thumbnails))") }
      return keeper
    } catch {
      throw Failure(
        .cannotCreate,
        "Pictures cannot be kept (web.media.folder): \(error). The folder's parent must exist, and the folder belong to this "
          + "user.")
    }
  }

  private static func remedy(_ thumbnails: Thumbnailer?) -> String {
    "Pictures of posts are shown as they come, as large as they are and with the place where they were taken: "
      + (thumbnails == nil
        ? "vipsthumbnail is not there. It comes with libvips-tools."
        : "vipsthumbnail is there and cannot make them small.")
  }

  private static func fetcher(
    _ configuration: Configuration, _ settings: MediaSettings
  ) throws -> Fetcher {
    var limits = Fetcher.Limits()
    limits.bytes = settings.pictureBytes
    return try Fetcher(
      AddressGuard(ports: settings.ports),
      userAgent: "Martlet/\(Version.current) (+\(configuration.web.origin)/)", limits: limits)
  }
}
