import Social

/// Which form of a word goes with a number: Unicode's cardinal plural rules (CLDR), for whole numbers from 0 on.
enum PluralRule: Sendable {
  enum Form: String, Sendable {
    case zero, one, two, few, many, other
  }

  /// Japanese: one form.
  case none
  /// English, German, Spanish, and any language that is not named here: 1 or not.
  case single
  /// French: 0 is as 1.
  case singleFromZero
  case polish
  case russian
  case arabic

  init(_ language: LanguageTag) {
    self =
      switch language.text.prefix(while: { $0 != "-" }) {
      case "ja", "ko", "zh", "vi", "th", "id": .none
      case "fr", "pt": .singleFromZero
      case "pl": .polish
      case "ru", "uk", "be": .russian
      case "ar": .arabic
      default: .single
      }
  }

  var forms: [Form] {
    switch self {
    case .none: [.other]
    case .single, .singleFromZero: [.one, .other]
    case .polish, .russian: [.one, .few, .many]
    case .arabic: [.zero, .one, .two, .few, .many, .other]
    }
  }

  func form(of number: Int) -> Form {
    let (last, lastTwo) = (number % 10, number % 100)
    let isFew = (2...4).contains(last) && !(12...14).contains(lastTwo)
    return switch self {
    case .none: .other
    case .single: number == 1 ? .one : .other
    case .singleFromZero: number < 2 ? .one : .other
    case .polish: number == 1 ? .one : isFew ? .few : .many
    case .russian: last == 1 && lastTwo != 11 ? .one : isFew ? .few : .many
    case .arabic: Self.arabicForm(number, lastTwo)
    }
  }

  private static func arabicForm(_ number: Int, _ lastTwo: Int) -> Form {
    switch (number, lastTwo) {
    case (0, _): .zero
    case (1, _): .one
    case (2, _): .two
    case (_, 3...10): .few
    case (_, 11...99): .many
    default: .other
    }
  }
}
