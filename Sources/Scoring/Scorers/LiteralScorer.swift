import Grading

/// Scores an answer that is a value of Python: the same type and content, however it is written.
struct LiteralScorer: Scorer {
  static let version = 1

  private let golds: [(text: String, value: PythonValue)]

  /// - Throws: an unreadable reference if a gold is no literal.
  init(golds: [String]) throws(Fault) {
    var read: [(String, PythonValue)] = []
    for gold in golds {
      guard let value = PythonValue(parsing: gold) else {
        throw Fault(
          .unreadableReference, "“\(Excerpt(gold, limit: 200).text)” is no Python literal")
      }
      read.append((gold, value))
    }
    self.golds = read
  }

  var isImmediate: Bool { true }

  func score(_ answer: Answer) async throws(Fault) -> Score {
    let shown = golds.map(\.text).joined(separator: " or ")
    var evidence = Evidence(remark: "")
    evidence.expected = Excerpt(shown, limit: 2_100).text
    guard let value = PythonValue(parsing: answer.text) else {
      evidence.remark =
        "the answer is no Python literal; expected \(Excerpt(shown, limit: 300).text)"
      return .incorrect(.notEqual, evidence)
    }
    guard golds.contains(where: { $0.value.equals(value) }) else {
      evidence.remark = "expected \(Excerpt(shown, limit: 300).text)"
      return .incorrect(.notEqual, evidence)
    }
    evidence.remark = "the same value"
    return .correct(evidence)
  }
}

/// Scores an answer that is text: the same words, whatever the case and spacing.
struct TextScorer: Scorer {
  static let version = 1

  let golds: [String]

  var isImmediate: Bool { true }

  func score(_ answer: Answer) async throws(Fault) -> Score {
    let shown = golds.joined(separator: " or ")
    var evidence = Evidence(remark: "")
    evidence.expected = Excerpt(shown, limit: 2_100).text
    let words = Self.words(answer.text)
    if golds.contains(where: { Self.words($0) == words }) {
      evidence.remark = "the same words"
      return .correct(evidence)
    }
    evidence.remark = "expected “\(Excerpt(shown, limit: 300).text)”"
    return .incorrect(.notEqual, evidence)
  }

  /// Lower case, without punctuation at the end.
  private static func words(_ text: String) -> [String] {
    var words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    if let last = words.last {
      let kept = last.prefix { !".!".contains($0) }
      if kept.isEmpty || kept.count == last.count { return words }
      words[words.count - 1] = String(kept)
    }
    return words
  }
}

/// Takes a value from between `[ANSWER]` tags, from the last `==` of an assertion, or from where any
/// final answer stands.
struct LiteralExtractor: Extractor {
  static let version = 1
  private let other = FinalAnswerExtractor()

  func extract(from completion: Completion) -> Extraction {
    let text = completion.content
    guard let open = text.ranges(of: "[ANSWER]").last else {
      return other.extract(from: completion)
    }
    let rest = text[open.upperBound...]
    let end = rest.firstRange(of: "[/ANSWER]")?.lowerBound ?? rest.endIndex
    var inner = rest[..<end]
    if inner.contains("assert "), let equals = inner.ranges(of: "==").last {
      inner = inner[equals.upperBound...]
    }
    while let first = inner.first, first.isWhitespace { inner = inner.dropFirst() }
    while let last = inner.last, last.isWhitespace { inner = inner.dropLast() }
    guard !inner.isEmpty else { return other.extract(from: completion) }
    let start = text.utf8.distance(from: text.startIndex, to: inner.startIndex)
    return .found(
      Answer(
        text: String(inner), rule: "answer_tags",
        range: start..<start + inner.utf8.count))
  }
}
