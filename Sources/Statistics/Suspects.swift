public import Grading

/// Finds grades that are worth a person's look.
public struct SuspectSearch: Sendable {
  /// What the search must know of a problem beside its card.
  public struct Reference: Sendable {
    /// Gold answers; empty where there are none.
    public var golds: [String]
    /// The processor time of a test in milliseconds; `nil` where no code is run.
    public var cpuLimit: Double?

    public init(golds: [String] = [], cpuLimit: Double? = nil) {
      self.golds = golds
      self.cpuLimit = cpuLimit
    }
  }

  /// Within this share of the limit another machine may say otherwise.
  public static let nearLimit = 0.25
  /// A gold of fewer bytes occurs in many a text by chance; it is looked for in the answer alone.
  private static let shortGold = 3
  /// The last bytes of a completion in which a gold is looked for.
  private static let tail = 400
  /// The bytes of an answer in which a gold is looked for.
  private static let answerLimit = 4_096

  private let references: [String: Reference]
  private let equality: AnswerEquality

  /// - Parameter references: By problem id.
  public init(references: [String: Reference], equality: AnswerEquality) {
    self.references = references
    self.equality = equality
  }

  /// The suspects of a run, the likeliest first; equally likely ones in the run's order.
  ///
  /// Faults are no grades, and a grade that a person has settled is left alone.
  public func suspects(in record: RunRecord) -> [Suspect] {
    let groups = ProblemGroup.of(record.marked, cards: record.problems)
    return groups.flatMap(suspects).enumerated().sorted {
      ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
    }.map(\.element)
  }

  private func suspects(_ group: ProblemGroup) -> [Suspect] {
    let reference = references[group.card.id] ?? Reference()
    var causes = group.scored.map { alone($0, reference) }
    for (place, cause) in together(group) { causes[place].append(cause) }
    return zip(group.scored, causes).compactMap { attempt, causes in
      guard !causes.isEmpty, attempt.grade.score?.evidence.override == nil else { return nil }
      return Suspect(
        attempt: attempt, expected: attempt.grade.score?.evidence.expected ?? group.card.expected,
        causes: causes.sorted { $0.kind.weight > $1.kind.weight })
    }
  }

  // MARK: One attempt

  private func alone(_ attempt: GradedAttempt, _ reference: Reference) -> [Suspect.Cause] {
    guard let score = attempt.grade.score else { return [] }
    let isRight = score.verdict == .correct
    var causes: [Suspect.Cause] = []
    if !isRight, let cause = goldCause(attempt, reference.golds) { causes.append(cause) }
    if score.verdict == .undecided { causes.append(.init(.undecided, score.evidence.remark)) }
    if let answer = attempt.grade.answer, answer.confidence == .low {
      causes.append(
        .init(
          isRight ? .guessedRight : .guessedWrong,
          "the answer was guessed by the rule “\(answer.rule)”"))
    }
    if let limit = reference.cpuLimit, let cause = timeCause(score, limit) { causes.append(cause) }
    if !isRight, attempt.completion?.finishReason == .length {
      causes.append(.init(.truncated, "the token limit ended the completion"))
    }
    return causes
  }

  /// The gold stands in what was marked wrong: the extraction or the comparison may have failed.
  private func goldCause(_ attempt: GradedAttempt, _ golds: [String]) -> Suspect.Cause? {
    for gold in golds.map({ Self.squeezed($0) }) where !gold.isEmpty {
      if let answer = attempt.grade.answer,
        Self.occurs(gold, in: Array(answer.text.utf8.prefix(Self.answerLimit)))
      {
        return .init(.goldInAnswer, "the gold “\(Self.text(gold))” occurs in the answer")
      }
      guard gold.count >= Self.shortGold, let content = attempt.completion?.content else {
        continue
      }
      if Self.occurs(gold, in: Array(content.utf8.suffix(Self.tail))) {
        return .init(
          .goldInAnswer, "the gold “\(Self.text(gold))” occurs near the end of the completion")
      }
    }
    return nil
  }

  /// A test so near the limit that another machine may say otherwise.
  private func timeCause(_ score: Score, _ limit: Double) -> Suspect.Cause? {
    for test in score.evidence.tests {
      guard let used = test.cpuMilliseconds else { continue }
      let share = used / limit
      let isNear =
        test.reason == .timeLimit
        ? share <= 1 + Self.nearLimit : test.passed && share >= 1 - Self.nearLimit
      guard isNear else { continue }
      return .init(
        .nearTimeLimit,
        "\(test.name) \(test.passed ? "passed with" : "was stopped at") "
          + "\(Int((share * 100).rounded()))% of its \(Int(limit)) ms")
    }
    return nil
  }

  // MARK: Attempts together

  private func together(_ group: ProblemGroup) -> [(place: Int, cause: Suspect.Cause)] {
    guard group.scored.count > 1 else { return [] }
    let classes = AnswerClasses(group.scored, of: group.card, equality: equality).classes
    var found: [(Int, Suspect.Cause)] = []
    for members in classes where members.correct > 0 && members.correct < members.members.count {
      let remark =
        "\(members.members.count) equal answers, \(members.correct) of them marked correct"
      found += members.members.map { ($0, .init(.unlikeVerdicts, remark)) }
    }
    // Attempts that are silent agree on nothing; code agrees by what it prints.
    let right = group.correct
    for members in classes
    where members.correct == 0 && members.members.count > max(1, right) {
      let remark =
        "\(members.members.count) of \(group.scored.count) attempts agree on this"
        + (right > 0 ? ", \(right) on the gold" : ", none on the gold")
      found += members.members.map { ($0, .init(.agreeAgainstGold, remark)) }
    }
    if right == 0 { found += sameOutput(group) }
    return found
  }

  /// Different programs that give the same wrong result: the expected one may be wrong.
  private func sameOutput(_ group: ProblemGroup) -> [(Int, Suspect.Cause)] {
    var groups: [String: [Int]] = [:]
    for (place, attempt) in group.scored.enumerated() {
      guard
        let test = attempt.grade.score?.evidence.tests.first(where: { !$0.passed }),
        test.reason == .wrongAnswer, let actual = test.actual, actual.isWhole
      else { continue }
      groups[test.name + "\u{0}" + actual.text, default: []].append(place)
    }
    return groups.sorted { $0.key < $1.key }.flatMap { _, places -> [(Int, Suspect.Cause)] in
      let texts = Set(places.compactMap { group.scored[$0].grade.answer?.text })
      guard texts.count > 1 else { return [] }
      let remark = "\(texts.count) different programs give the same result, none the expected one"
      return places.map { ($0, .init(.agreeAgainstGold, remark)) }
    }
  }

  // MARK: Text

  /// Whether typesetting adds the byte: blanks and dollar signs.
  private static func isLoose(_ byte: UInt8) -> Bool {
    [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "$")].contains(byte)
  }

  private static func squeezed(_ text: String) -> [UInt8] { text.utf8.filter { !isLoose($0) } }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// Whether the gold, which has no blanks, occurs in the text, blanks within it or not, and is not a
  /// part of a longer number or word there.
  private static func occurs(_ gold: [UInt8], in text: [UInt8]) -> Bool {
    guard let first = gold.first, let last = gold.last else { return false }
    for start in text.indices where text[start] == first {
      guard let end = end(of: gold, in: text, from: start) else { continue }
      let before = start > 0 ? text[start - 1] : 0x20
      let after = end < text.count ? text[end] : 0x20
      if !(isWord(before) && isWord(first)), !(isWord(last) && isWord(after)),
        !isPoint(text, end), !isPointBefore(text, start)
      {
        return true
      }
    }
    return false
  }

  /// Where the gold ends if it begins at `start`; `nil` if it does not stand there.
  private static func end(of gold: [UInt8], in text: [UInt8], from start: Int) -> Int? {
    var place = start
    for byte in gold {
      while place < text.count, isLoose(text[place]) { place += 1 }
      guard place < text.count, text[place] == byte else { return nil }
      place += 1
    }
    return place
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x80...:
      true
    default: false
    }
  }

  /// Whether the number goes on behind a point: 3 does not occur in 3.5.
  private static func isPoint(_ text: [UInt8], _ place: Int) -> Bool {
    place + 1 < text.count && text[place] == UInt8(ascii: ".") && isDigit(text[place + 1])
  }

  private static func isPointBefore(_ text: [UInt8], _ start: Int) -> Bool {
    start > 1 && text[start - 1] == UInt8(ascii: ".") && isDigit(text[start - 2])
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
