/// What a submission may use on one test.
public struct Limits: Sendable, Hashable {
  /// Processor time, in milliseconds, summed over all processes.
  public var cpuMilliseconds: Int
  /// Elapsed time, in milliseconds: a wide backstop, so that a loaded machine changes no verdict.
  public var wallMilliseconds: Int
  /// Memory, in bytes.
  public var memoryBytes: Int
  /// Standard output, in bytes.
  public var outputBytes: Int
  /// Processes and threads at one time.
  public var processes: Int

  public init(
    cpuMilliseconds: Int, wallMilliseconds: Int, memoryBytes: Int, outputBytes: Int, processes: Int
  ) {
    self.cpuMilliseconds = cpuMilliseconds
    self.wallMilliseconds = wallMilliseconds
    self.memoryBytes = memoryBytes
    self.outputBytes = outputBytes
    self.processes = processes
  }

  /// The default of one call of a function.
  public static let function = Limits(
    cpuMilliseconds: 5_000, wallMilliseconds: 25_000, memoryBytes: 1 << 30,
    outputBytes: 16 << 20, processes: 64)

  /// The default of one run of a program.
  public static let program = Limits(
    cpuMilliseconds: 10_000, wallMilliseconds: 45_000, memoryBytes: 1 << 30,
    outputBytes: 16 << 20, processes: 64)

  /// How long a submission may do nothing (elapsed − processor − waiting for a processor).
  public var idleMilliseconds: Int { max(2_000, cpuMilliseconds) }
}

extension Limits {
  /// The limits with what a language gets beyond them; a language that nobody knows gets nothing.
  public func allowing(language: String) -> Limits {
    guard let allowance = Language.named(language)?.allowance, allowance != .init() else {
      return self
    }
    var limits = self
    limits.cpuMilliseconds = Int((Double(cpuMilliseconds) * allowance.timeFactor).rounded(.up))
    limits.wallMilliseconds = Int((Double(wallMilliseconds) * allowance.timeFactor).rounded(.up))
    limits.memoryBytes += allowance.memoryBytes
    limits.processes += allowance.processes
    return limits
  }
}

/// What a submission used on one test.
public struct Usage: Sendable, Hashable {
  public var cpuMilliseconds: Double
  public var wallMilliseconds: Double
  /// Elapsed time in which the submission neither ran nor waited for a processor.
  public var idleMilliseconds: Double
  /// `nil` where it could not be measured.
  public var memoryPeakBytes: Int?

  public init(
    cpuMilliseconds: Double, wallMilliseconds: Double, idleMilliseconds: Double = 0,
    memoryPeakBytes: Int? = nil
  ) {
    self.cpuMilliseconds = cpuMilliseconds
    self.wallMilliseconds = wallMilliseconds
    self.idleMilliseconds = idleMilliseconds
    self.memoryPeakBytes = memoryPeakBytes
  }
}
