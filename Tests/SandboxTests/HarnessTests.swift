import Grading
import Sandbox
import Testing

@Suite struct HarnessTests {
  static let check = """
    def check(candidate):
        assert candidate([1, 2, 3]) == 6
        assert candidate([]) == 0
        assert all(candidate([i]) == i for i in range(5))
    """

  func judge(
    _ source: String, _ code: String = check, entryPoint: String = "total", limits: Limits = .small
  ) async throws -> (test: TestRun, integrity: Execution.Integrity) {
    let sandbox = try await Shared.sandbox()
    let ran = try await sandbox.run(
      "python", source, on: .harness(code: code, entryPoint: entryPoint), limits: limits)
    return (try #require(ran.tests.first), ran.execution.integrity)
  }

  @Test func aRightSolutionPassesAndAWrongOneFails() async throws {
    let right = try await judge("def total(a): return sum(a)")
    #expect(right.test.product == .passed && right.integrity == .separate)
    let wrong = try await judge("def total(a): return sum(a) + len(a)")
    guard case .failed(let message) = wrong.test.product else {
      Issue.record("\(wrong)")
      return
    }
    #expect(message.hasPrefix("AssertionError (line 2: assert candidate([1, 2, 3]) == 6)\n"))
  }

  @Test func anExceptionOfTheSolutionsIsToldWithItsTrace() async throws {
    let outcome = try await judge("class No(Exception): pass\ndef total(a): raise No('why')")
    guard case .raised("No", "why", let trace) = outcome.test.product else {
      Issue.record("\(outcome)")
      return
    }
    #expect(trace.contains("in total"))
  }

  /// Wrong solutions that fool test code run beside them.
  static let forgeries: [String] = [
    "class L:\n    def __eq__(s, o): return True\ndef total(a): return L()",
    "class L(int):\n    def __eq__(s, o): return True\ndef total(a): return L(7)",
    "import os\nos._exit(0)",
    "import sys\nsys.exit(0)",
    "import os\ndef total(a): os._exit(0)",
    "import sys\ndef total(a): sys.exit(0)",
    "def total(a): raise SystemExit(0)",
    "import atexit, os\natexit.register(lambda: os._exit(0))\ndef total(a): return 7",
    "import os\ndef total(a):\n    os.write(3, b'\\x01\\x00\\x00\\x00p')\n    return 7",
    "import os\nfor f in range(3, 256):\n    try: os.write(f, b'\\x01\\x00\\x00\\x00p' * 9)\n    except OSError: pass\ndef total(a): return 7",
    "import builtins\nbuiltins.AssertionError = int\nbuiltins.all = lambda x: True\ndef total(a): return 7",
    "import sys\ndef skip(frame, event, arg): return skip\nsys.settrace(skip)\ndef total(a): return 7",
    "import json\njson.loads = lambda *a, **k: 6\ndef total(a): return 7",
    "print('ALL TESTS PASSED')\ndef total(a): return 7",
    "def check(candidate): pass\ndef total(a): return 7",
    "import sys\ndef total(a):\n    f = sys._getframe()\n    while f:\n        f.f_locals.clear()\n        f = f.f_back\n    return 7",
  ]

  @Test(arguments: forgeries)
  func aForgeryIsRejected(source: String) async throws {
    let outcome = try await judge(source)
    #expect(outcome.test.product != .passed)
    #expect(outcome.integrity == .separate)
  }

  /// Test code, and a right solution for it; none needs the same process.
  static let styles: [(String, String)] = [
    ("assert total([1]) == 1\nassert total(a=[2]) == 2", "def total(a): return sum(a)"),
    (
      "def check(candidate):\n    assert candidate([1]) < inf and math.isclose(sqrt(candidate([4])), 2)",
      "from math import *\ninf = 5\ndef total(a): return sum(a)"
    ),
    (
      "import unittest\nclass T(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(total([1]), 1)\n        with self.assertRaises(ValueError):\n            total(None)",
      "class Odd(ValueError): pass\ndef total(a):\n    if a is None: raise Odd('x')\n    return sum(a)"
    ),
    (
      "def check(candidate):\n    a = [3, 1, 2]\n    assert candidate(a) is None and a == [1, 2, 3]",
      "def total(a): a.sort()"
    ),
    ("def test_it():\n    assert total([2, 3]) == 5", "def total(a): return sum(a)"),
    (
      "def check(candidate):\n    try: candidate([])\n    except ZeroDivisionError: return\n    assert False",
      "def total(a): return 1 / len(a)"
    ),
    (
      "def check(candidate):\n    assert candidate((1, {2}, {'a': [None]})) == (1, {2}, {'a': [None]})",
      "def total(a): return a"
    ),
  ]

  @Test(arguments: styles)
  func everyStyleOfTestCodeRunsApart(code: String, source: String) async throws {
    let outcome = try await judge(source, code)
    #expect(outcome.test.product == .passed)
    #expect(outcome.integrity == .separate)
  }

  @Test func argumentsThatCannotLeaveAreTestedTogetherAndLabelled() async throws {
    let code = "def check(candidate):\n    assert candidate(lambda x: x + 1, 1) == 2"
    let right = try await judge("def total(f, x): return f(x)", code)
    #expect(right.test.product == .passed && right.integrity == .inProcess)
    let wrong = try await judge("def total(f, x): return x", code)
    #expect(wrong.test.product != .passed && wrong.integrity == .inProcess)
  }

  @Test func testCodeThatUsesTheSolutionsOtherDefinitionsIsLabelled() async throws {
    let code = """
      def check(candidate):
          root = Node(1)
          root.next = Node(2)
          assert candidate(root) == 3
      """
    let source = """
      class Node:
          def __init__(self, value): self.value, self.next = value, None
      def test_nothing(): assert False
      def total(a): return a.value + a.next.value
      """
    let outcome = try await judge(source, code)
    #expect(outcome.test.product == .passed && outcome.integrity == .inProcess)
  }

  @Test func aFunctionMayBeCalledCheck() async throws {
    let outcome = try await judge(
      "def check(n): return n > 2", "assert check(3) and not check(1)", entryPoint: "check")
    #expect(outcome.test.product == .passed && outcome.integrity == .separate)
  }

  @Test func aSolutionCannotBringAboutTheLabel() async throws {
    let code = "def check(candidate):\n    assert candidate(candidate([1])) == 1"
    let outcome = try await judge("def total(a): return object()", code)
    #expect(outcome.test.product != .passed && outcome.integrity == .separate)
  }

  @Test func limitsAndCrashesAreTheSolutions() async throws {
    var limits = Limits.small
    limits.cpuMilliseconds = 300
    for (source, termination) in [
      ("def total(a):\n    while True: pass", Termination.timeLimit(.cpu)),
      ("import time\ndef total(a): time.sleep(60)", .timeLimit(.idle)),
      ("def total(a): return bytes(1 << 42)", .memoryLimit(inferred: true)),
      ("import os\ndef total(a): os.abort()", .signalled(6)),
    ] {
      let outcome = try await judge(source, limits: limits)
      #expect(outcome.test.termination == termination)
      #expect(outcome.test.product != .passed)
    }
  }

  @Test func unreadableTestCodeIsAFault() async throws {
    for code in ["def check(:", "import os\nos._exit(0)"] {
      await #expect(throws: Fault.self) {
        _ = try await judge("def total(a): return 0", code)
      }
    }
  }

  @Test func anUnreadableSolutionIsACompileError() async throws {
    let sandbox = try await Shared.sandbox()
    let ran = try await sandbox.run(
      "python", "def total(:", on: .harness(code: HarnessTests.check, entryPoint: "total"))
    guard case .failed = ran.execution.compilation else {
      Issue.record("\(ran)")
      return
    }
    #expect(ran.tests.isEmpty)
  }
}
