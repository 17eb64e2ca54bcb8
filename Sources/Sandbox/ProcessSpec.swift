/// How strongly a process is shut in; each level has all that the one below it has.
enum IsolationLevel: Int, Sendable, Comparable, CaseIterable {
  case none = 0
  case restricted = 1
  case namespaces = 2
  case full = 3

  static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

/// One entry of the file system that a process sees.
struct Mount: Sendable, Hashable {
  /// What is one run's own lies below the work directory; the rest is shared by all runs in a
  /// container.
  enum Kind: Sendable { case readOnly, writable, link, ownReadOnly, ownWritable }
  var kind: Kind
  /// A host path, or the text of the symbolic link.
  var source: String
  /// A path inside, without a leading slash.
  var target: String
}

/// What one process may use; 0 means no limit, save for `processes` and `openFiles`.
struct ProcessLimits: Sendable, Hashable {
  var cpuNanoseconds: UInt64 = 0
  var idleNanoseconds: UInt64 = 0
  var wallNanoseconds: UInt64 = 0
  var memoryBytes = 0
  /// How much more may be reserved than used, where no control group tells them apart.
  var reserveBytes = 0
  var stackBytes = 256 << 20
  /// The largest file.
  var fileBytes = 64 << 20
  /// All files together.
  var diskBytes = 64 << 20
  var files = 4096
  var processes = 64
  var openFiles = 256
  /// Standard output; more is an output-limit ending.
  var outputBytes = 16 << 20
  /// Standard error; more is an output-limit ending too, and only the end is kept.
  var errorBytes = 16 << 20
  /// How much of the end of standard error is kept.
  var keptErrorBytes = 64 << 10
  var memoryRule = MemoryRule.addressSpace

  /// How memory is limited where there is no control group.
  enum MemoryRule: Sendable { case addressSpace, data }
}

/// Everything about one process to be run; holds nothing that the process must not see.
struct ProcessSpec: Sendable {
  var level: IsolationLevel
  /// The first is the path of the program, as the process sees it.
  var arguments: [String]
  var environment: [String]
  var mounts: [Mount]
  /// The working directory, as the process sees it.
  var directory: String
  /// An empty directory of the host's, the mount point of the new root.
  var stage: String
  /// The directory of the host's in which all lies that is one run's own.
  var work: String
  /// Who the process is outside, if we are root.
  var uid: UInt32
  var limits: ProcessLimits
  var input: [UInt8] = []
  /// Standard input instead of `input`, for example a pipe that is filled while the process runs.
  var inputDescriptor: Descriptor?
  /// Whether descriptor 3 is a channel to us.
  var hasChannel = false
  /// So many of the first arguments start an interpreter that is kept warm and forks for each run;
  /// 0 executes the program each time.
  var warmArguments = 0
  /// Whether `arguments` name probes built into the helper instead of a program.
  var isProbe = false
}

/// How a process ended and what it used.
struct ProcessEnding: Sendable {
  enum Stop: Sendable { case none, cpu, idle, wall, memory, asked }
  var stop: Stop
  /// `nil` if a signal ended it.
  var exitCode: Int32?
  var signal: Int32
  /// `errno` of a failed `execve`, 0 if it was executed.
  var executeError: Int32
  var oomKills: Int
  var cpuNanoseconds: UInt64
  var wallNanoseconds: UInt64
  var idleNanoseconds: UInt64
  var peakBytes: Int
  /// Whether the control group told the peak: all processes and files in memory together.
  var peakIsExact: Bool

  /// Of a process that somebody else has ended.
  static let lost = ProcessEnding(
    stop: .asked, exitCode: nil, signal: 9, executeError: 0, oomKills: 0, cpuNanoseconds: 0,
    wallNanoseconds: 0, idleNanoseconds: 0, peakBytes: 0, peakIsExact: false)
}
