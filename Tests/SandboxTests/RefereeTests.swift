import Grading
import Testing

@testable import Sandbox

/// Test codes that run one after another in one process know nothing of one another.
@Suite(.serialized) struct RefereeTests {
  private static let alone = Task { () -> Result<Sandbox, Fault> in
    await Shared.opened(SandboxOptions(workers: 1))
  }

  /// What a test code may leave, and the solution that it is for.
  static let litter: [(String, String)] = [
    ("nothing", "pass"),
    (
      "names",
      "import builtins, sys, math\nbuiltins.left = math.left = 1\nsys.modules['left'] = math"
    ),
    ("another meaning", "import builtins, json\nbuiltins.len = lambda x: 7\njson.loads = None"),
    ("files", "open('/tmp/left', 'w').write('x')\nimport os\nos.mkdir('/box/left')"),
    ("words", "import sys\nprint('left')\nsys.stdout.flush()\nsys.stderr.write('left')"),
    ("a process", "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)"),
    ("a thread", "import threading, time\nthreading.Thread(target=time.sleep, args=(9,)).start()"),
    ("numbers", "import random, sys\nrandom.seed(1)\nsys.setrecursionlimit(99)"),
    ("signals", "import signal\nsignal.signal(15, signal.SIG_IGN)\nsignal.alarm(1)"),
    ("half a question", "import os\nos.write(198, b'\\x05\\0\\0\\0c')"),
    ("its own end", "import os\nos._exit(3)"),
    ("the end of all", "import os\nos.kill(-1, 9)"),
    ("a failure", "assert False"),
  ]

  static let search = """
    import builtins, json, math, os, random, signal, sys
    def check(f):
        assert not hasattr(builtins, "left") and not hasattr(math, "left")
        assert "left" not in sys.modules and len([]) == 0 and json.loads("1") == 1
        assert os.listdir("/tmp") == [] and os.listdir("/box") == [], "files"
        assert len([name for name in os.listdir("/proc") if name.isdigit()]) == 3, "processes"
        assert sys.getrecursionlimit() == 1000 and random.random() != 0.13436424411240122
        assert signal.getsignal(15) == signal.SIG_DFL and signal.alarm(0) == 0
        assert f(1) == 2
    """

  @Test(arguments: litter)
  func nothingOfATestCodeIsThereForTheNext(_ name: String, litter: String) async throws {
    let sandbox = try await RefereeTests.alone.value.get()
    try #require(sandbox.isolation.level >= 2)
    let source = "def f(x): return x + 1"
    // Whatever comes of it: a fault, or an outcome of its own.
    let lines = litter.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
    do throws(Fault) {
      _ = try await sandbox.run(
        "python", source, on: .harness(code: "def check(f):\n\(lines)", entryPoint: "f"))
    } catch {
      #expect(error.kind == .unreadableReference || error.kind == .sandbox, "\(name): \(error)")
    }
    let next = try await sandbox.run(
      "python", source, on: .harness(code: RefereeTests.search, entryPoint: "f"))
    #expect(next.tests.map(\.product) == [.passed], "\(name)")
    #expect(next.execution.integrity == .separate, "\(name)")
  }

  /// A submission that ends, is stopped or says nothing while test code waits for it.
  @Test(arguments: [
    "import os\ndef f(x): os._exit(0)", "def f(x):\n    while True: pass",
    "def f(x): raise SystemExit", "def f(x): return bytes(1 << 42)", "def f(",
    "import os\ndef f(x): os.write(198, b'\\x01\\0\\0\\0d' * 9); return 2",
    "import os\ndef f(x): os.write(198, b'\\x01\\0\\0\\0p' * 9); return 3",
  ])
  func aSubmissionThatGivesUpHoldsUpNobodyElse(source: String) async throws {
    let sandbox = try await RefereeTests.alone.value.get()
    let check = Workload.harness(code: "def check(f): assert f(1) == 2 == f(1)", entryPoint: "f")
    var limits = Limits.small
    limits.cpuMilliseconds = 300
    let bad = try await sandbox.run("python", source, on: check, limits: limits)
    #expect(bad.tests.allSatisfy { $0.product != .passed }, "\(bad.tests)")
    let good = try await sandbox.run("python", "def f(x): return x + 1", on: check, limits: limits)
    #expect(good.tests.map(\.product) == [.passed])
    #expect(good.execution.integrity == .separate)
  }

  @Test func oneProcessServesManyTestCodes() async throws {
    let sandbox = try await RefereeTests.alone.value.get()
    try #require(sandbox.isolation.level >= 2)
    func process() async throws -> Int32 {
      let check = Workload.harness(code: "def check(f): assert f(1) == 1", entryPoint: "f")
      _ = try await sandbox.run("python", "def f(x): return x", on: check)
      return try await sandbox.pool.use { (helper, _) throws(Fault) -> Int32 in
        Int32(bitPattern: helper.referee?.child.id ?? 0)
      }
    }
    let first = try await process()
    #expect(first != 0)
    for _ in 0..<3 { #expect(try await process() == first) }
  }
}
