/// A person's verdict in the place of the scorer's, with who gave it, when and why.
public struct Override: Sendable, Hashable {
  public var author: String
  /// `YYYY-MM-DDThh:mm:ssZ`.
  public var time: String
  public var because: String
  /// What the scorer had said: a verdict and its reason, or a fault.
  public var replaced: String
  /// The marking whose grade it replaced.
  public var marking: Int

  public init(author: String, time: String, because: String, replaced: String, marking: Int) {
    self.author = author
    self.time = time
    self.because = because
    self.replaced = replaced
    self.marking = marking
  }

  /// One line for people.
  public var sentence: String {
    "Overridden by \(author), \(time): \(because) (was \(replaced), marking \(marking))"
  }

  public var json: JSON {
    [
      "author": .string(author), "time": .string(time), "because": .string(because),
      "replaced": .string(replaced), "marking": .int(marking),
    ]
  }

  public init?(json: JSON) {
    guard let author = json["author"]?.string, let time = json["time"]?.string,
      let because = json["because"]?.string
    else { return nil }
    self.init(
      author: author, time: time, because: because, replaced: json["replaced"]?.string ?? "",
      marking: json["marking"]?.int ?? 0)
  }
}

extension Grade {
  /// Its verdict and reason, or its kind of fault, in a word or two: `incorrect (not_equal)`.
  public var label: String {
    switch outcome {
    case .scored(let score): "\(score.verdict.rawValue) (\(score.reason.rawValue))"
    case .faulted(let fault): "fault (\(fault.kind.rawValue))"
    }
  }

  /// The grade with a person's verdict; answer and evidence stay as they were found, and each
  /// criterion earns the same share.
  ///
  /// - Parameter points: 0 … 1.
  public func overridden(
    _ verdict: Verdict, points: Double, by override: Override
  ) -> Grade {
    var evidence = score?.evidence ?? Evidence(remark: fault?.message ?? "")
    evidence.override = override
    let reason: Reason =
      switch verdict {
      case .correct: .accepted
      case .partial: .partialCredit
      case .incorrect: score?.verdict == .incorrect ? score?.reason ?? .wrongAnswer : .wrongAnswer
      case .undecided: .cannotDecide
      case .unanswered: .noAnswer
      }
    // So that tables by criterion agree with the verdict.
    let criteria = (score?.criteria ?? []).map { criterion in
      var criterion = criterion
      criterion.earned = criterion.possible * points
      return criterion
    }
    return Grade(
      attempt: attempt, answer: answer,
      outcome: .scored(
        Score(
          verdict: verdict, reason: reason, points: points, criteria: criteria,
          evidence: evidence)))
  }
}
