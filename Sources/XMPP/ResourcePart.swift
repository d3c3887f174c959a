/// The part after the `/` (RFC 7622, section 3.4): OpaqueString of RFC 8265, section 4.2. Case is
/// kept and spaces are allowed anywhere.
enum ResourcePart {
  static func prepare(_ text: String) throws(JIDError) -> String {
    guard !text.isEmpty else { throw .empty(.resource) }
    guard text.utf8.count <= JID.textLimit else { throw .textTooLong }
    let prepared = Preparation.spacesMapped(text)
    guard prepared.utf8.count <= BareJID.partLimit else { throw .tooLong(.resource) }
    let scalars = Array(prepared.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch CodePointClass.precis(scalar) {
      case .valid, .freeformOnly: break
      case .contextual where ContextRule.allows(index, in: scalars): break
      case .contextual: throw .misplaced(scalar, .resource)
      case .disallowed: throw .forbidden(scalar, .resource)
      }
    }
    return prepared
  }
}
