internal import Glibc
internal import Grading

/// An attempt to get out that was made from inside.
public struct Probe: Sendable, Hashable {
  /// What was tried, for example `read` (a file of the host's) or `outlive` (the run).
  public var name: String
  public var isBlocked: Bool
}

/// What was found out about one isolation level by running probes at it.
struct LevelFinding: Sendable {
  var level: IsolationLevel
  var probes: [Probe]
  var mechanisms: [String]

  /// Whether the level keeps what it promises.
  var isKept: Bool {
    let open = Set(probes.filter { !$0.isBlocked }.map(\.name))
    switch level {
    case .full, .namespaces: return open.isEmpty
    // Without namespaces, signals and abstract sockets take a newer Landlock, and processes are
    // counted for each user of the host: those may stay open, and are told.
    case .restricted: return open.isSubset(of: ["signal", "abstract", "processes"])
    case .none: return true
    }
  }

  var report: IsolationReport {
    IsolationReport(
      level: level.rawValue, mechanisms: mechanisms,
      probesBlocked: probes.count { $0.isBlocked }, probes: probes.count,
      open: probes.filter { !$0.isBlocked }.map(\.name))
  }
}

/// Makes the attempts.
struct Prober {
  let helper: Helper
  var jail: Jail
  let work: WorkDirectory

  private static let processes = 16
  private static let memoryBytes = 64 << 20

  /// - Throws: a fault if the level cannot be set up here.
  func find(_ level: IsolationLevel) throws(Fault) -> LevelFinding {
    let abilities = helper.abilities
    if level == .full, abilities.memoryGroup == 0 || abilities.processGroup == 0 {
      throw Fault(.sandbox, "no control group can be made for memory and processes")
    }
    if level >= .restricted, !abilities.seccomp {
      throw Fault(.sandbox, "the kernel has no seccomp filters")
    }
    if level == .restricted, abilities.landlock == 0 {
      throw Fault(.sandbox, "the kernel has no Landlock")
    }
    var probing = self
    probing.jail.level = level
    let probes = try probing.attempts() + [probing.memory(), probing.outliving()]
    return LevelFinding(
      level: level, probes: probes, mechanisms: Prober.mechanisms(level, abilities))
  }

  private static func mechanisms(
    _ level: IsolationLevel, _ abilities: Helper.Abilities
  ) -> [String] {
    var names: [String] = []
    if level >= .namespaces { names += ["user", "pid", "mount", "net", "ipc", "uts"] }
    if level >= .restricted { names.append("seccomp") }
    if level >= .restricted, abilities.landlock > 0 {
      names.append("landlock-\(abilities.landlock)")
    }
    if level == .full { names.append("cgroup-v\(abilities.memoryGroup)") }
    return names + ["rlimits"]
  }

  private func attempts() throws(Fault) -> [Probe] {
    let canaries = try work.makeDirectory()
    try canaries.write("not to be seen\n", to: "canary")
    let listeners = ProbeListeners(name: "assay-\(getpid())-\(canaries.path.suffix(6))")
    let attempts = [
      ("read", "\(canaries.path)/canary"), ("write", "\(canaries.path)/written"),
      ("connect", "\(listeners.port)"), ("abstract", listeners.abstractName),
      ("signal", "\(getpid())"), ("trace", "-"), ("namespace", "-"),
      ("processes", "\(Prober.processes)"),
    ]
    let child = try run(attempts)
    let said = String(decoding: child.output, as: UTF8.self).split(separator: "\n")
    withExtendedLifetime((canaries, listeners)) {}
    return attempts.map { name, _ in
      // Only the word counts: an attempt that nobody reports on has not been blocked.
      Probe(name: name, isBlocked: said.contains { $0 == "\(name) blocked" })
    }
  }

  private func memory() throws(Fault) -> Probe {
    let child = try run([("memory", "\(4 * Prober.memoryBytes)")])
    let said = String(decoding: child.output, as: UTF8.self)
    let wasKilled = (child.ending?.oomKills ?? 0) > 0
    return Probe(name: "memory", isBlocked: wasKilled || said == "memory blocked\n")
  }

  private func outliving() throws(Fault) -> Probe {
    let child = try run([("outlive", "-")])
    return Probe(name: "outlive", isBlocked: !child.hasSurvivors)
  }

  private func run(_ attempts: [(String, String)]) throws(Fault) -> Child {
    var limits = ProcessLimits()
    limits.cpuNanoseconds = 5_000_000_000
    limits.idleNanoseconds = 5_000_000_000
    limits.wallNanoseconds = 20_000_000_000
    limits.memoryBytes = Prober.memoryBytes
    limits.stackBytes = 8 << 20
    limits.processes = Prober.processes
    var belongings = Jail.Belongings()
    if !jail.hasNamespaces { belongings.box = try work.makeDirectory(owner: jail.uid) }
    var spec = jail.spec(
      attempts.flatMap { [$0.0, $0.1] }, belongings: belongings, limits: limits)
    spec.isProbe = true
    let child = try helper.start(spec)
    child.box = belongings.box
    _ = try helper.finish(child)
    return child
  }
}
