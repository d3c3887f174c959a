package import XML

/// XEP-0115, Entity Capabilities: presence names what its sender can do by a hash of the sender's
/// answer to disco#info, so that everybody with the same client needs to be asked but once.
///
/// The method is known to be open to poisoning (section 9.3): the string that is hashed does not tell
/// a feature from a field of a form, so that a made-up answer can match a mark of another client.
package enum EntityCapabilities {
  /// What presence carries (section 4):
  /// ```xml
  /// <c xmlns='http://jabber.org/protocol/caps' hash='sha-1'
  ///    node='http://code.google.com/p/exodus' ver='QgayPKawpkPSDYmwT/WM94uAlu0='/>
  /// ```
  package struct Mark: Hashable, Sendable {
    /// The name of the hash function.
    package var hash: String
    /// Names the software, mostly by an address on the web.
    package var node: String
    /// The verification string, hashed, in Base64.
    package var version: String

    package init(hash: String, node: String, version: String) {
      self.hash = hash
      self.node = node
      self.version = version
    }

    /// The node that is asked for disco#info (section 6.2).
    package var discoNode: String { "\(node)#\(version)" }
  }

  /// Whether an answer to disco#info is what a mark names (section 5.4). An ill-formed one never is;
  /// nil: the hash function is not known, so that the answer counts for whoever gave it alone.
  package static func confirms(_ query: Element, _ mark: Mark) -> Bool? {
    guard let function = HashFunction(rawValue: mark.hash) else { return nil }
    guard let string = verificationString(of: query) else { return false }
    guard let digest = function.digest(string) else { return nil }
    return Base64.encode(digest) == mark.version
  }

  /// The string that is hashed, in UTF-8 (section 5.1).
  ///
  /// Nil if the answer is ill-formed (section 5.4): two identities, features or `FORM_TYPE`s are the
  /// same, or one form has several. A form without a hidden `FORM_TYPE` is left out.
  package static func verificationString(of query: Element) -> [UInt8]? {
    guard query.is("query", Namespace.discoInfo) else { return nil }
    return try? Factors(query).string
  }
}

extension EntityCapabilities.Mark {
  /// The most bytes of each attribute that are kept of a stranger.
  package static let maxBytes = 1024

  /// Nil without one of the attributes, as in the format of old, which cannot be verified (section
  /// 13), and if one is longer than `maxBytes`.
  package init?(_ element: Element) {
    guard element.is("c", Namespace.caps), let hash = element["hash"], let node = element["node"],
      let version = element["ver"], !hash.isEmpty, !version.isEmpty,
      [hash, node, version].allSatisfy({ $0.utf8.count <= Self.maxBytes })
    else { return nil }
    self.init(hash: hash, node: node, version: version)
  }

  /// Of an answer to disco#info (section 5.1); nil if it is ill-formed or there is no such hash function.
  init?(of query: Element, hash: HashFunction, node: String) {
    guard let string = EntityCapabilities.verificationString(of: query),
      let digest = hash.digest(string)
    else { return nil }
    self.init(hash: hash.rawValue, node: node, version: Base64.encode(digest))
  }

  package var element: Element {
    Element("c", Namespace.caps, ["hash": hash, "node": node, "ver": version])
  }
}

private struct IllFormed: Error {}

/// What the verification string is made of. Read from the element itself, since what is made for use
/// leaves out what the hash takes in. All is compared and put in order as bytes (i;octet).
private struct Factors {
  /// Category, type, language and name, with a zero byte, which XML does not have, between them: that
  /// puts them in order part by part.
  private var identities: [[UInt8]] = []
  private var features: [[UInt8]] = []
  private var forms: [FormFactors] = []

  init(_ query: Element) throws(IllFormed) {
    for child in query.elements {
      switch (child.name.name, child.name.namespace) {
      case ("identity", Namespace.discoInfo):
        let parts = [child["category"], child["type"], child.lang, child["name"]]
        identities.append(Array(parts.map { Array(($0 ?? "").utf8) }.joined(separator: [0])))
      case ("feature", Namespace.discoInfo): features.append(Array((child["var"] ?? "").utf8))
      case ("x", Namespace.dataForms):
        if let form = try FormFactors(child) { forms.append(form) }
      default: break
      }
    }
    try Self.sort(&identities)
    try Self.sort(&features)
    forms.sort { $0.type.lexicographicallyPrecedes($1.type) }
    guard Set(forms.map(\.type)).count == forms.count else { throw IllFormed() }
  }

  /// Puts in order what must not be there twice.
  private static func sort(_ factors: inout [[UInt8]]) throws(IllFormed) {
    guard Set(factors).count == factors.count else { throw IllFormed() }
    factors.sort { $0.lexicographicallyPrecedes($1) }
  }

  var string: [UInt8] {
    var string: [UInt8] = []
    for factor in identities + features { string.append(factor: factor) }
    for form in forms {
      string.append(factor: form.type)
      for factor in form.fields.joined() { string.append(factor: factor) }
    }
    return string
  }
}

/// One form (XEP-0128).
private struct FormFactors {
  let type: [UInt8]
  /// Of each field the name and the values.
  let fields: [[[UInt8]]]

  /// Nil if the form is to be left out.
  init?(_ form: Element) throws(IllFormed) {
    let all = form.all("field", Namespace.dataForms)
    let types = all.filter { $0["var"] == DataForm.formTypeName }
    guard !types.isEmpty, types.allSatisfy({ $0["type"] == "hidden" }) else { return nil }
    let values = Set(types.flatMap(Self.values))
    guard values.count <= 1 else { throw IllFormed() }
    guard let type = values.first else { return nil }
    self.type = type
    var fields: [[[UInt8]]] = []
    for field in all {
      guard let name = field["var"], name != DataForm.formTypeName else { continue }
      let values = Self.values(of: field).sorted { $0.lexicographicallyPrecedes($1) }
      fields.append([Array(name.utf8)] + values)
    }
    self.fields = fields.sorted { first, second in
      first.lexicographicallyPrecedes(second) { $0.lexicographicallyPrecedes($1) }
    }
  }

  private static func values(of field: Element) -> [[UInt8]] {
    field.all("value", Namespace.dataForms).map { Array($0.text.utf8) }
  }
}

extension [UInt8] {
  /// A `<` ends each factor; one inside it stays escaped (the note in section 5.1), or a name could
  /// pass for features.
  fileprivate mutating func append(factor: [UInt8]) {
    for byte in factor {
      switch byte {
      case 0: append(UInt8(ascii: "/"))
      case UInt8(ascii: "<"): append(contentsOf: "&lt;".utf8)
      default: append(byte)
      }
    }
    append(UInt8(ascii: "<"))
  }
}
