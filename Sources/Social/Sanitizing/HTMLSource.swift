/// Feeds the builder from HTML.
enum HTMLSource {
  static func feed(_ html: [UInt8], base: BaseAddress?, to builder: inout TreeBuilder) {
    var tokenizer = HTMLTokenizer(html, attributeLimit: builder.limits.attributes)
    var dropped: (name: String, depth: Int)?
    var afterPre = false
    while !builder.isFull, let token = tokenizer.next() {
      let drop = afterPre
      afterPre = false
      switch token {
      case .text(let text):
        if dropped == nil { builder.text(drop ? withoutFirstLineFeed(text) : text) }
      case .end(let name):
        if let open = dropped {
          guard open.name == name else { continue }
          dropped = open.depth == 1 ? nil : (name, open.depth - 1)
        } else if name == "br" {
          builder.start(.br)
        } else if let tag = Tag.named[name] {
          builder.end(tag)
        }
      case .start(let name, let attributes, let selfClosing):
        if let open = dropped {
          if open.name == name { dropped = (name, open.depth + 1) }
        } else if Tag.droppedWhole.contains(name) {
          // The tokenizer itself skips raw text; a slash closes nothing outside `svg` and `math`.
          let isForeign = name == "svg" || name == "math"
          if !Tag.rawText.contains(name), !(isForeign && selfClosing) { dropped = (name, 1) }
        } else if name == "source" {
          builder.mediaSource(attributes, base: base)
        } else if let tag = Tag.named[name] {
          builder.start(tag, attributes, base: base)
          afterPre = tag == .pre
        }
      }
    }
    if tokenizer.droppedAttributes { builder.exceeded.insert(.attributes) }
  }

  /// A parser drops a line end right after `<pre>`.
  private static func withoutFirstLineFeed(_ text: String) -> String {
    text.utf8.first == 0x0A || text.utf8.first == 0x0D ? String(text.dropFirst()) : text
  }
}
