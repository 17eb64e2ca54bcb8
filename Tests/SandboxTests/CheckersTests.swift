import Grading
import Sandbox
import Testing

/// Authors' checkers, in their own sandbox.
@Suite struct CheckersTests {
  /// Accepts a pair of numbers with the sum that the input names; half the points for zeros.
  static let pairs = """
    import sys
    wanted = int(open(sys.argv[1]).read())
    words = sys.stdin.read().split()
    feedback = sys.argv[3]
    def say(text, status):
        open(feedback + "judgemessage.txt", "w").write(text)
        sys.exit(status)
    if len(words) != 2: say("two numbers are wanted", 43)
    a, b = map(int, words)
    if a + b != wanted: say("%d + %d is not %d" % (a, b, wanted), 43)
    if 0 in (a, b): open(feedback + "score.txt", "w").write("0.5")
    say("fine", 42)
    """

  static func kattis(_ source: String, language: String = "python") -> JudgeProgram {
    JudgeProgram(name: "checker.py", language: language, source: source)
  }

  /// The judgement of a program that prints a text.
  func judgement(
    of output: String, by checker: JudgeProgram, input: String = "7\n", answer: String = "3 4\n"
  ) async throws(Fault) -> Judgement? {
    let sandbox: Sandbox
    do { sandbox = try await Shared.sandbox() } catch { throw Fault(.sandbox, "\(error)") }
    let ran = try await sandbox.run(
      "bash", "printf '%s' '\(output)'",
      on: .checked(.program(inputs: [input]), answers: [answer], by: checker))
    return ran.tests.first?.judgement
  }

  @Test(arguments: [
    ("3 4", Judgement(.accepted, message: "fine")),
    ("6 1\n", Judgement(.accepted, message: "fine")),
    ("3 5", Judgement(.wrong, message: "3 + 5 is not 7")),
    ("", Judgement(.wrong, message: "two numbers are wanted")),
    ("0 7", Judgement(.partial, share: 0.5, message: "fine")),
  ])
  func aKattisCheckerDecides(output: String, expected: Judgement) async throws {
    #expect(try await judgement(of: output, by: Self.kattis(Self.pairs)) == expected)
  }

  /// source of a checker, what its fault says
  static let broken: [(String, String)] = [
    ("raise ValueError('oh')", "ended with status 1, where 42 accepts and 43 rejects: "),
    ("", "ended with status 0, where 42 accepts"),
    ("import os\nos.abort()", "was killed by signal 6"),
    (
      "import sys\nopen(sys.argv[3] + 'score.txt', 'w').write('1')\nsys.exit(43)",
      "rejected (43), but wrote a score.txt"
    ),
    (
      "import sys\nopen(sys.argv[3] + 'score.txt', 'w').write('7')\nsys.exit(42)",
      "wrote a score.txt that is no number from 0 to 1"
    ),
    (
      "import sys, os\nos.symlink(sys.argv[1], sys.argv[3] + 'score.txt')\nsys.exit(42)",
      "wrote a score.txt that is no number"
    ),
    (
      "import sys\nopen(sys.argv[3] + 'nextpass.in', 'w')\nsys.exit(42)", "asks for another pass"
    ),
    ("while True: print('x' * 10000)", "wrote more than it may"),
    ("def f(:", "ended with status 1"),
  ]

  @Test(arguments: broken)
  func aCheckerThatBreaksDownIsAFaultThatNamesIt(source: String, says: String) async throws {
    do {
      let judgement = try await judgement(of: "3 4", by: Self.kattis(source))
      Issue.record("it said \(String(describing: judgement))")
    } catch {
      #expect(error.kind == .unreadableReference)
      #expect(error.message.hasPrefix("checker.py \(says)"), "\(error.message)")
    }
  }

  @Test func aCheckerThatCannotBeCompiledIsAFaultWithTheCompilersWords() async throws {
    do {
      _ = try await judgement(of: "3 4", by: Self.kattis("int main( {", language: "c"))
      Issue.record("it ran")
    } catch {
      #expect(error.kind == .unreadableReference)
      #expect(error.message.hasPrefix("checker.py cannot be compiled: "))
      #expect(error.message.contains("error"))
    }
  }

  /// exit status, standard error, what is judged; nil for a fault
  @Test(arguments: [
    (0, "ok 2 numbers", Judgement(.accepted, message: "ok 2 numbers")),
    (1, "wrong answer 3", Judgement(.wrong, message: "wrong answer 3")),
    (2, "wrong output format", Judgement(.presentation, message: "wrong output format")),
    (3, "FAIL no answer", nil), (4, "dirt", Judgement(.wrong, message: "dirt")),
    (7, "points 0.25 some", Judgement(.partial, share: 0.25, message: "points 0.25 some")),
    (7, "1 all", Judgement(.accepted, message: "1 all")), (7, "points 12", nil), (7, "", nil),
    (8, "unexpected eof", Judgement(.presentation, message: "unexpected eof")), (42, "", nil),
    (60, "", nil), (139, "", nil),
  ])
  func testlibsExitCodesDecide(status: Int, said: String, expected: Judgement?) async throws {
    let checker = JudgeProgram(
      name: "checker.sh", language: "bash", source: "echo -n '\(said)' >&2; exit \(status)",
      convention: .testlib)
    do {
      #expect(try await judgement(of: "1", by: checker) == expected)
      #expect(expected != nil)
    } catch {
      #expect(expected == nil && error.kind == .unreadableReference, "\(error)")
    }
  }

  @Test func testlibGetsInputOutputAndAnswerAsFilesAndHeadersStandBeside() async throws {
    let source = """
      #include "paper.h"
      int main(int n, char **v) {
        return n == 5 && same(v[1], "7\\n") && same(v[2], "3 4") && same(v[3], "a\\n")
          && !strcmp(v[4], "strict") ? 0 : 1;
      }
      """
    let header = """
      #include <stdio.h>
      #include <string.h>
      static int same(const char *path, const char *text) {
        char line[99] = {0};
        FILE *file = fopen(path, "r");
        return file && fread(line, 1, 98, file) == strlen(text) && !strcmp(line, text);
      }
      """
    let checker = JudgeProgram(
      name: "checker.c", language: "c", source: source,
      files: [.init(name: "paper.h", text: header)],
      convention: .testlib, arguments: ["strict"])
    #expect(
      try await judgement(of: "3 4", by: checker, answer: "a\n") == Judgement(.accepted))
  }

  @Test func aCheckerSeesNothingButItsPapers() async throws {
    let checker = Self.kattis(
      """
      import os, sys
      seen = sorted(os.listdir("/assay")) + sorted(os.listdir("/source"))
      for path in ("/etc/passwd", "/root", "/home"):
          if os.path.exists(path): seen.append(path)
      sys.stderr.write(" ".join(seen))
      sys.exit(43)
      """)
    let sandbox = try await Shared.sandbox()
    guard sandbox.isolation.level >= 2 else { return }
    #expect(
      try await judgement(of: "x", by: checker)
        == Judgement(.wrong, message: "answer input solution.py"))
  }

  @Test func onlyWhatCameToItsEndIsJudged() async throws {
    let sandbox = try await Shared.sandbox()
    let ran = try await sandbox.run(
      "bash", "read -r x; echo 3 4; exit $x",
      on: .checked(
        .program(inputs: ["0\n", "5\n"]), answers: ["", ""],
        by: Self.kattis("import sys\nsys.exit(42)")))
    #expect(ran.tests.map(\.judgement) == [Judgement(.accepted), nil])
    #expect(ran.tests.map(\.termination) == [.exited(0), .exited(5)])
  }

  @Test func aFunctionsResultsAreJudgedAsJSON() async throws {
    let checker = Self.kattis(
      """
      import json, sys
      call = json.load(open(sys.argv[1]))
      found = json.load(sys.stdin)
      n = call["args"][0]
      sys.exit(42 if isinstance(found, list) and sorted(found) == list(range(n)) else 43)
      """)
    let sandbox = try await Shared.sandbox()
    let source = "def order(n): return [object()] if n == 3 else list(range(n))[::-1] if n else 0"
    let calls = [2, 0, 3].map { Call(arguments: [.int("\($0)")]) }
    let ran = try await sandbox.run(
      "python", source,
      on: .checked(
        .calls(entryPoint: "order", calls: calls), answers: ["null", "null", "null"], by: checker))
    #expect(ran.tests.map { $0.judgement?.verdict } == [.accepted, .wrong, nil])
  }
}
