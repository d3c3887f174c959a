import XML

/// What a parser made of some input.
struct Outcome: Equatable {
  var events: [StreamParser.Event] = []
  var error: XMLError?

  var stanzas: [Element] {
    events.compactMap { if case .stanza(let element) = $0 { element } else { nil } }
  }

  var refusals: [XMLError] {
    events.compactMap { if case .refused(_, let error) = $0 { error } else { nil } }
  }
}

/// Feeds `bytes` to a new parser, `size` at a time.
func parse(
  _ bytes: [UInt8], by size: Int = .max, limits: ParserLimits = ParserLimits()
) -> Outcome {
  parse(
    slices: stride(from: 0, to: bytes.count, by: min(size, max(bytes.count, 1))).map {
      bytes[$0...].prefix(size)
    }, limits: limits)
}

func parse(slices: [ArraySlice<UInt8>], limits: ParserLimits = ParserLimits()) -> Outcome {
  let parser = StreamParser(limits: limits)
  var outcome = Outcome()
  for slice in slices {
    outcome.error = parser.take(slice) { outcome.events.append($0) }
    if outcome.error != nil { break }
  }
  return outcome
}

func parse(_ text: String, by size: Int = .max, limits: ParserLimits = ParserLimits()) -> Outcome {
  parse(Array(text.utf8), by: size, limits: limits)
}

extension StreamParser {
  /// Feeds a slice; the error, if any, is the answer.
  func take(_ bytes: ArraySlice<UInt8>, _ event: (Event) -> Void = { _ in }) -> XMLError? {
    bytes.withUnsafeBytes { bytes in
      do throws(XMLError) {
        try feed(bytes, event)
        return nil
      } catch { return error }
    }
  }
}

let component = "jabber:component:accept"

let header =
  "<stream:stream xmlns='jabber:component:accept' "
  + "xmlns:stream='http://etherx.jabber.org/streams' from='social.example' id='s1'>"

let good = "<message id='good'><body>still here</body></message>"
let goodElement = Element(
  "message", component, ["id": "good"], [Element("body", component, text: "still here")])

extension Element {
  var markup: String { String(decoding: xml(), as: UTF8.self) }
}
