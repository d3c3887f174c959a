/// Punycode (RFC 3492) with the parameters of IDNA, without the `xn--`.
///
/// Work is bounded: what is decoded comes from a label of at most 63 bytes, and what is encoded is
/// given up beyond that length, which no label may have.
enum Punycode {
  private static let base = 36
  private static let tMin = 1
  private static let tMax = 26
  private static let initialBias = 72
  private static let initialCode = 0x80

  /// nil if the text is longer than a label can be, encoded.
  static func encode(_ text: [Unicode.Scalar]) -> [UInt8]? {
    guard text.count < DomainPart.labelLimit else { return nil }
    var output = text.compactMap { $0.isASCII ? UInt8($0.value) : nil }
    let basicCount = output.count
    if basicCount > 0 { output.append(UInt8(ascii: "-")) }
    var handled = basicCount
    var code = initialCode
    var delta = 0
    var bias = initialBias
    while handled < text.count {
      guard let next = text.lazy.map({ Int($0.value) }).filter({ $0 >= code }).min() else {
        return nil
      }
      delta += (next - code) * (handled + 1)
      code = next
      for scalar in text {
        if scalar.value < code { delta += 1 }
        guard scalar.value == code else { continue }
        append(delta, bias: bias, to: &output)
        bias = adapt(delta, count: handled + 1, first: handled == basicCount)
        delta = 0
        handled += 1
      }
      delta += 1
      code += 1
      guard output.count < DomainPart.labelLimit else { return nil }
    }
    return output
  }

  /// nil if the bytes are malformed.
  static func decode(_ bytes: [UInt8]) -> [Unicode.Scalar]? {
    let delimiter = bytes.lastIndex(of: UInt8(ascii: "-"))
    var output = bytes[..<(delimiter ?? 0)].map { Unicode.Scalar($0) }
    guard output.allSatisfy(\.isASCII) else { return nil }
    var rest = bytes[(delimiter.map { $0 + 1 } ?? 0)...]
    var code = initialCode
    var position = 0
    var bias = initialBias
    while !rest.isEmpty {
      guard let delta = readInteger(&rest, bias: bias) else { return nil }
      let count = output.count + 1
      bias = adapt(delta, count: count, first: position == 0 && code == initialCode)
      position += delta
      code += position / count
      position %= count
      guard let value = UInt32(exactly: code), let scalar = Unicode.Scalar(value) else {
        return nil
      }
      output.insert(scalar, at: position)
      position += 1
    }
    return output
  }

  /// A variable-length integer (section 3.3). More than any code point and place need is refused,
  /// so that sums cannot overflow.
  private static func readInteger(_ bytes: inout ArraySlice<UInt8>, bias: Int) -> Int? {
    var result = 0
    var weight = 1
    for k in stride(from: base, through: .max, by: base) {
      guard let digit = bytes.popFirst().flatMap(value) else { return nil }
      result += digit * weight
      guard result <= 0x10FFFF * (DomainPart.labelLimit + 1) else { return nil }
      let threshold = threshold(k, bias)
      if digit < threshold { return result }
      weight *= base - threshold
      guard weight <= 1 << 32 else { return nil }
    }
    return nil
  }

  private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
    var rest = delta
    var k = base
    while true {
      let threshold = threshold(k, bias)
      if rest < threshold { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      k += base
    }
    output.append(digit(rest))
  }

  private static func threshold(_ k: Int, _ bias: Int) -> Int { min(max(k - bias, tMin), tMax) }

  /// Bias adaptation (section 3.4): `damp` is 700, `skew` 38.
  private static func adapt(_ delta: Int, count: Int, first: Bool) -> Int {
    var delta = first ? delta / 700 : delta / 2
    delta += delta / count
    var k = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      k += base
    }
    return k + (base - tMin + 1) * delta / (delta + 38)
  }

  private static func digit(_ value: Int) -> UInt8 {
    value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
  }

  private static func value(_ digit: UInt8) -> Int? {
    switch digit {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit - UInt8(ascii: "a"))
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit - UInt8(ascii: "0")) + 26
    default: nil
    }
  }
}
