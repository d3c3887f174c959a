import NIOCore
import Social
import XML

// `/.well-known/host-meta` (RFC 6415): where this site is asked for people.

extension Site {
  func hostMeta() -> Outcome {
    let namespace = "http://docs.oasis-open.org/ns/xri/xrd-1.0"
    var document = Element("XRD", namespace)
    document.append(
      Element(
        "Link", namespace, ["rel": "lrdd", "type": Self.resourceType, "template": resourceTemplate])
    )
    return .page(Page(.document(.hostMeta), .xml(document)))
  }

  func hostMetaInJSON() throws -> Outcome {
    let link = JSON([
      "rel": "lrdd", "type": .text(Self.resourceType), "template": .text(resourceTemplate),
    ])
    return .page(
      Page(.document(.json), ByteBuffer(bytes: try JSON(["links": [link]]).bytes())))
  }

  private static let resourceType = "application/jrd+json"

  private var resourceTemplate: String {
    let empty = MachinePath.webFinger(resource: "", relations: [])
    return links.absolute(.machine(empty)) + "{uri}"
  }
}
