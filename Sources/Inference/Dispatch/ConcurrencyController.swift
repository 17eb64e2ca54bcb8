/// How many requests may be in flight at once.
public enum Concurrency: Sendable, Hashable {
  /// Over all endpoints together.
  case fixed(Int)
  /// Found for each endpoint by trying, never more than this.
  case automatic(most: Int)
  case unlimited
}

/// Finds how many requests an endpoint serves best at once. A pure value: it is told what was sent
/// and how long it took, on any clock.
///
/// It begins with few and doubles while that brings more replies a second; then it halves the interval
/// in which the knee lies, stays there, and now and then tries a little more or a little less. Each
/// number is judged by the requests that began under it: their number in flight over their mean
/// latency is the throughput (Little's law), which needs no clock and no window. A refusal or a time-out
/// takes three tenths away at once.
///
/// Source of the parts: Jacobson 1988 (slow start, multiplicative decrease); Little 1961.
public struct ConcurrencyController: Sendable, Hashable {
  /// The most requests that may be in flight now, at least 1.
  public private(set) var limit: Int
  /// Where it settled; `nil` until it has.
  public private(set) var knee: Measure?
  /// What was measured with the fewest requests in flight.
  public private(set) var unloaded: Measure?
  private let most: Int
  private var cohort: Cohort
  private var phase = Phase.climbing(nil)
  private var measures: [Measure] = []

  /// What was seen with so many requests in flight.
  public struct Measure: Sendable, Hashable {
    public var limit: Int
    /// How many were in flight in the mean.
    public var inFlight: Double
    public var milliseconds: Double
    /// Replies a second.
    public var throughput: Double { milliseconds > 0 ? inFlight * 1000 / milliseconds : 0 }
  }

  /// What a request is told when it begins and gives back when it ends.
  public struct Ticket: Sendable, Hashable {
    fileprivate var epoch: Int
    fileprivate var isCounted: Bool
  }

  /// The first requests that began since the limit was set.
  private struct Cohort: Sendable, Hashable {
    var epoch = 0
    var size: Int
    var begun = 0
    var ended = 0
    var inFlight = 0
    var milliseconds = 0.0

    init(epoch: Int, least: Int, limit: Int) {
      self.epoch = epoch
      size = max(least, min(limit, 512))
    }

    /// The last tenth may take as long as it likes.
    var isWhole: Bool { begun >= size && ended * 10 >= size * 9 }
  }

  private enum Phase: Sendable, Hashable {
    case climbing(Measure?)
    /// `low` is too few, `high` is enough.
    case refining(low: Int, high: Int)
    case steady(Measure, cohorts: Int, triesMore: Bool)
    /// Another number is on trial against the one that was settled on.
    case probing(Measure, triesMore: Bool)
  }

  /// - Parameters:
  ///   - first: In flight at the beginning.
  ///   - most: Never more than these.
  public init(first: Int = 8, most: Int = 1024) {
    self.most = max(1, most)
    limit = min(max(1, first), self.most)
    cohort = Cohort(epoch: 0, least: Self.leastToClimb, limit: limit)
  }

  /// A request begins.
  ///
  /// - Parameter inFlight: This one included.
  public mutating func begin(inFlight: Int) -> Ticket {
    let isCounted = cohort.begun < cohort.size
    if isCounted {
      cohort.begun += 1
      cohort.inFlight += inFlight
    }
    return Ticket(epoch: cohort.epoch, isCounted: isCounted)
  }

  /// A request was answered.
  public mutating func end(_ ticket: Ticket, milliseconds: Double) {
    guard ticket.epoch == cohort.epoch, ticket.isCounted else { return }
    cohort.ended += 1
    cohort.milliseconds += milliseconds
    if cohort.isWhole { judge() }
  }

  /// A request failed in a way that says nothing about how busy the server is, or was given up.
  public mutating func forget(_ ticket: Ticket) {
    guard ticket.epoch == cohort.epoch, ticket.isCounted else { return }
    cohort.inFlight -= cohort.begun > 0 ? cohort.inFlight / cohort.begun : 0
    cohort.begun -= 1
  }

  /// The server refused a request for want of room, or did not answer in time.
  public mutating func overload(_ ticket: Ticket) {
    // One refusal of those that went out together stands for all.
    guard ticket.epoch == cohort.epoch else { return }
    let fewer = max(1, limit * 7 / 10)
    measures = []
    phase = .steady(
      Measure(limit: fewer, inFlight: Double(fewer), milliseconds: 0), cohorts: 0,
      triesMore: false)
    set(fewer)
  }

  private mutating func judge() {
    // With too little to do nothing can be learnt.
    guard cohort.inFlight * 10 >= limit * cohort.begun * 6 else { return set(limit) }
    let seen = Measure(
      limit: limit, inFlight: Double(cohort.inFlight) / Double(cohort.begun),
      milliseconds: max(cohort.milliseconds / Double(cohort.ended), 0.001))
    if unloaded.map({ seen.limit <= $0.limit }) ?? true { unloaded = seen }
    switch phase {
    case .climbing(let last): climb(seen, last)
    case .refining(let low, let high): refine(seen, low: low, high: high)
    case .steady(let settled, let cohorts, let triesMore):
      steady(seen, settled, cohorts, triesMore)
    case .probing(let settled, let triesMore): probe(seen, settled, triesMore: triesMore)
    }
  }

  /// A doubling that brings less than this was too much.
  private static let worthDoubling = 1.15
  /// As good as the best.
  private static let enough = 0.94

  private mutating func climb(_ seen: Measure, _ last: Measure?) {
    measures.append(seen)
    let isWorthIt = last.map { seen.throughput >= $0.throughput * Self.worthDoubling } ?? true
    guard isWorthIt else { return bracket() }
    guard limit < most else { return settle(seen) }
    phase = .climbing(seen)
    set(min(limit * 2, most))
  }

  /// Chooses the interval in which the knee lies from what was measured.
  private mutating func bracket() {
    let best = measures.map(\.throughput).max() ?? 0
    let sorted = measures.sorted { $0.limit < $1.limit }
    guard let high = sorted.first(where: { $0.throughput >= best * Self.enough }) else { return }
    let low = sorted.last { $0.limit < high.limit }?.limit ?? 0
    narrow(low: low, high: high.limit)
  }

  private mutating func narrow(low: Int, high: Int) {
    if high - low <= 1 || Double(high) <= Double(low) * 1.2 {
      return settle(
        measures.last { $0.limit == high }
          ?? Measure(limit: high, inFlight: Double(high), milliseconds: 0))
    }
    let middle = Int((Double(max(low, 1)) * Double(high)).squareRoot().rounded())
    phase = .refining(low: low, high: high)
    set(min(max(middle, low + 1), high - 1))
  }

  private mutating func refine(_ seen: Measure, low: Int, high: Int) {
    measures.append(seen)
    let best = measures.map(\.throughput).max() ?? 0
    if seen.throughput >= best * Self.enough {
      narrow(low: low, high: seen.limit)
    } else {
      narrow(low: seen.limit, high: high)
    }
  }

  private mutating func settle(_ measure: Measure) {
    knee = measure
    measures = [measure]
    phase = .steady(measure, cohorts: 0, triesMore: true)
    set(measure.limit)
  }

  private mutating func steady(
    _ seen: Measure, _ settled: Measure, _ cohorts: Int, _ triesMore: Bool
  ) {
    // What the server does now counts for more than what it did.
    var settled = settled
    let keeps = settled.milliseconds == 0 ? 0 : 0.5
    settled.milliseconds = settled.milliseconds * keeps + seen.milliseconds * (1 - keeps)
    settled.inFlight = settled.inFlight * keeps + seen.inFlight * (1 - keeps)
    knee = settled
    guard cohorts >= Self.cohortsBetweenTrials else {
      phase = .steady(settled, cohorts: cohorts + 1, triesMore: triesMore)
      return set(limit)
    }
    let other = triesMore ? min(most, max(limit + 1, limit * 5 / 4)) : max(1, limit * 4 / 5)
    phase = .probing(settled, triesMore: triesMore)
    set(other)
  }

  private mutating func probe(_ seen: Measure, _ settled: Measure, triesMore: Bool) {
    let gain = seen.throughput / max(settled.throughput, 0.000_001)
    let more = Double(seen.limit) / Double(settled.limit)
    // More must bring at least half of what it costs; fewer may lose a fourth of what they save.
    if triesMore, seen.limit > settled.limit, gain >= 1 + (more - 1) * 0.5 {
      measures = [settled, seen]
      phase = .climbing(seen)
      return set(min(most, seen.limit * 3 / 2))
    }
    if !triesMore, gain >= 1 - (1 - more) * 0.25 { return settle(seen) }
    phase = .steady(settled, cohorts: 0, triesMore: !triesMore)
    set(settled.limit)
  }

  private static let cohortsBetweenTrials = 4
  private static let leastToClimb = 24
  /// There is time once it has settled, and chance must not drive it about.
  private static let leastToJudge = 64

  private mutating func set(_ limit: Int) {
    self.limit = max(1, min(limit, most))
    let least =
      switch phase {
      case .climbing, .refining: Self.leastToClimb
      case .steady, .probing: Self.leastToJudge
      }
    cohort = Cohort(epoch: cohort.epoch + 1, least: least, limit: self.limit)
  }
}
