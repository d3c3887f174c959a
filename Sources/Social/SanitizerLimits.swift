/// How much the sanitiser takes in and gives out. Whatever is beyond a bound is left out, and the
/// bound is named in `Cleaned.exceeded`.
package struct SanitizerLimits: Hashable, Sendable {
  /// UTF-8 bytes of an HTML or plain text input that are read.
  package var inputBytes: Int
  /// UTF-8 bytes of the markup that is written. Not above `inputBytes`, or cleaning what was
  /// cleaned could cut it.
  package var outputBytes: Int
  /// Elements and pieces of text in the tree.
  package var nodes: Int
  /// Elements inside one another; deeper ones are dropped, their text is kept.
  package var depth: Int
  /// Attributes of one start tag that are looked at.
  package var attributes: Int
  /// UTF-8 bytes of a `title` or `alt`.
  package var attributeBytes: Int
  /// UTF-8 bytes of an address; a longer one is dropped, since a cut address leads elsewhere.
  package var addressBytes: Int

  package init(
    inputBytes: Int = 1_048_576, outputBytes: Int = 1_048_576, nodes: Int = 50_000,
    depth: Int = 100, attributes: Int = 64, attributeBytes: Int = 1_024, addressBytes: Int = 4_096
  ) {
    self.inputBytes = inputBytes
    self.outputBytes = outputBytes
    self.nodes = nodes
    self.depth = depth
    self.attributes = attributes
    self.attributeBytes = attributeBytes
    self.addressBytes = addressBytes
  }
}

/// A bound of `SanitizerLimits` that an input went over.
package enum SanitizerLimit: Error, Hashable, Sendable {
  case inputBytes, outputBytes, nodes, depth, attributes, attributeBytes, addressBytes
}
