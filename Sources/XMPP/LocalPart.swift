/// The part before the `@` (RFC 7622, section 3.3): UsernameCaseMapped of RFC 8265, section 3.3.
enum LocalPart {
  /// Refused though PRECIS allows them (RFC 7622, section 3.3.1).
  static let excluded = "\"&'/:<>@"

  static func prepare(_ text: String) throws(JIDError) -> String {
    guard !text.isEmpty else { throw .empty(.local) }
    guard text.utf8.count <= JID.textLimit else { throw .textTooLong }
    let prepared = Preparation.caseAndWidthMapped(text)
    guard prepared.utf8.count <= BareJID.partLimit else { throw .tooLong(.local) }
    let scalars = Array(prepared.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      guard !excluded.unicodeScalars.contains(scalar) else { throw .forbidden(scalar, .local) }
      switch CodePointClass.precis(scalar) {
      case .valid: break
      case .contextual where ContextRule.allows(index, in: scalars): break
      case .contextual: throw .misplaced(scalar, .local)
      case .freeformOnly, .disallowed: throw .forbidden(scalar, .local)
      }
    }
    guard BidiRule.allows(scalars) else { throw .bidi(.local) }
    return prepared
  }
}
