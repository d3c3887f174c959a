/// What a stanza, or a fragment, may cost. The stanza's own element counts as the first level.
///
/// A stanza over one of these limits is skipped and reported by `StreamParser.Event.refused`; only
/// `hardFactor`, `skippedFactor`, `skippedDepth` and `skippedNames` end the stream.
package struct ParserLimits: Sendable, Hashable {
  /// Bytes of a stanza on the wire, from the `<` of its start tag to the `>` of its end tag. The
  /// default is the servers' own. The stream's header must keep to it as well.
  package var stanzaBytes: Int
  /// How many times `stanzaBytes` one token may have, a start tag for instance, before the stream is
  /// given up: expat keeps it until it ends.
  package var hardFactor: Int
  /// How many times `stanzaBytes` are skipped before the stream is given up. Nothing is kept of them,
  /// so that this may be far more: an answer that is too large is its asker's trouble alone.
  package var skippedFactor: Int
  /// Levels of elements in a stanza; more than `maximumDepth` is taken as `maximumDepth`, for a
  /// tree is released, compared and written level by level on the stack.
  package var depth: Int {
    didSet { depth = min(depth, Self.maximumDepth) }
  }
  /// Levels of a stanza that is being skipped; beyond, the stream ends (expat keeps a record for
  /// every open element).
  package var skippedDepth: Int
  /// Different names in what is skipped of a stanza beyond `hardFactor`, declared prefixes too; beyond, the stream ends
  /// (expat keeps every name).
  package var skippedNames: Int
  /// Attributes of one element; namespace declarations are not attributes.
  package var attributes: Int
  /// Child elements of one element.
  package var children: Int
  /// Bytes of an element's or attribute's name: namespace, local name and prefix together.
  package var nameBytes: Int
  /// Bytes of an attribute's value.
  package var valueBytes: Int
  /// Bytes that one expat parser takes in before another takes its place, between two stanzas: a
  /// parser keeps every name that it ever saw, so that on a stream that lasts for months strangers
  /// could fill the memory with invented names.
  package var renewalBytes: Int

  package static let maximumDepth = 1_000

  package init(
    stanzaBytes: Int = 524_288, hardFactor: Int = 4, skippedFactor: Int = 32, depth: Int = 100,
    skippedDepth: Int = 100_000, skippedNames: Int = 20_000, attributes: Int = 100,
    children: Int = 20_000, nameBytes: Int = 2_048, valueBytes: Int = 65_536,
    renewalBytes: Int = 1_048_576
  ) {
    self.stanzaBytes = stanzaBytes
    self.hardFactor = hardFactor
    self.skippedFactor = skippedFactor
    self.depth = min(depth, Self.maximumDepth)
    self.skippedDepth = skippedDepth
    self.skippedNames = skippedNames
    self.attributes = attributes
    self.children = children
    self.nameBytes = nameBytes
    self.valueBytes = valueBytes
    self.renewalBytes = renewalBytes
  }

  /// Bytes of one token after which the stream is given up.
  var hardBytes: Int { stanzas(hardFactor) }

  /// Bytes of one stanza after which the stream is given up.
  var skippedBytes: Int { stanzas(max(hardFactor, skippedFactor)) }

  private func stanzas(_ factor: Int) -> Int {
    let (bytes, overflow) = stanzaBytes.multipliedReportingOverflow(by: factor)
    return overflow ? .max : bytes
  }
}
