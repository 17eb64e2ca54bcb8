import Grading

/// The fields of a problem in the native format, by name.
enum NativeField: String, CaseIterable {
  case id, kind, title, statement
  case answer, policy, choices
  case language, languages
  case entryPoint = "entry_point"
  case starterCode = "starter_code"
  case files, tests, harness, checker, interactor, limits, compare, preamble
  case deferredTests = "deferred_tests"
  case rubric, system, points, tags, cluster, difficulty, source, license, date, images, metadata

  static let names = allCases.map(\.rawValue)
  static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  func belongs(to kind: Problem.Kind) -> Bool {
    switch self {
    case .id, .kind, .title, .statement, .rubric, .system, .points, .tags, .cluster, .difficulty,
      .source, .license, .date, .images, .metadata:
      true
    case .answer: kind == .answer || kind == .choice
    case .compare: kind == .answer
    case .choices: kind == .choice
    case .policy: kind == .answer
    case .language, .languages, .limits, .starterCode, .preamble: kind.isCode
    case .entryPoint: kind == .function || kind == .harness
    case .tests, .checker: kind == .function || kind == .program
    case .deferredTests: kind.isCode
    case .interactor, .files: kind == .program
    case .harness: kind == .harness
    }
  }

  /// How a cell of CSV is read.
  var cell: Cell {
    switch self {
    case .choices, .tags, .languages, .files, .images: .list
    case .answer: .answer
    case .points: .value
    case .tests, .limits, .metadata, .policy, .deferredTests: .json
    case .checker, .interactor: .value
    case .id, .kind, .title, .statement, .language, .entryPoint, .starterCode, .harness, .rubric,
      .compare, .preamble, .system, .cluster, .difficulty, .source, .license, .date:
      .text
    }
  }

  enum Cell { case text, list, answer, value, json }
}

extension Problem.Kind {
  /// Whether the answer is code that is run.
  var isCode: Bool {
    switch self {
    case .function, .program, .harness: true
    case .answer, .choice, .open: false
    }
  }
}
