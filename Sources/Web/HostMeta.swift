import Social
import XML

// `/.well-known/host-meta` (RFC 6415): where this site is asked for people.

extension Site {
  func hostMeta() -> Outcome {
    let namespace = "http://docs.oasis-open.org/ns/xri/xrd-1.0"
    var document = Element("XRD", namespace)
    document.append(
      Element(
        "Link", namespace,
        [
          "rel": "lrdd", "type": DocumentType.resource.rawValue, "template": resourceTemplate,
        ]))
    return .page(Page(.hostMeta, document))
  }

  func hostMetaInJSON() throws -> Outcome {
    let link = JSON([
      "rel": "lrdd", "type": .text(DocumentType.resource.rawValue),
      "template": .text(resourceTemplate),
    ])
    return .page(try Page(.json, JSON(["links": [link]])))
  }

  private var resourceTemplate: String {
    let empty = MachinePath.webFinger(resource: "", relations: [])
    return links.absolute(.machine(empty)) + "{uri}"
  }
}
