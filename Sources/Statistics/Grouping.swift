import Grading

/// The tables of a summary: which attempts belong together, and in which order the groups stand.
enum Grouping {
  /// The label of what has no tag, difficulty or language, shown only beside groups that have one.
  static let none = "(none)"

  static func byKind(_ attempts: [Marked]) -> [Tally] {
    let groups = group(attempts) { [$0.card.kind.rawValue] }
    return Problem.Kind.allCases.compactMap { kind in
      groups[kind.rawValue].map { Tally(kind.rawValue, $0) }
    }
  }

  /// A problem counts under each of its tags.
  static func byTag(_ attempts: [Marked]) -> [Tally] {
    tallies(group(attempts) { $0.card.tags.isEmpty ? [none] : $0.card.tags }, largestFirst)
  }

  static func byDifficulty(_ attempts: [Marked]) -> [Tally] {
    tallies(group(attempts) { [$0.card.difficulty ?? none] }) {
      difficultyOrder($0.label) < difficultyOrder($1.label)
    }
  }

  /// Code alone: by the language of the answer; without an answer by the problem's only language.
  static func byLanguage(_ attempts: [Marked]) -> [Tally] {
    let code = attempts.filter { !$0.card.languages.isEmpty }
    return tallies(group(code) { [language(of: $0)] }, largestFirst)
  }

  private static func language(of marked: Marked) -> String {
    if let language = marked.attempt.grade.answer?.language { return language }
    return marked.card.languages.count == 1 ? marked.card.languages[0] : none
  }

  private static func group(_ attempts: [Marked], by labels: (Marked) -> [String])
    -> [String: [Marked]]
  {
    var groups: [String: [Marked]] = [:]
    for attempt in attempts {
      for label in Set(labels(attempt)) { groups[label, default: []].append(attempt) }
    }
    return groups
  }

  private static func tallies(_ groups: [String: [Marked]], _ order: (Tally, Tally) -> Bool)
    -> [Tally]
  {
    guard groups.keys.contains(where: { $0 != none }) else { return [] }
    return ordered(groups.map { Tally($0.key, $0.value) }, order)
  }

  /// What has no label stands last, and alone says nothing.
  static func ordered(_ tallies: [Tally], _ order: (Tally, Tally) -> Bool) -> [Tally] {
    let named = tallies.filter { $0.label != none }
    guard !named.isEmpty else { return [] }
    return named.sorted(by: order) + tallies.filter { $0.label == none }
  }

  static func largestFirst(_ one: Tally, _ other: Tally) -> Bool {
    (other.problems, other.attempts, one.label) < (one.problems, one.attempts, other.label)
  }

  /// The customary words first, then numbers by value, then words.
  static func difficultyOrder(_ label: String) -> (Int, Double, String) {
    let customary = ["trivial", "easy", "medium", "hard", "expert"]
    if let place = customary.firstIndex(of: label.lowercased()) { return (0, Double(place), label) }
    if let number = Double(label), number.isFinite { return (1, number, label) }
    return (2, 0, label)
  }
}
