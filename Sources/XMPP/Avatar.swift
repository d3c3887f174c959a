package import XML

/// XEP-0084, User Avatar. The name of a picture: the SHA-1 of its bytes, in hexadecimal (section 3.1).
package struct AvatarID: Hashable, Sendable, CustomStringConvertible {
  /// 40 digits, in lower case.
  package let description: String

  /// Nil if it is none. Capital digits are taken.
  package init?(_ text: String) {
    let digits = text.lowercased()
    guard digits.utf8.count == 40, digits.utf8.allSatisfy(Hexadecimal.isDigit) else { return nil }
    description = digits
  }

  /// Nil where the system has no SHA-1.
  package init?(of picture: [UInt8]) {
    guard let digest = HashFunction.sha1.digest(picture) else { return nil }
    self.init(Hexadecimal.text(digest))
  }
}

/// What is said of a picture (section 4.2.1); without any, nothing is to be shown (section 3.5).
/// ```xml
/// <metadata xmlns='urn:xmpp:avatar:metadata'>
///   <info bytes='12345' height='64' id='111f4b3c50d7b0df729d299bc6f8e9ef9066971f' type='image/png' width='64'/>
/// </metadata>
/// ```
package struct AvatarMetadata: Hashable, Sendable {
  package struct Info: Hashable, Sendable {
    package var id: AvatarID
    package var bytes: Int
    package var type: String
    package var width: Int?
    package var height: Int?
    /// Where it is instead of in the node with the data.
    package var url: String?

    package init(
      id: AvatarID, bytes: Int, type: String, width: Int? = nil, height: Int? = nil,
      url: String? = nil
    ) {
      self.id = id
      self.bytes = bytes
      self.type = type
      self.width = width
      self.height = height
      self.url = url
    }
  }

  /// The same picture in several forms.
  package var infos: [Info]

  package init(_ infos: [Info] = []) { self.infos = infos }

  /// What lacks an attribute that it needs is left out.
  package init(_ element: Element) throws(StanzaError) {
    try element.expect("metadata", Namespace.avatarMetadata)
    self.init(element.all("info", Namespace.avatarMetadata).compactMap(Info.init))
  }

  package var element: Element {
    Element("metadata", Namespace.avatarMetadata, [:], infos.map(\.element))
  }
}

extension AvatarMetadata.Info {
  fileprivate init?(_ element: Element) {
    guard let id = element["id"].flatMap(AvatarID.init),
      let bytes = element["bytes"].flatMap({ Int(digits: $0) }), let type = element["type"]
    else { return nil }
    self.init(
      id: id, bytes: bytes, type: type, width: element["width"].flatMap { Int(digits: $0) },
      height: element["height"].flatMap { Int(digits: $0) }, url: element["url"])
  }

  fileprivate var element: Element {
    Element(
      "info", Namespace.avatarMetadata,
      [
        "bytes": String(bytes), "height": height.map { String($0) }, "id": id.description,
        "type": type, "url": url, "width": width.map { String($0) },
      ])
  }
}

/// A picture (section 4.1), in the item that its name is the id of.
/// ```xml
/// <data xmlns='urn:xmpp:avatar:data'>qANQR1DBwU4DX7jmYZnncm==</data>
/// ```
package struct AvatarData: Hashable, Sendable {
  package var bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// - Parameter limit: of a picture of more bytes nothing is decoded.
  package init(_ element: Element, limit: Int) throws(StanzaError) {
    try element.expect("data", Namespace.avatarData)
    guard let bytes = Base64.decode(element.text, limit: limit) else {
      throw StanzaError(.badRequest, "It is no Base64, or too long.")
    }
    self.init(bytes)
  }

  package var element: Element {
    Element("data", Namespace.avatarData, text: Base64.encode(bytes))
  }
}
