import Foundation
import Grading
import Testing

/// Packages of contests whose own programs judge, from end to end.
@Suite struct PackageJudgingTests {
  /// Any two positive numbers with the sum that the input names; the flag `distinct` wants two.
  private static let validator = """
    #include "sum.h"
    #include <cstring>
    #include <fstream>
    int main(int argc, char** argv) {
      std::ifstream in(argv[1]);
      std::ofstream message(std::string(argv[3]) + "judgemessage.txt");
      long n = 0, a = 0, b = 0;
      in >> n;
      bool distinct = argc > 4 && std::strcmp(argv[4], "distinct") == 0;
      if (!(std::cin >> a >> b) || !is_sum(a, b, n)) { message << "no such sum"; return 43; }
      if (distinct && a == b) { message << "twice the same"; return 43; }
      return 42;
    }
    """

  private func kattis(_ desk: Desk, _ yaml: String) throws {
    try desk.write("set/sum/problem.yaml", yaml)
    try desk.write("set/sum/problem_statement/problem.en.md", "Two numbers with that sum.")
    for (name, text) in [("sample/1", "4\n"), ("secret/2", "10\n")] {
      try desk.write("set/sum/data/\(name).in", text)
      try desk.write("set/sum/data/\(name).ans", "1 3\n")
    }
    try desk.write(
      "set/sum/submissions/accepted/a.py", "n = int(input())\nprint(1, n - 1)\n")
    try desk.write("set/sum/submissions/accepted/b.py", "n = int(input())\nprint(n - 1, 1)\n")
    try desk.write(
      "set/sum/submissions/wrong_answer/half.py", "n = int(input())\nprint(n // 2, n // 2)\n")
  }

  @Test func aKattisPackageIsJudgedByItsOwnValidator() async throws {
    let desk = Desk()
    try kattis(desk, "name: Sum\nvalidation: custom\nvalidator_flags: distinct\n")
    try desk.write("set/sum/output_validators/check/check.cc", Self.validator)
    try desk.write(
      "set/sum/output_validators/check/sum.h",
      "#include <iostream>\n#include <string>\nbool is_sum(long a, long b, long n);\n")
    try desk.write(
      "set/sum/output_validators/check/sum.cc",
      "#include \"sum.h\"\nbool is_sum(long a, long b, long n) { return a > 0 && b > 0 && a + b == n; }\n"
    )
    try desk.write(
      "set/sum/input_validators/v.py",
      "import sys\nsys.exit(42 if sys.stdin.read().strip().isdigit() else 43)\n")
    let checked = try await desk.assay("check", "set")
    #expect(checked.status == 0, "\(checked.output)\(checked.messages)")
    #expect(checked.messages.contains("1 problem, 4 checks: all passed"), "\(checked.messages)")

    try desk.write("set/sum/data/secret/3.in", "-5\n")
    try desk.write("set/sum/data/secret/3.ans", "1 3\n")
    let refused = try await desk.assay("check", "set")
    #expect(refused.status == 1)
    #expect(
      (refused.output + refused.messages).contains("refuses the input of secret/3"),
      "\(refused.output)")
  }

  @Test func lettersOfEitherCaseAreTheSameToKattisUnlessItSaysOtherwise() async throws {
    for (flags, reasons) in [
      ("", ["accepted", "accepted", "wrong_answer"]),
      ("validator_flags: case_sensitive", ["accepted", "wrong_answer", "wrong_answer"]),
      ("validator_flags: float_tolerance 1e-3", ["accepted", "accepted", "accepted"]),
    ] {
      let desk = Desk()
      try desk.write("set/say/problem.yaml", "name: Say\n\(flags)\n")
      try desk.write("set/say/problem_statement/problem.en.md", "Say it.")
      try desk.write("set/say/data/secret/1.in", "")
      try desk.write("set/say/data/secret/1.ans", "Yes 1.5\n")
      let outputs = ["Yes  1.5", "YES 1.5", "yes 1.5001"].map { said in
        JSON.object([
          .init("problem_id", .string("say")),
          .init("completion", .string("```python\nprint(\"\(said)\")\n```")),
        ]).text
      }
      try desk.write("outputs.jsonl", outputs.joined(separator: "\n"))
      let result = try await desk.assay("grade", "set", "--outputs", "outputs.jsonl", "--no-report")
      #expect(result.status == 0, "\(result.messages)")
      #expect(try await desk.export().map { $0["reason"]?.string } == reasons, "\(flags)")
    }
  }

  @Test func anInteractivePackageTalks() async throws {
    let desk = Desk()
    try desk.write("set/guess/problem.yaml", "name: Guess\ntype: interactive\n")
    try desk.write("set/guess/statement/problem.en.md", "Guess the number.")
    try desk.write("set/guess/data/secret/1.in", "37\n")
    try desk.write("set/guess/data/secret/1.ans", "\n")
    try desk.write(
      "set/guess/output_validator/talk.py",
      """
      import sys
      secret = int(open(sys.argv[1]).read())
      for _ in range(10):
          guess = int(sys.stdin.readline())
          print("right" if guess == secret else "higher" if guess < secret else "lower", flush=True)
          if guess == secret:
              sys.exit(42)
      sys.exit(43)
      """)
    try desk.write(
      "set/guess/submissions/accepted/halves.py",
      """
      low, high = 1, 1000
      while True:
          middle = (low + high) // 2
          print(middle, flush=True)
          said = input()
          if said == "right":
              break
          low, high = (middle + 1, high) if said == "higher" else (low, middle - 1)
      """)
    try desk.write(
      "set/guess/submissions/wrong_answer/up.py",
      "n = 0\nwhile True:\n    n += 1\n    print(n, flush=True)\n    if input() == 'right': break\n"
    )
    let checked = try await desk.assay("check", "set")
    #expect(checked.status == 0, "\(checked.output)\(checked.messages)")
    #expect(checked.messages.contains("2 checks: all passed"), "\(checked.messages)")
  }

  private func polygon(_ desk: Desk, checker: String, beside: [String: String]) throws {
    try desk.write(
      "set/sum/problem.xml",
      """
      <problem><names><name language="english" value="Sum"/></names>
      <judging><testset name="tests"><time-limit>2000</time-limit>
      <input-path-pattern>tests/%02d</input-path-pattern>
      <answer-path-pattern>tests/%02d.a</answer-path-pattern>
      <tests><test sample="true"/></tests></testset></judging>
      <assets><checker type="testlib"><source path="files/check.cpp" type="cpp.g++17"/></checker>
      <solutions><solution tag="main"><source path="solutions/a.py"/></solution>
      <solution tag="wrong-answer"><source path="solutions/w.py"/></solution></solutions></assets>
      </problem>
      """)
    try desk.write("set/sum/statement-sections/english/legend.tex", "Two numbers with that sum.")
    try desk.write("set/sum/tests/01", "10\n")
    try desk.write("set/sum/tests/01.a", "1 9\n")
    try desk.write("set/sum/solutions/a.py", "print(4, int(input()) - 4)\n")
    try desk.write("set/sum/solutions/w.py", "print(4, 4)\n")
    try desk.write("set/sum/files/check.cpp", checker)
    for (name, text) in beside { try desk.write("set/sum/\(name)", text) }
  }

  /// A few lines in the place of the library, with its exit codes.
  private static let header = """
    #include <cstdlib>
    #include <fstream>
    #include <iostream>
    struct Opened { std::ifstream in; int readInt() { int n = 0; in >> n; return n; } };
    inline Opened inf, ouf, ans;
    inline void registerTestlibCmd(int, char** argv) {
      inf.in.open(argv[1]); ouf.in.open(argv[2]); ans.in.open(argv[3]);
    }
    enum { _ok = 0, _wa = 1 };
    inline void quitf(int how, const char* what) { std::cerr << what; std::exit(how); }
    """

  private static let checker = """
    #include "testlib.h"
    int main(int argc, char* argv[]) {
      registerTestlibCmd(argc, argv);
      int n = inf.readInt(), a = ouf.readInt(), b = ouf.readInt();
      if (a + b != n) quitf(_wa, "no such sum");
      quitf(_ok, "fine");
    }
    """

  @Test func aPolygonPackageIsJudgedByItsOwnChecker() async throws {
    let desk = Desk()
    try polygon(desk, checker: Self.checker, beside: ["files/testlib.h": Self.header])
    let checked = try await desk.assay("check", "set")
    #expect(checked.status == 0, "\(checked.output)\(checked.messages)")
    #expect(checked.messages.contains("2 checks: all passed"), "\(checked.messages)")
  }

  @Test func aCheckerWithoutItsLibraryIsSaidAndNotGuessed() async throws {
    let desk = Desk()
    try polygon(desk, checker: Self.checker, beside: [:])
    let checked = try await desk.assay("check", "set")
    #expect(checked.status == 2)
    #expect(
      checked.messages.contains(
        "set/sum/files/check.cpp: sum: it includes testlib.h, which is not in the package; put testlib.h beside it; Assay does not come with it"
      ), "\(checked.messages)")
  }
}
