public import Grading

/// Scores chosen letters: correct if they are just the right ones, in any order.
public struct ChoiceScorer: Scorer {
  public static let version = 1

  private let right: [String]
  private let options: [String]

  /// - Parameters:
  ///   - options: The options' texts, lettered from A.
  ///   - right: The letters that must be chosen, at least one.
  /// - Throws: an unreadable reference if a letter names no option.
  public init(options: [String], right: [String]) throws(Fault) {
    guard !right.isEmpty else {
      throw Fault(.unreadableReference, "no option is marked as right")
    }
    let known = options.indices.prefix(26).map(ChoiceScorer.letter)
    var letters: [String] = []
    for letter in right.map({ $0.uppercased() }) {
      guard known.contains(letter) else {
        throw Fault(
          .unreadableReference, "there is no option \(letter) among \(options.count) options")
      }
      if !letters.contains(letter) { letters.append(letter) }
    }
    self.right = letters.sorted()
    self.options = options
  }

  public var isImmediate: Bool { true }

  public func score(_ answer: Answer) async throws(Fault) -> Score {
    let chosen = Set(
      answer.text.split(separator: ",").map { $0.filter { !$0.isWhitespace }.uppercased() })
    let shown = chosen.sorted().joined(separator: ", ")
    let steps =
      right.map { "right: \(described($0))" } + chosen.sorted().map { "chosen: \(described($0))" }
    let evidence = { (remark: String) in
      Evidence(remark: remark, expected: right.joined(separator: ","), steps: steps)
    }
    if chosen == Set(right) { return .correct(evidence("\(shown) is right")) }
    var remark = "\(shown) was chosen, right is \(right.joined(separator: ", "))"
    let missing = right.filter { !chosen.contains($0) }
    if right.count > 1, missing.count < right.count {
      let extra = chosen.subtracting(right).sorted()
      let lost = missing.isEmpty ? "" : "; missing: \(missing.joined(separator: ", "))"
      remark += lost + (extra.isEmpty ? "" : "; not right: \(extra.joined(separator: ", "))")
    }
    return .incorrect(.notEqual, evidence(remark))
  }

  private static func letter(_ index: Int) -> String {
    String(Character(Unicode.Scalar(UInt8(65 + index))))
  }

  private func described(_ letter: String) -> String {
    guard let first = letter.utf8.first, options.indices.contains(Int(first) - 65) else {
      return letter
    }
    let text = options[Int(first) - 65]
    return text.isEmpty ? letter : "\(letter): \(Excerpt(text, limit: 200).text)"
  }
}
