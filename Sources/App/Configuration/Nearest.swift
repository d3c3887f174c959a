/// The candidate that a mistyped name most likely meant: the fewest edits, and few for its length.
func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
  let typed = Array(name.lowercased().utf8.prefix(64))
  let allowed = max(1, typed.count / 3)
  var best: (name: String, edits: Int)?
  for candidate in candidates {
    let edits = editDistance(typed, Array(candidate.lowercased().utf8))
    if edits <= allowed, edits < best?.edits ?? .max { best = (candidate, edits) }
  }
  return best?.name
}

/// Insertions, removals, replacements and swaps of neighbours that lead from one to the other
/// (optimal string alignment).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var before: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    row.reserveCapacity(b.count + 1)
    for j in b.indices {
      var edits = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        edits = min(edits, before[j - 1] + 1)
      }
      row.append(edits)
    }
    before = last
    last = row
  }
  return last[b.count]
}
