import Media
import Outbound

// Pictures of posts that are kept for visitors.
extension ConfigurationReader {
  /// Nil if there is no folder for them.
  mutating func media() -> MediaSettings? {
    let (bytes, pictures) = (integer(Slot(.mediaBytes)), integer(Slot(.mediaPictures)))
    let (pictureBytes, ports) = (integer(Slot(.mediaPictureBytes)), ports())
    if bytes < pictureBytes {
      report(
        Slot(.mediaBytes), "has no room for one picture of picture_bytes",
        "Raise it, or lower picture_bytes.")
    }
    return folder(.mediaFolder).map {
      MediaSettings(
        folder: $0, bytes: bytes, pictures: pictures, pictureBytes: pictureBytes, ports: ports)
    }
  }

  private mutating func folder(_ key: ConfigurationKey) -> String? {
    guard let text = settings.one(key) else { return nil }
    guard !text.text.hasPrefix("~"), !text.text.contains("\0") else {
      return refuse(
        text, Slot(key), "is not the path of a folder",
        "Write it out, as in `/var/cache/martlet`.")
    }
    return path(text.text)
  }

  private mutating func ports() -> Set<Int> {
    let slot = Slot(.mediaPorts)
    let texts = settings.list(slot)
    guard !texts.isEmpty else { return AddressGuard.usualPorts }
    return Set(
      texts.compactMap { text in
        HostAndPort.port(text.text, from: 1)
          ?? refuse(text, slot, "is not a port", "Give a number from 1 to 65535.")
      })
  }
}
