package import XML

/// XEP-0054, vcard-temp, as far as it names somebody and shows a picture (XEP-0153). Everybody may read it.
/// ```xml
/// <vCard xmlns='vcard-temp'>
///   <FN>Peter Saint-Andre</FN>
///   <NICKNAME>stpeter</NICKNAME>
///   <PHOTO><TYPE>image/jpeg</TYPE><BINVAL>Base64-encoded-avatar-file-here!</BINVAL></PHOTO>
/// </vCard>
/// ```
package struct VCardTemp: Hashable, Sendable {
  /// What asks for it: the empty card.
  package static var request: Element { Element("vCard", Namespace.vCardTemp) }

  package struct Photo: Hashable, Sendable {
    package var type: String?
    package var bytes: [UInt8]

    package init(type: String?, bytes: [UInt8]) {
      self.type = type
      self.bytes = bytes
    }
  }

  package var fullName: String?
  package var nickname: String?
  package var photo: Photo?
  /// Whether there is a picture that is not Base64, or of more bytes than are read.
  package private(set) var hasBadPhoto = false

  package init(fullName: String? = nil, nickname: String? = nil, photo: Photo? = nil) {
    self.fullName = fullName
    self.nickname = nickname
    self.photo = photo
  }

  /// - Parameter photoBytes: of a larger picture nothing is decoded.
  package init(_ element: Element, photoBytes: Int) throws(StanzaError) {
    try element.expect("vCard", Namespace.vCardTemp)
    self.init(fullName: element.text(of: "FN"), nickname: element.text(of: "NICKNAME"))
    guard let photo = element.first("PHOTO", Namespace.vCardTemp),
      let value = photo.text(of: "BINVAL"), !value.trimmed.isEmpty
    else { return }
    guard let bytes = Base64.decode(value, limit: photoBytes) else {
      hasBadPhoto = true
      return
    }
    self.photo = Photo(type: photo.text(of: "TYPE"), bytes: bytes)
  }

  package var element: Element {
    func leaf(_ name: String, _ text: String?) -> [Element] {
      text.map { [Element(name, Namespace.vCardTemp, text: $0)] } ?? []
    }
    let picture = photo.map { photo in
      Element(
        "PHOTO", Namespace.vCardTemp, [:],
        leaf("TYPE", photo.type) + leaf("BINVAL", Base64.encode(photo.bytes)))
    }
    return Element(
      "vCard", Namespace.vCardTemp, [:],
      leaf("FN", fullName) + leaf("NICKNAME", nickname) + [picture].compactMap(\.self))
  }
}
