public import Grading

/// What earlier runs say of a run that is planned.
public struct History: Sendable {
  /// The means over an earlier run's attempts, by problem and by kind.
  private var completionTokens: Means
  private var latency: Means
  /// Prompt tokens to a byte of prompt.
  public private(set) var tokensPerByte: Double?
  /// Where the accuracy's spread came from; `nil` without a scored problem.
  public private(set) var split: VarianceSplit?
  /// Whether some problem was tried twice, so that the split was measured.
  public private(set) var splitIsMeasured = false

  public init(of record: RunRecord) {
    var (tokens, latency) = (Means(), Means())
    var (bytes, promptTokens) = (0, 0)
    let cards = Dictionary(
      record.problems.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for attempt in record.attempts {
      let id = attempt.grade.attempt.problemID
      guard let card = cards[id], let completion = attempt.completion else { continue }
      if let count = completion.completionTokens { tokens.add(Double(count), id, card.kind) }
      if let time = completion.latencyMilliseconds { latency.add(time, id, card.kind) }
      if let count = completion.promptTokens, count > 0 {
        promptTokens += count
        bytes += attempt.prompt.text.utf8.count + (attempt.prompt.system?.utf8.count ?? 0)
      }
    }
    completionTokens = tokens
    self.latency = latency
    if bytes > 0 { tokensPerByte = Double(promptTokens) / Double(bytes) }
    let overall = Summary(of: record)
    if let measured = overall.figures.variance {
      split = measured
      splitIsMeasured = true
    } else if let accuracy = overall.overall.accuracy {
      let problems = overall.figures.matrix.count { $0.share != nil }
      split = .assumed(correct: accuracy.value * Double(problems), of: problems)
    }
  }

  public var knowsTokens: Bool { !completionTokens.isEmpty }
  public var knowsLatency: Bool { !latency.isEmpty }

  /// The completion tokens to expect of an attempt.
  public func tokens(of problem: String, _ kind: Problem.Kind) -> Double? {
    completionTokens.mean(of: problem, kind)
  }

  /// The milliseconds to expect of a request.
  public func milliseconds(of problem: String, _ kind: Problem.Kind) -> Double? {
    latency.mean(of: problem, kind)
  }

  /// Means by problem, else by kind, else over all.
  private struct Means: Sendable {
    private var problems: [String: (sum: Double, count: Int)] = [:]
    private var kinds: [Problem.Kind: (sum: Double, count: Int)] = [:]
    private var all = (sum: 0.0, count: 0)

    var isEmpty: Bool { all.count == 0 }

    mutating func add(_ value: Double, _ problem: String, _ kind: Problem.Kind) {
      problems[problem, default: (0, 0)].sum += value
      problems[problem, default: (0, 0)].count += 1
      kinds[kind, default: (0, 0)].sum += value
      kinds[kind, default: (0, 0)].count += 1
      all.sum += value
      all.count += 1
    }

    func mean(of problem: String, _ kind: Problem.Kind) -> Double? {
      let found = problems[problem] ?? kinds[kind] ?? all
      return found.count > 0 ? found.sum / Double(found.count) : nil
    }
  }
}

/// What one attempt at each problem takes.
public struct Planning: Sendable {
  public struct Prices: Sendable {
    /// For a million tokens.
    public var input: Double
    public var output: Double

    public init(input: Double, output: Double) {
      self.input = input
      self.output = output
    }
  }

  /// Bytes of English to a token, where no run tells.
  public static let bytesPerToken = 4.0

  private let problems: Int
  private let promptTokens: Double
  private let completionTokens: Double?
  private let milliseconds: Double?
  private let split: VarianceSplit
  private let prices: Prices?
  private let concurrency: Int

  /// - Parameters:
  ///   - problems: Each with the bytes of its prompt.
  ///   - tokensEach: Completion tokens of an attempt, in the place of what history says.
  ///   - concurrency: Requests in flight at once.
  public init(
    problems: [(id: String, kind: Problem.Kind, promptBytes: Int)], history: History?,
    tokensEach: Double? = nil, prices: Prices? = nil, concurrency: Int
  ) {
    self.problems = problems.count
    let perByte = history?.tokensPerByte ?? 1 / Self.bytesPerToken
    promptTokens = problems.reduce(0) { $0 + Double($1.promptBytes) * perByte }
    let tokens = problems.map { tokensEach ?? history?.tokens(of: $0.id, $0.kind) }
    completionTokens = tokens.contains(nil) ? nil : tokens.compactMap(\.self).reduce(0, +)
    let times = problems.map { history?.milliseconds(of: $0.id, $0.kind) }
    milliseconds = times.contains(nil) ? nil : times.compactMap(\.self).reduce(0, +)
    let known = history?.split.flatMap { $0.questions + $0.attempts > 0 ? $0 : nil }
    split = known ?? .unknown
    self.prices = prices
    self.concurrency = max(1, concurrency)
  }

  public func option(attempts: Int) -> SpendingPlan.Option {
    let n = Double(attempts)
    let cost = prices.flatMap { prices in
      completionTokens.map {
        n * (promptTokens * prices.input + $0 * prices.output) / 1_000_000
      }
    }
    let requests = problems * attempts
    // However many at once, none is faster than one.
    let seconds = milliseconds.map {
      max($0 * n / Double(concurrency), $0 / Double(max(1, problems))) / 1_000
    }
    return SpendingPlan.Option(
      attempts: attempts, requests: requests, promptTokens: promptTokens * n,
      completionTokens: completionTokens.map { $0 * n }, cost: cost, seconds: seconds,
      detectable: Power.detectable(split, problems: problems, attempts: attempts))
  }

  /// What it takes to find a difference.
  public func wanted(_ difference: Double, attempts: Int) -> SpendingPlan.Wanted {
    SpendingPlan.Wanted(
      difference: difference,
      attempts: Power.attempts(toDetect: difference, split, problems: problems),
      problemsAtOne: Power.problems(toDetect: difference, split, attempts: 1),
      problemsAtMany: Power.problems(toDetect: difference, split, attempts: attempts))
  }
}
