internal import Grading

/// Lets a submission and the author's interactor talk, each in a sandbox of its own. What one
/// prints the other reads; it passes through here, so that the talk is known.
struct InteractionRunner {
  let helper: Helper
  let jail: Jail
  let work: WorkDirectory
  let prepared: Prepared
  let judge: JudgeProcess
  let limits: Limits

  func run(
    _ tests: [Workload.InteractiveTest], receive: (TestRun) -> Bool
  ) throws(Fault) -> WorkloadOutcome {
    for (index, test) in tests.enumerated() {
      var outcome = try jail.turns.beside(helper) { () throws(Fault) in try once(test, index) }
      let isInDoubt = outcome.wasLate || TimeDoubt.isIn(outcome.run, limits: limits)
      if isInDoubt {
        outcome = try jail.turns.alone(helper) { () throws(Fault) in try once(test, index) }
        if outcome.wasLate {
          throw Fault(
            .sandbox,
            "the machine was too busy: what program and interactor said was passed on late")
        }
      }
      if let diagnostics = outcome.diagnostics {
        return WorkloadOutcome(syntaxError: diagnostics)
      }
      let run = TimeDoubt.settled(outcome.run, limits: limits, isRepeated: isInDoubt)
      guard receive(run) else { break }
    }
    return WorkloadOutcome()
  }

  private func once(
    _ test: Workload.InteractiveTest, _ index: Int
  ) throws(Fault) -> (run: TestRun, diagnostics: String?, wasLate: Bool) {
    let delay = self.delay
    var talk = try start(test)
    try follow(&talk)
    let run = try testRun(index, talk)
    // Both stood still for as long as nobody passed on what they said.
    let wasLate =
      run.termination == .timeLimit(.idle)
      && Double(self.delay - delay) / 1e6 > run.usage.idleMilliseconds / 4
    return (run, ProgramRunner.syntaxError(of: talk.program), wasLate)
  }

  /// How long those who pass on what is said have waited for a core, in nanoseconds.
  private var delay: Int64 { Clocks.ownDelay + Clocks.delay(of: helper.pid) }

  // MARK: talking

  private struct Talk {
    let program: Child
    let interactor: JudgeProcess.Running
    let toProgram: Feed
    let toInteractor: Feed
    var transcript = Transcript()
    /// How much of each one's output was passed on.
    var passedOfProgram = 0
    var passedOfInteractor = 0
    /// What the interactor said before it could know of the program's end.
    var early: Judgement?
    /// The program was shown the end of its input before it ended: what became of it then counts
    /// less than why the interactor had no more to say.
    var programSawEnd = false

    mutating func pass() {
      let said = program.output[passedOfProgram...]
      transcript.take(said, from: .program)
      toInteractor.append(said)
      passedOfProgram = program.output.count
      let asked = interactor.child.output[passedOfInteractor...]
      transcript.take(asked, from: .interactor)
      toProgram.append(asked)
      passedOfInteractor = interactor.child.output.count
      toProgram.flush()
      toInteractor.flush()
    }

    var isBehind: Bool { toProgram.isBehind || toInteractor.isBehind }
  }

  private func start(_ test: Workload.InteractiveTest) throws(Fault) -> Talk {
    let toInteractor = try Feed()
    let interactor = try judge.start(
      input: test.input, answer: test.answer, output: nil, feed: toInteractor.reading,
      limits: judgeLimits)
    let toProgram = try Feed()
    let runner = ProgramRunner(
      helper: helper, jail: jail, work: work, prepared: prepared, limits: limits)
    let program = try runner.start(fedBy: toProgram.reading)
    return Talk(
      program: program, interactor: interactor, toProgram: toProgram, toInteractor: toInteractor)
  }

  /// While the program works or waits, so does the interactor: it may be idle for as long as the
  /// program may live.
  private var judgeLimits: ProcessLimits {
    let toolchain = judge.prepared.toolchain.toolchain
    var own = ProcessLimits(judge.program.limits, for: toolchain, level: jail.level)
    let patience = limits.wallMilliseconds + 10_000
    own.idleNanoseconds = UInt64(patience) * 1_000_000
    own.wallNanoseconds = max(own.wallNanoseconds, UInt64(2 * patience) * 1_000_000)
    return own
  }

  private func follow(_ talk: inout Talk) throws(Fault) {
    let (program, interactor) = (talk.program, talk.interactor.child)
    var programIsOver = false
    var interactorIsOver = false
    while program.ending == nil || interactor.ending == nil {
      // A pipe that is full is looked at again soon; nothing tells when it has room.
      try helper.step(milliseconds: talk.isBehind ? 2 : 1_000)
      talk.pass()
      if interactor.ending != nil, !interactorIsOver {
        interactorIsOver = true
        if !talk.toInteractor.isFinished { try heed(&talk) }
      }
      if let ending = program.ending, !programIsOver {
        programIsOver = true
        let isFine = try Termination(ending, of: program) == .exited(0)
        if !isFine, !talk.programSawEnd { helper.stop(interactor) }
      }
      if program.outputPipe == nil { talk.toInteractor.finish() }
      if interactor.outputPipe == nil, !talk.toProgram.isFinished {
        talk.toProgram.finish()
        talk.programSawEnd = !talk.toInteractor.isFinished
      }
    }
  }

  /// An interactor that rejects before the program has ended has said all there is to say.
  private func heed(_ talk: inout Talk) throws(Fault) {
    let judgement = try judge.judgement(of: talk.interactor)
    talk.early = judgement
    if judgement.verdict != .accepted { helper.stop(talk.program) }
  }

  // MARK: what came of it

  private func testRun(_ index: Int, _ talk: Talk) throws(Fault) -> TestRun {
    guard let ending = talk.program.ending else {
      throw Fault(.sandbox, "the program has not ended")
    }
    var run = TestRun(
      index: index, termination: try Termination(ending, of: talk.program),
      product: .output(talk.program.output), usage: Usage(ending),
      errorOutput: talk.program.errorTail.text, transcript: talk.transcript.text)
    if let early = talk.early, early.verdict != .accepted {
      // The program was stopped, or broke down over it.
      run.termination = .exited(0)
      run.judgement = early
    } else if run.termination == .exited(0) {
      run.judgement = try verdict(talk)
    } else if talk.programSawEnd, talk.early == nil, try verdict(talk).verdict != .accepted {
      run.termination = .exited(0)
      run.judgement = try verdict(talk)
    } else if run.termination == .timeLimit(.idle) {
      try blame(talk)
    }
    return run
  }

  private func verdict(_ talk: Talk) throws(Fault) -> Judgement {
    if let early = talk.early { return early }
    return try judge.judgement(of: talk.interactor)
  }

  /// A program that waited while the interactor worked, or was kept from working, is not to blame:
  /// only if both were idle at once did they wait for one another.
  private func blame(_ talk: Talk) throws(Fault) {
    guard let program = talk.program.ending, let interactor = talk.interactor.child.ending else {
      return
    }
    let idle = Double(program.idleNanoseconds)
    let bothIdle = idle + Double(interactor.idleNanoseconds) - Double(program.wallNanoseconds)
    if bothIdle < idle / 2 {
      let worked = Int(interactor.cpuNanoseconds / 1_000_000)
      throw judge.broken("kept the program waiting too long, and worked for \(worked) ms")
    }
  }
}
