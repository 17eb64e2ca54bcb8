import Grading
import Sandbox
import Testing

/// Programs that talk with an author's interactor.
@Suite struct InteractionTests {
  /// Thinks of the input's number; answers guesses; at most ten.
  static let guessing = JudgeProgram(
    name: "interactor.py", language: "python",
    source: """
      import sys
      secret = int(open(sys.argv[1]).read())
      def say(text, status):
          open(sys.argv[3] + "judgemessage.txt", "w").write(text)
          sys.exit(status)
      print(1000, flush=True)
      for turn in range(1, 11):
          line = sys.stdin.readline()
          if not line: say("no guess after %d" % (turn - 1), 43)
          guess = int(line)
          if guess == secret:
              print("right", flush=True)
              say("found in %d" % turn, 42)
          print("higher" if guess < secret else "lower", flush=True)
      say("too many guesses", 43)
      """)

  static let right = """
    low, high = 1, int(input())
    while True:
        middle = (low + high) // 2
        print(middle, flush=True)
        word = input()
        if word == "right": break
        if word == "higher": low = middle + 1
        else: high = middle - 1
    """

  func talk(
    _ source: String, _ secret: Int = 700, with interactor: JudgeProgram = guessing,
    language: String = "python", limits: Limits = .small
  ) async throws -> TestRun {
    let sandbox = try await Shared.sandbox()
    let test = Workload.InteractiveTest(input: "\(secret)\n", answer: "")
    let ran = try await sandbox.run(
      language, source, on: .interactive(tests: [test], with: interactor), limits: limits)
    return try #require(ran.tests.first, "\(ran.execution)")
  }

  @Test(arguments: [1, 2, 500, 999, 1000])
  func aRightProgramIsAcceptedAndTheTalkIsKept(secret: Int) async throws {
    let run = try await talk(Self.right, secret)
    #expect(run.termination == .exited(0), "\(run.errorOutput)")
    #expect(run.judgement?.verdict == .accepted)
    #expect(run.transcript?.hasPrefix("interactor: 1000\nprogram: 500\ninteractor: ") == true)
    #expect(run.transcript?.hasSuffix("interactor: right\n") == true)
  }

  @Test func theInteractorsRejectionComesBeforeWhatItDoesToTheProgram() async throws {
    let run = try await talk("n = input()\nwhile input() and True: print(1, flush=True)", 900)
    // It waits for a word before its first guess, so that nobody speaks: see the deadlock.
    #expect(run.termination == .timeLimit(.idle), "\(run)")
    let guesser = "input()\nwhile True:\n    print(1, flush=True)\n    input()"
    let rejected = try await talk(guesser, 900)
    #expect(rejected.termination == .exited(0))
    #expect(rejected.judgement == Judgement(.wrong, message: "too many guesses"))
  }

  @Test func aDeadlockEndsByTheIdleLimitOfTheProgram() async throws {
    var limits = Limits.small
    limits.cpuMilliseconds = 500
    let run = try await talk("input()\ninput()", limits: limits)
    #expect(run.termination == .timeLimit(.idle))
    #expect(run.judgement == nil)
    #expect(run.transcript == "interactor: 1000\n")
  }

  @Test func aProgramThatForgetsToFlushIsADeadlock() async throws {
    let source = "import sys\nsys.stdin.readline()\nprint(500)\nsys.stdin.readline()"
    let run = try await talk(source)
    #expect(run.termination == .timeLimit(.idle))
  }

  /// source, how it ends
  @Test(arguments: [
    ("input()\nraise ValueError(1)", Termination.exited(1)),
    ("while True: pass", .timeLimit(.cpu)),
    ("input()\nwhile True: print('x' * 5000)", .exited(0)),
    ("input()\nprint(1, flush=True)", .exited(0)),
  ])
  func itsOwnFailureIsTheProgramsAndAnEarlyEndIsJudged(
    source: String, termination: Termination
  ) async throws {
    do {
      let run = try await talk(source)
      #expect(run.termination == termination)
      if termination == .exited(0) {
        #expect(run.judgement == Judgement(.wrong, message: "no guess after 1"))
      } else {
        #expect(run.judgement == nil)
      }
    } catch let fault as Fault {
      // The interactor above reads numbers: words break it, and that is its author's mistake.
      #expect(source.contains("'x'"))
      #expect(fault.kind == .unreadableReference)
      #expect(fault.message.hasPrefix("interactor.py ended with status 1"), "\(fault.message)")
    }
  }

  @Test func muchIsSaidBothWaysWithoutAJam() async throws {
    let flood = JudgeProgram(
      name: "flood.py", language: "python",
      source: """
        import sys
        sys.stdout.write("y" * 500000 + "\\n")
        sys.stdout.flush()
        got = len(sys.stdin.readline())
        sys.exit(42 if got == 500001 else 43)
        """)
    let echo = "import sys\nline = sys.stdin.readline()\nsys.stdout.write(line)"
    let run = try await talk(echo, with: flood)
    #expect(run.judgement?.verdict == .accepted)
    #expect((run.transcript?.utf8.count ?? 0) < 14 << 10)
  }

  @Test func anInteractorThatWorksTooLongIsTheAuthorsFault() async throws {
    var slow = JudgeProgram(
      name: "slow.py", language: "python", source: "while True: pass")
    slow.limits.cpuMilliseconds = 2_500
    var limits = Limits.small
    limits.cpuMilliseconds = 500
    do {
      let run = try await talk("input()", with: slow, limits: limits)
      Issue.record("\(run)")
    } catch let fault as Fault {
      #expect(fault.kind == .unreadableReference && fault.message.hasPrefix("slow.py "))
    }
  }

  @Test func aCompiledProgramAndInteractorTalkToo() async throws {
    let adder = JudgeProgram(
      name: "adder.c", language: "c",
      source: """
        #include <stdio.h>
        int main(void) {
          int sum = 0;
          for (int i = 1; i <= 200; i++) {
            printf("%d\\n", i); fflush(stdout);
            int got; if (scanf("%d", &got) != 1 || got != (sum += i)) return 43;
          }
          printf("0\\n");
          return 42;
        }
        """)
    let source = """
      #include <stdio.h>
      int main(void) {
        int sum = 0, n;
        while (scanf("%d", &n) == 1 && n) { printf("%d\\n", sum += n); fflush(stdout); }
        return 0;
      }
      """
    let run = try await talk(source, with: adder, language: "c")
    #expect(run.judgement?.verdict == .accepted)
  }

  @Test func anUnreadableProgramIsACompileError() async throws {
    let sandbox = try await Shared.sandbox()
    let ran = try await sandbox.run(
      "python", "def f(:",
      on: .interactive(tests: [.init(input: "1", answer: "")], with: Self.guessing))
    #expect(ran.tests.isEmpty)
    guard case .failed = ran.execution.compilation else {
      Issue.record("\(ran.execution.compilation)")
      return
    }
  }
}
