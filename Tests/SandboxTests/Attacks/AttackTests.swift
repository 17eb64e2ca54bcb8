import Glibc
import Grading
import Sandbox
import Testing

/// Every attack that we know, at every isolation level that this machine has, as the user who runs
/// the tests and, where that is root, as an ordinary user too.
///
/// All attacks are made at the strongest level, and the typical ones below it; `ASSAY_ATTACKS=all`
/// makes all of them everywhere (`scripts/attacks`).
@Suite(.serialized) struct AttackTests {
  /// A level with an attack or forgery to be tried at it.
  struct Trial<Subject: Sendable & CustomTestStringConvertible>: Sendable,
    CustomTestStringConvertible
  {
    var level: Int
    var subject: Subject

    var testDescription: String { "level \(level): \(subject.testDescription)" }
  }

  static let triesAll = getenv("ASSAY_ATTACKS").map { String(cString: $0) } == "all"
  /// Set in the process that runs as an ordinary user.
  static let isOrdinaryUser = getenv("ASSAY_ATTACKS_AS") != nil

  static let attacks: [Trial<Attack>] = (1...3).reversed().flatMap { level in
    Attack.all.filter { triesAll || $0.isTypical || (level == 3 && !isOrdinaryUser) }
      .map { Trial(level: level, subject: $0) }
  }
  static let forgeries: [Trial<Forgery>] = (1...3).reversed().flatMap { level in
    Forgery.all.filter { _ in triesAll || (level == 3 && !isOrdinaryUser) }
      .map { Trial(level: level, subject: $0) }
  }

  // MARK: attacks

  @Test(arguments: attacks)
  func anAttackHasItsOutcomeAndTheNextRunIsUnaffected(_ trial: Trial<Attack>) async throws {
    guard let sandbox = await Levels.sandbox(trial.level) else { return }
    let attack = trial.subject
    if let way = attack.way, sandbox.isolation.open.contains(way.probe) {
      // Only level 1 may lack it, and has said so. What would go through is only tried.
      #expect(trial.level == 1)
      try await AttackTests.expectTruth(of: attack, at: sandbox)
      return
    }
    let ran = try await sandbox.run(
      attack.language, attack.source, on: .program(inputs: attack.inputs), limits: attack.limits)
    AttackTests.expect(attack.outcome(atLevel: trial.level), of: ran)
    try await honest(sandbox)
  }

  /// A probe that calls a way open or blocked says what a submission finds.
  @Test(arguments: 0...3, Attack.all.filter { $0.way != nil })
  func theProbesTellWhatASubmissionFinds(_ level: Int, _ attack: Attack) async throws {
    guard let sandbox = await Levels.sandbox(level) else { return }
    // A helper under AddressSanitizer has no room to probe in where memory is limited by address
    // space: then nothing is blocked at level 0, and levels 1 and 2 cannot be had.
    guard sandbox.isolation.probesBlocked > 0 else { return }
    try await AttackTests.expectTruth(of: attack, at: sandbox)
    try await honest(sandbox)
  }

  private static func expectTruth(of attack: Attack, at sandbox: Sandbox) async throws {
    let way = try #require(attack.way)
    let isOpen = sandbox.probes.contains { $0.name == way.probe && !$0.isBlocked }
    #expect(sandbox.isolation.open.contains(way.probe) == isOpen)
    let run = try await sandbox.program("python", way.attempt)
    #expect(run.termination == .exited(0))
    #expect(run.text == (isOpen ? "open\n" : ""), "\(attack): \(run)")
    // The one who came through is not for the others to be blamed for.
    if way.probe == "abstract" { #expect(Leftovers.callers() == (isOpen ? 1 : 0)) }
  }

  private static func expect(_ outcome: Attack.Outcome, of ran: Ran) {
    switch outcome {
    case .ends(let endings):
      #expect(
        ran.tests.last.map { endings.contains($0.termination) } == true,
        "\(String(describing: ran.tests.last)) \(ran.execution.compilation)")
    case .prints(let text):
      #expect(ran.tests.last?.text == text, "\(String(describing: ran.tests.last))")
      #expect(ran.tests.last?.termination == .exited(0))
    case .refused(let secrets):
      guard case .failed(let diagnostics) = ran.execution.compilation else {
        Issue.record("it compiled: \(String(describing: ran.tests.last))")
        return
      }
      #expect(diagnostics.utf8.count <= 64 << 10)
      for secret in secrets { #expect(!diagnostics.contains(secret)) }
    case .harmless: #expect(!ran.tests.isEmpty)
    }
  }

  private func honest(_ sandbox: Sandbox) async throws {
    let run = try await sandbox.program("python", "print(int(input()) * 2)", input: "21\n")
    #expect(run.text == "42\n" && run.termination == .exited(0), "\(run)")
  }

  // MARK: forgeries

  static let harness = """
    def check(candidate):
        assert candidate([1, 2, 3]) == 6
        assert candidate([]) == 0
        assert all(candidate([i]) == i for i in range(5))
    """

  @Test(arguments: forgeries)
  func aForgeryIsRejectedByTestCodeAndByCalls(_ trial: Trial<Forgery>) async throws {
    guard let sandbox = await Levels.sandbox(trial.level) else { return }
    let source = trial.subject.source
    let judged = try await sandbox.run(
      "python", source, on: .harness(code: AttackTests.harness, entryPoint: "total"),
      limits: .attack)
    #expect(judged.tests.count == 1 && judged.tests.first?.product != .passed)
    #expect(judged.execution.integrity == .separate)
    let lists: [[TypedValue]] = [[.int("1"), .int("2"), .int("3")], [.int("5")]]
    let called = try await sandbox.run(
      "python", source,
      on: .calls(entryPoint: "total", calls: lists.map { Call(arguments: [.list($0)]) }),
      limits: .attack)
    #expect(called.tests.count == 2)
    let products = called.tests.map(\.product)
    #expect(products.first != .returned(.int("6")) && products.last != .returned(.int("5")))
    let honest = try await sandbox.call(
      "def total(a): return sum(a)", "total", lists.map { [.list($0)] })
    #expect(honest.map(\.product) == [.returned(.int("6")), .returned(.int("5"))])
  }

  /// Results that are no plain data, or too much of it; the next call is answered.
  @Test(arguments: [
    "[0] * (1 << 24)", "deep", "loop", "float('nan')", "object()", "'x' * (40 << 20)",
    "(lambda: 6)", "range(6)",
  ])
  func aResultThatIsNoPlainDataIsNotTheRightOne(expression: String) async throws {
    guard let sandbox = await Levels.strongest() else { return }
    let source = """
      deep = []
      for _ in range(100000): deep = [deep]
      loop = []
      loop.append(loop)
      def f(n): return \(expression) if n == 0 else n
      """
    var limits = Limits.attack
    limits.cpuMilliseconds = 2_000
    limits.memoryBytes = 512 << 20
    let runs = try await sandbox.call(source, "f", [[.int("0")], [.int("6")]], limits: limits)
    #expect(runs.count == 2 && runs.first?.product != .returned(.int("6")))
    #expect(runs.last?.product == .returned(.int("6")))
  }

  /// A checker that leaves a pipe, a device or a link where its words are read from.
  @Test(arguments: [
    "os.mkfifo(path)", "os.symlink('/etc/passwd', path)", "os.mkdir(path)",
    "open(path, 'wb').truncate(1 << 22)",
  ])
  func whatIsNoOrdinaryFileIsNotRead(_ act: String) async throws {
    guard let sandbox = await Levels.strongest() else { return }
    let checker = JudgeProgram(
      name: "checker.py", language: "python",
      source:
        "import os, sys\npath = sys.argv[3] + 'judgemessage.txt'\n\(act)\nsys.stderr.write('m')\nsys.exit(43)"
    )
    let ran = try await sandbox.run(
      "bash", "echo 1", on: .checked(.program(inputs: [""]), answers: [""], by: checker))
    let judgement = try #require(ran.tests.first?.judgement)
    #expect(judgement.verdict == .wrong && !judgement.message.contains("root"))
    #expect(judgement.message.utf8.count <= 4_000)
  }

  // MARK: afterwards

  @Test func nothingIsLeftOnTheHost() async throws {
    for level in 0...3 { await Levels.sandbox(level)?.close() }
    #expect(!Processes.commandLines().contains { $0.contains(Leftovers.mark) })
    for folder in ["/tmp", "/var/tmp", "/dev/shm"] {
      #expect(access("\(folder)/message", F_OK) != 0, "\(folder)")
    }
    #expect(Leftovers.callers() == 0)
    #expect(Levels.directories.allSatisfy { access($0, F_OK) != 0 })
  }

  @Test func anOrdinaryUserIsNoWeaker() async throws {
    guard getuid() == 0, !AttackTests.isOrdinaryUser else { return }
    guard let outcome = OrdinaryUser.run(suite: "AttackTests") else { return }
    #expect(outcome.status == 0, "\(outcome.output.suffix(6_000))")
    #expect(outcome.output.contains("Test run with"))
  }
}
