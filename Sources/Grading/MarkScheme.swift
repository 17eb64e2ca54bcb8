/// How the completions of one problem are marked: an extractor, then a scorer.
public struct MarkScheme: Sendable {
  private let extractor: any Extractor
  private let scorer: any Scorer

  public init(_ extractor: any Extractor, _ scorer: any Scorer) {
    self.extractor = extractor
    self.scorer = scorer
  }

  /// Whether marking waits for nobody.
  var isImmediate: Bool { scorer.isImmediate }

  /// Marks a completion.
  ///
  /// - Returns: the answer, if there is one, and its score.
  /// - Throws: a fault of the scorer's.
  public func mark(_ completion: Completion) async throws(Fault) -> (answer: Answer?, score: Score)
  {
    switch extractor.extract(from: completion) {
    case .found(let answer): (answer, try await scorer.score(answer))
    case .nothing(let reason, let remark): (nil, .unanswered(reason, remark))
    }
  }
}
