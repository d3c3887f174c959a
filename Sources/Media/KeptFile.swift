import Social
import XMPP

/// A file of the folder, told by its name alone: `{picture}.{seconds}.{size}.{format}`.
struct KeptFile: Hashable, Sendable {
  /// Of the address from which it was fetched, 32 digits.
  var picture: String
  /// When, in seconds since 1970.
  var fetched: Int64
  /// Nil: as it came.
  var size: PictureSize?
  var format: PictureFormat

  private static let whole = "whole"
  private static let pictureDigits = 32

  var name: String { "\(picture).\(fetched).\(size?.rawValue ?? Self.whole).\(format.ending)" }

  init(_ picture: String, fetched: Int64, _ size: PictureSize?, _ format: PictureFormat) {
    self.picture = picture
    self.fetched = fetched
    self.size = size
    self.format = format
  }

  /// Nil if it is none of ours.
  init?(named name: String) {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, parts[0].utf8.count == Self.pictureDigits,
      parts[0].utf8.allSatisfy(Hexadecimal.isDigit), let fetched = Int64(parts[1]), fetched >= 0,
      let format = PictureFormat.allCases.first(where: { $0.ending == parts[3] })
    else { return nil }
    let size = PictureSize(rawValue: parts[2])
    guard size != nil || parts[2] == Self.whole else { return nil }
    self.init(parts[0], fetched: fetched, size, format)
    guard self.name == name else { return nil }
  }

  /// What a picture from this address is called; nil where OpenSSL refuses the function.
  static func picture(from address: String) -> String? {
    HashFunction.sha256.digest(Array(address.utf8)).map {
      Hexadecimal.text($0.prefix(pictureDigits / 2))
    }
  }
}

extension PictureFormat {
  fileprivate var ending: String { String(rawValue.dropFirst("image/".count)) }
}
