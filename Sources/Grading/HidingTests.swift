/// What is left of evidence for students: that hidden tests were passed or failed, not with what.
extension Evidence {
  /// The evidence without the content of hidden tests.
  public var withoutHiddenTests: Evidence {
    var shown = self
    guard let failed = tests.first(where: { !$0.passed }) else {
      shown.tests = tests.map(\.withoutContent)
      return shown
    }
    shown.tests = tests.map(\.withoutContent)
    // The remark and the steps tell of the first test that failed.
    if failed.hidden {
      shown.remark = "\(failed.name): \(failed.withoutContent.remark)"
      shown.steps = []
    }
    return shown
  }
}

extension TestEvidence {
  /// A hidden test with its outcome and measures alone; a shown one as it is.
  fileprivate var withoutContent: TestEvidence {
    guard hidden else { return self }
    var bare = TestEvidence(
      name: name, reason: reason, points: points, hidden: true,
      remark: passed ? "passed" : "failed: \(reason.words)", cpuMilliseconds: cpuMilliseconds,
      wallMilliseconds: wallMilliseconds, memoryPeakBytes: memoryPeakBytes)
    bare.share = share
    bare.exitStatus = exitStatus
    bare.signal = signal
    bare.idleMilliseconds = idleMilliseconds
    return bare
  }
}

extension Reason {
  fileprivate var words: String {
    String(rawValue.map { $0 == "_" ? " " : $0 })
  }
}

extension GradedAttempt {
  /// The attempt without the content of hidden tests, for students.
  public var withoutHiddenTests: GradedAttempt {
    guard var score = grade.score else { return self }
    let remark = score.evidence.remark
    score.evidence = score.evidence.withoutHiddenTests
    // A criterion may repeat the remark.
    for index in score.criteria.indices where score.criteria[index].remark == remark {
      score.criteria[index].remark = score.evidence.remark
    }
    var shown = self
    shown.grade.outcome = .scored(score)
    return shown
  }
}

extension RunRecord {
  /// The record without the content of hidden tests, for students.
  public var withoutHiddenTests: RunRecord {
    var shown = self
    shown.attempts = attempts.map(\.withoutHiddenTests)
    return shown
  }
}
