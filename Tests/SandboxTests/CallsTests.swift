import Glibc
import Grading
import Sandbox
import Testing

@Suite struct CallsTests {
  static let values: [TypedValue] = [
    .none, .bool(true), .int("0"), .int("-7"),
    .int("123456789012345678901234567890"), .int(String(repeating: "9", count: 6_000)),
    .float(0.1), .float(-0.0), .float(1e300), .float(5), .float(.infinity), .text(""),
    .text("Grüße \u{1F600} \"\\\n\u{0}"), .bytes([0, 255]), .list([]), .tuple([.int("1")]),
    .list([.list([.int("1"), .text("a")]), .tuple([]), .none, .float(2.5)]),
    .set([.int("3")]), .frozenset([.text("x")]), .dictionary([]),
    .dictionary([.init(.text("a"), .int("1")), .init(.text("b"), .list([.none]))]),
    .dictionary([.init(.int("1"), .text("a")), .init(.tuple([.int("1")]), .none)]),
    .dictionary([.init(.text("$tuple"), .list([]))]), .complex(real: 1.5, imaginary: -2),
  ]

  @Test func plainValuesGoInAndOutUnchanged() async throws {
    let sandbox = try await Shared.sandbox()
    let tests = try await sandbox.call("def f(x): return x", "f", CallsTests.values.map { [$0] })
    #expect(tests.map(\.product) == CallsTests.values.map { .returned($0) })
    #expect(tests.map(\.index) == Array(CallsTests.values.indices))
  }

  @Test func notANumberComesBackAsOne() async throws {
    let sandbox = try await Shared.sandbox()
    let tests = try await sandbox.call("def f(x): return x", "f", [[.float(.nan)]])
    guard case .returned(.float(let value)) = tests[0].product else {
      Issue.record("\(tests)")
      return
    }
    #expect(value.isNaN)
  }

  /// Python expression, what the call gives
  static let results: [(String, TypedValue)] = [
    ("Lucky()", .opaque("Lucky")),
    ("[Lucky()]", .list([.opaque("Lucky")])),
    ("LuckyInt(3)", .int("3")),
    ("LuckyList([1, LuckyInt(2)])", .list([.int("1"), .int("2")])),
    ("collections.OrderedDict(a=1)", .dictionary([.init(.text("a"), .int("1"))])),
    ("collections.Counter('aa')", .dictionary([.init(.text("a"), .int("2"))])),
    ("P(1, 2)", .tuple([.int("1"), .int("2")])),
    ("range(3)", .opaque("range")),
    ("f", .opaque("function")),
    ("1e16", .float(1e16)),
    ("True", .bool(true)),
    ("'\\ud800'", .text("\u{FFFD}")),
  ]

  @Test(arguments: results)
  func onlyExactPlainDataCounts(expression: String, expected: TypedValue) async throws {
    let sandbox = try await Shared.sandbox()
    let source = """
      import collections
      P = collections.namedtuple("P", "x y")
      class Lucky:
          def __eq__(self, other): return True
          __hash__ = None
      class LuckyInt(int):
          def __eq__(self, other): return True
          def __int__(self): return 99
          def __index__(self): return 99
          __hash__ = int.__hash__
      class LuckyList(list):
          def __eq__(self, other): return True
          def __iter__(self): return iter([99])
      def f(): return \(expression)
      """
    let tests = try await sandbox.call(source, "f", [[]])
    #expect(tests.map(\.product) == [.returned(expected)])
  }

  @Test func aDeepOrHugeResultIsOpaqueAndTheNextCallGoesOn() async throws {
    let sandbox = try await Shared.sandbox()
    let source = """
      def f(n):
          if n == 2: return "x" * (20 << 20)
          x = []
          for _ in range(n): x = [x]
          return x
      """
    let tests = try await sandbox.call(source, "f", [[.int("5000")], [.int("2")], [.int("0")]])
    for test in tests.prefix(2) {
      guard case .returned(.opaque) = test.product else {
        Issue.record("\(test)")
        continue
      }
    }
    #expect(tests.last?.product == .returned(.list([])))
  }

  @Test func writingToFilesThatAreNotOpenChangesNothing() async throws {
    let sandbox = try await Shared.sandbox()
    let source = """
      import os
      def f(x):
          for fd in range(3, 198):
              try: os.write(fd, b"v1")
              except OSError: pass
          return x
      """
    let tests = try await sandbox.call(source, "f", [[.int("1")], [.int("2")]])
    #expect(tests.map(\.product) == [.returned(.int("1")), .returned(.int("2"))])
  }

  @Test func aCallThatEndsItsProcessCostsOnlyItself() async throws {
    let sandbox = try await Shared.sandbox()
    let source = """
      import ctypes, os, sys, time
      def f(x):
          if x == 1: os._exit(0)
          if x == 2: sys.exit(0)
          if x == 3: ctypes.string_at(0)
          if x == 4:
              while True: pass
          if x == 5: time.sleep(60)
          if x == 6: return b"x" * (1 << 42)
          if x == 7: return [b"x" * (1 << 20) + bytes(i) for i in range(4096)]
          if x == 8: os.close(198); time.sleep(60)
          if x == 9: raise KeyError("nine")
          if x == 10: os.kill(os.getpid(), 9)
          if x == 11: print("y" * (4 << 20))
          return x
      """
    var limits = Limits.small
    limits.cpuMilliseconds = 500
    let tests = try await sandbox.call(
      source, "f", (0...12).map { [.int("\($0)")] }, limits: limits)
    let terminations: [Termination] = [
      .exited(0), .exited(0), .exited(0), .signalled(SIGSEGV), .timeLimit(.cpu),
      .timeLimit(.idle), .memoryLimit(inferred: true), .memoryLimit(inferred: false),
      .signalled(SIGKILL), .exited(0), .signalled(SIGKILL), .outputLimit, .exited(0),
    ]
    #expect(tests.map(\.termination) == terminations.map(sandbox.asFarAsTold))
    let nothing = tests.indices.filter { tests[$0].product == .nothing && $0 != 7 }
    #expect(nothing == [1, 3, 4, 5, 8, 10, 11])
    #expect(tests[0].product == .returned(.int("0")))
    #expect(tests[12].product == .returned(.int("12")))
    guard case .raised(let type, let message, let trace) = tests[9].product else {
      Issue.record("\(tests[9])")
      return
    }
    #expect(type == "KeyError" && message == "'nine'")
    #expect(trace.contains("in f") && !trace.contains("driver"))
    guard case .raised("SystemExit", _, _) = tests[2].product else {
      Issue.record("\(tests[2])")
      return
    }
  }

  @Test func stateStaysBetweenCallsAndNamedArgumentsArrive() async throws {
    let sandbox = try await Shared.sandbox()
    let calls = [
      Call(arguments: [], named: [.init("by", .int("2"))]), Call(arguments: [.int("3")]),
    ]
    let ran = try await sandbox.run(
      "python", "n = 0\ndef f(by):\n    global n\n    n += by\n    return n",
      on: .calls(entryPoint: "f", calls: calls))
    #expect(ran.tests.map(\.product) == [.returned(.int("2")), .returned(.int("5"))])
    #expect(ran.execution.compilation == .notNeeded)
    #expect(ran.execution.integrity == .separate)
  }

  @Test(arguments: ["f", "Solution.f", "Solution().f"])
  func methodsOfASolutionClassCanBeCalled(name: String) async throws {
    let sandbox = try await Shared.sandbox()
    let source = "class Solution:\n    def f(self, x: int) -> int: return x + 1"
    let tests = try await sandbox.call(source, name, [[.int("1")]])
    #expect(tests.map(\.product) == [.returned(.int("2"))])
  }

  @Test func anUnreadableSourceIsACompileErrorAndNoTestIsHandedOver() async throws {
    let sandbox = try await Shared.sandbox()
    for source in ["def f(:", "return 1", "x = '\u{0}'", String(repeating: "(", count: 5_000)] {
      let ran = try await sandbox.run(
        "python", source, on: .calls(entryPoint: "f", calls: [Call(arguments: [])]))
      guard case .failed = ran.execution.compilation else {
        Issue.record("\(ran)")
        continue
      }
      #expect(ran.tests.isEmpty)
    }
  }

  @Test func whatFailsInLoadingFailsEveryTest() async throws {
    let sandbox = try await Shared.sandbox()
    var limits = Limits.small
    limits.cpuMilliseconds = 300
    for (source, termination) in [
      ("import os\nos._exit(0)", Termination.exited(0)), ("while True: pass", .timeLimit(.cpu)),
      ("raise ValueError", .exited(0)), ("def g(): pass", .exited(1)),
    ] {
      let tests = try await sandbox.call(source, "f", [[], [], []], limits: limits)
      #expect(tests.map(\.termination) == Array(repeating: termination, count: 3))
      #expect(tests.map(\.index) == [0, 1, 2])
      #expect(
        tests.allSatisfy {
          if case .returned = $0.product { false } else { true }
        })
    }
  }

  @Test func forgedFramesChooseResultsAndNothingElse() async throws {
    let sandbox = try await Shared.sandbox()
    let source = """
      import os
      def frame(body): os.write(198, len(body).to_bytes(4, "little") + body)
      def f(x):
          if x == 0: frame(b"p")
          if x == 1: os.write(198, b"\\xff\\xff\\xff\\xff")
          if x == 2: frame(b"v" + b"[" * 100000)
          if x == 3: frame(b"v{\\"$opaque\\": 1}")
          if x == 4: frame(b"")
          return x
      """
    for x in 0...4 {
      let tests = try await sandbox.call(source, "f", [[.int("\(x)")]])
      #expect(tests.count == 1)
      #expect(tests[0].product != .passed)
    }
  }

  @Test func printingInACallDoesNotDisturbIt() async throws {
    let sandbox = try await Shared.sandbox()
    let tests = try await sandbox.call("def f(x):\n    print(x)\n    return x", "f", [[.int("1")]])
    #expect(tests.map(\.product) == [.returned(.int("1"))])
  }
}
