extension [UInt8] {
  /// Changes, cuts out, doubles or adds something by chance: what was well-formed mostly is so no more.
  ///
  /// - Parameters:
  ///   - signs: what is added alone.
  ///   - others: a beginning of one of them may be added.
  package mutating func change(
    _ dice: inout Dice, signs: String = "<>&'\"/!?=#%:;@,*~.[]", others: [[UInt8]] = []
  ) {
    guard !isEmpty else { return append(UInt8.random(in: 0...255, using: &dice)) }
    let start = Int.random(in: 0..<count, using: &dice)
    let end = Swift.min(count, start + Int.random(in: 1...40, using: &dice))
    switch Int.random(in: 0..<(others.isEmpty ? 5 : 6), using: &dice) {
    case 0: self[start] = UInt8.random(in: 0...255, using: &dice)
    case 1: self[start] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
    case 2: removeSubrange(start..<end)
    case 3: insert(contentsOf: self[start..<end], at: start)
    case 4: insert(signs.utf8.randomElement(using: &dice) ?? 0, at: start)
    default:
      let other = others.randomElement(using: &dice) ?? []
      insert(contentsOf: other.prefix(Int.random(in: 0...other.count, using: &dice)), at: start)
    }
  }
}
