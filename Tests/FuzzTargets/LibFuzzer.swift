import Glibc

/// What libFuzzer calls with each input; `FUZZ_TARGET` names what gets it.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  do throws(FuzzFailure) {
    try target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  } catch {
    stop("\(target): \(error)")
  }
  return 0
}

/// libFuzzer keeps the input of a program that ends so.
private func stop(_ words: String) -> Never {
  var line = words + "\n"
  line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
  abort()
}

private let target: FuzzTarget = {
  guard let name = getenv("FUZZ_TARGET").map({ String(cString: $0) }),
    let target = FuzzTarget(rawValue: name)
  else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    stop("FUZZ_TARGET must be one of: \(names)")
  }
  return target
}()
