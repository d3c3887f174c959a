import Social

/// The attribute `dir`. Left to itself a browser goes by the first letter, which may be that of a
/// foreign name; where the language is known to run from right to left, that decides.
enum TextDirection {
  static func attribute(_ language: LanguageTag?) -> String {
    language?.isRightToLeft == true ? "rtl" : "auto"
  }
}
