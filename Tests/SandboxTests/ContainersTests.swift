import Grading
import Sandbox
import Testing

/// Containers and interpreters are kept from one submission to the next; nothing of a submission is.
@Suite(.serialized) struct ContainersTests {
  /// One worker, so that each run follows the last in the same container.
  private static let alone = Task { () -> Result<Sandbox, Fault> in
    await Shared.opened(SandboxOptions(workers: 1))
  }

  private func sandbox() async throws -> Sandbox { try await ContainersTests.alone.value.get() }

  /// Leaves behind what it can, each in its own way.
  static let litter: [(String, String)] = [
    (
      "files",
      "for d in ('/tmp', '/box', '/dev/shm'): open(d + '/left', 'w').write('x' * 1000000)"
    ),
    ("a full disk", "open('/tmp/left', 'wb').write(bytes(40 << 20))"),
    (
      "a socket by name",
      """
      import socket, os, time
      if os.fork() == 0:
          s = socket.socket(socket.AF_UNIX)
          s.bind("\\0left")
          s.listen()
          os.setsid()
          if os.fork() == 0: time.sleep(30)
          os._exit(0)
      time.sleep(0.05)
      """
    ),
    (
      "sockets that hold each other",
      """
      import socket
      a = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      a.bind("\\0left")
      b = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      b.connect("\\0left")
      socket.send_fds(b, [b"x"], [a.fileno(), b.fileno()])
      """
    ),
    (
      "processes",
      """
      import os, time
      for _ in range(8):
          if os.fork() == 0:
              os.setsid()
              if os.fork() == 0: time.sleep(30)
              os._exit(0)
      """
    ),
    (
      "changed modules",
      "import builtins, math, json, sys\nbuiltins.len = lambda x: 7\nmath.pi = 3\njson.loads = None\nsys.left = 1"
    ),
    ("a changed name", "import socket\ntry: socket.sethostname('left')\nexcept OSError: pass"),
    ("memory", "x = b'x' * (90 << 20)"),
    ("too much memory", "x = [bytes(1 << 20) + b'x' for _ in range(1000)]"),
    ("a loop", "while True: pass"),
    ("a crash", "import os\nos.abort()"),
  ]

  /// Prints all that another submission could have left to be found.
  static let search = """
    import builtins, json, math, os, socket, sys
    print(os.listdir("/tmp"), os.listdir("/box"), os.listdir("/dev/shm"), os.getcwd())
    print([p for p in os.listdir("/proc") if p.isdigit() and int(p) > 2])
    print([l for l in open("/proc/net/unix").read().split("\\n")[1:] if "left" in l])
    print([len(open("/proc/sysvipc/" + n).readlines()) for n in ("shm", "sem", "msg")])
    print(len([]), math.pi > 3.1, json.loads("1"), hasattr(sys, "left"), socket.gethostname())
    s = socket.socket(socket.AF_UNIX)
    s.bind("\\0left")
    print(os.statvfs("/tmp").f_bfree * 4096 >> 20 > 60)
    """
  static let nothing = """
    [] [] [] /box
    []
    []
    [1, 1, 1]
    0 True 1 False sandbox
    True

    """

  @Test(arguments: litter)
  func nothingOfASubmissionIsThereForTheNext(_ name: String, source: String) async throws {
    let sandbox = try await sandbox()
    try #require(sandbox.isolation.level >= 2)
    var limits = Limits.small
    limits.cpuMilliseconds = 300
    _ = try await sandbox.program("python", source, limits: limits)
    let next = try await sandbox.program("python", ContainersTests.search)
    #expect(next.text == ContainersTests.nothing, "\(name): \(next.errorOutput)")
  }

  @Test func aSubmissionHasTheSameMemoryAfterOneThatUsedItAll() async throws {
    let sandbox = try await sandbox()
    for _ in 0..<3 {
      let run = try await sandbox.program(
        "python",
        "open('/tmp/f', 'wb').write(bytes(50 << 20))\nx = b'x' * (60 << 20)\nprint(len(x))")
      #expect(run.text == "\(60 << 20)\n", "\(run)")
    }
  }

  @Test func otherLimitsHoldForTheNextRun() async throws {
    let sandbox = try await sandbox()
    let source = "x = b'x' * (200 << 20)\nprint(len(x))"
    for (memory, ends) in [(128, false), (512, true), (128, false)] {
      var limits = Limits.small
      limits.memoryBytes = memory << 20
      let run = try await sandbox.program("python", source, limits: limits)
      #expect((run.termination == .exited(0)) == ends, "\(memory): \(run)")
    }
  }

  @Test func pythonIsKeptWarmWhereItCanBe() async throws {
    let source = "import sys\nprint('ctypes' in sys.modules)"
    let warm = try await sandbox()
    if warm.isolation.level >= 2 {
      #expect(try await warm.program("python", source).text == "True\n")
    }
    #expect(try await Shared.coldSandbox().program("python", source).text == "False\n")
  }

  /// Ways in which a program ends, after which something remains to be done.
  static let ends: [String] = [
    "import sys\nprint(1)\nsys.exit()",
    "import sys\nsys.exit(259)",
    "import sys\nsys.exit(True)",
    "import sys\nprint(1)\nsys.exit('no good')",
    "import sys\nsys.exit(('a', 1))",
    "raise SystemExit",
    "raise KeyError('k')",
    "raise KeyboardInterrupt",
    "import os\nprint(1)\nos._exit(4)",
    "import os\nprint(1, flush=True)\nos._exit(4)",
    "import atexit\natexit.register(print, 'last')\natexit.register(print, 'first')",
    "import atexit\n@atexit.register\ndef f(): raise ValueError('late')\nprint(1)",
    "import threading, time\ndef f():\n    time.sleep(0.05)\n    print('thread')\nthreading.Thread(target=f).start()",
    "import threading, time\ndef f():\n    time.sleep(9)\n    print('never')\nthreading.Thread(target=f, daemon=True).start()\nprint(1)",
    "import threading\ndef f(): raise ValueError('in a thread')\nt = threading.Thread(target=f)\nt.start()\nt.join()\nprint(1)",
    "out = open(1, 'w')\nout.write('kept back')",
    "import os\nout = os.fdopen(1, 'w')\nout.write('kept back')",
    "import sys\nsys.stdout = open(1, 'w')\nprint('kept back')",
    "import io, sys\nsys.stdout = io.StringIO()\nprint('lost')",
    "import sys\nsys.stdout.write('kept back')\nsys.stdout.close()",
    "import os\nprint(1)\nos.close(1)",
    "import sys\nsys.stdout = None\nprint(1)",
    "class A:\n    def __del__(self): print('gone')\na = A()",
    "class A:\n    def __del__(self): print('gone')\na = A()\na.a = a",
    "import sys\nsys.excepthook = lambda *a: print('hook', a[0].__name__)\n1 / 0",
    "import sys\nprint(sys.stdin.encoding, sys.stdin.errors, sys.stdout.errors, sys.stderr.errors)",
    "import sys\nprint(sys.stdin.name, sys.stdin.mode, sys.stdout.mode, sys.stdout.line_buffering)",
    "import sys\nprint(sys.stdin.fileno(), sys.stdin.isatty(), sys.__stdout__ is sys.stdout)",
    "import sys\nprint(sys.argv, __name__, sys.flags, sys.path, sys.getrecursionlimit())",
    "import os, sys\nprint(sorted(os.environ.items()), os.getcwd(), os.getuid(), os.umask(0))",
    "import os\nprint(sorted(os.listdir('/proc/self/fd')), os.getpgid(0) == os.getpid(), os.getppid())",
    "import resource as r\nprint([(n, r.getrlimit(getattr(r, n))) for n in sorted(dir(r)) if n[:7] == 'RLIMIT_'])",
    "import signal\nprint([signal.getsignal(s) for s in sorted(signal.valid_signals())])",
    "print(hash('a'), {'a', 'b', 'c'})\nimport gc\nprint(gc.isenabled(), gc.get_threshold())",
    "import os\npid = os.fork()\nprint('child' if pid == 0 else os.waitpid(pid, 0)[1])",
    "import subprocess\nprint(subprocess.run(['echo', 'out'], capture_output=True).stdout)",
    "import multiprocessing as m\ndef f(x): return x * x\nprint(m.get_context('fork').Process(target=f, args=(1,)).start())",
    "import random\na = random.random()\nprint(0 <= a < 1)",
    "def f(n): return 0 if n == 0 else 1 + f(n - 1)\nimport sys\nsys.setrecursionlimit(50000)\nprint(f(20000))",
  ]

  @Test(arguments: ends)
  func warmAndColdProgramsEndAlike(source: String) async throws {
    let warm = try await sandbox().program("python", source)
    let cold = try await Shared.coldSandbox().program("python", source)
    #expect(warm.termination == cold.termination)
    #expect(warm.text == cold.text)
    #expect(withoutAddresses(warm.errorOutput) == withoutAddresses(cold.errorOutput))
  }

  private func withoutAddresses(_ text: String) -> [Substring] {
    text.split(separator: " ").filter { !$0.hasPrefix("0x") }
  }

  /// Test code starts while the solution is read, and is stopped when that fails: before its
  /// interpreter has forked, while the fork gives up its rights, or before it was told to go on.
  @Test func aRunThatIsStoppedWhileItStartsHoldsNobodyUp() async throws {
    let sandbox = try await sandbox()
    let check = Workload.harness(code: "def check(f): pass", entryPoint: "f")
    for _ in 0..<100 {
      let ran = try await sandbox.run("python", "def f(:", on: check)
      #expect(ran.tests.isEmpty)
    }
  }

  @Test func noTwoRunsAreDealtTheSameRandomNumbers() async throws {
    let sandbox = try await sandbox()
    let source = "import random\nprint(random.random())"
    let first = try await sandbox.program("python", source).text
    #expect(try await sandbox.program("python", source).text != first)
  }
}
