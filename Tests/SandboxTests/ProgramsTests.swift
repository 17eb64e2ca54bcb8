import Grading
import Sandbox
import Testing

@Suite struct ProgramsTests {
  /// Ways in which correct Python programs read a number of numbers and print their sum.
  static let idioms: [String] = [
    "n = int(input())\nprint(sum(int(input()) for _ in range(n)))",
    "import sys\nn, *a = map(int, sys.stdin.read().split())\nprint(sum(a))",
    "import sys\nsys.stdin.readline()\nprint(sum(int(line) for line in sys.stdin))",
    "import sys\nread = sys.stdin.buffer.readline\nn = int(read())\nprint(sum(int(read()) for _ in range(n)))",
    "import sys\na = sys.stdin.buffer.read().split()\nsys.stdout.buffer.write(b'%d\\n' % sum(map(int, a[1:])))",
    "import os\na = os.read(0, 1 << 20).split()\nos.write(1, str(sum(map(int, a[1:]))).encode() + b'\\n')",
    "import sys\nn = int(sys.stdin.readline())\nprint(sum(map(int, sys.stdin.read().split())))",
    "a = list(map(int, open(0).read().split()))\nprint(sum(a[1:]))",
    "import sys\na = [int(x) for x in open('/dev/stdin')]\nprint(sum(a[1:]))\nsys.exit(0)",
    "total = 0\ndef add(x):\n    global total\n    total += x\nfor _ in range(int(input())): add(int(input()))\nprint(total)",
    "import sys, threading\nsys.setrecursionlimit(10**6)\nthreading.stack_size(64 << 20)\ndef main():\n    def f(n): return 0 if n == 0 else int(input()) + f(n - 1)\n    print(f(int(input())))\nt = threading.Thread(target=main)\nt.start()\nt.join()",
    "import atexit\natexit.register(lambda: print(sum(a)))\na = []\nn = int(input())\ntry:\n    while True: a.append(int(input()))\nexcept EOFError: exit()",
    "if __name__ == '__main__':\n    import fileinput\n    print(sum(map(int, list(fileinput.input('-'))[1:])))",
    "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\nprint(sum(A(int(input())).x for _ in range(int(input()))))",
  ]

  @Test(arguments: idioms, [true, false])
  func everyWayOfReadingWorks(source: String, warm: Bool) async throws {
    let sandbox = try await warm ? Shared.sandbox() : Shared.coldSandbox()
    let run = try await sandbox.program("python", source, input: "3\n10\n20\n12\n")
    #expect(run.text == "42\n", "\(run.errorOutput)")
    #expect(run.termination == .exited(0))
  }

  @Test func eachInputHasAProcessOfItsOwnAndTheReceiverMayStop() async throws {
    let sandbox = try await Shared.sandbox()
    let source = """
      import os
      fresh = not os.path.exists("/tmp/mark")
      open("/tmp/mark", "w").close()
      print(input(), fresh)
      """
    let tests = Locked<[TestRun]>([])
    let execution = try await sandbox.run(
      Submission(language: "python", source: source), on: .program(inputs: ["a", "b", "c"]),
      limits: .small
    ) { test in
      tests.withLock {
        $0.append(test)
        return $0.count < 2
      }
    }
    #expect(tests.withLock { $0.map(\.text) } == ["a True\n", "b True\n"])
    #expect(tests.withLock { $0.map(\.index) } == [0, 1])
    #expect(execution.compilation == .notNeeded)
  }

  @Test func outputIsKeptUpToTheLimitAndErrorsAtTheirEnd() async throws {
    let sandbox = try await Shared.sandbox()
    var limits = Limits.small
    limits.outputBytes = 300_000
    let source =
      "import sys\nsys.stdout.write('o' * 300000)\nsys.stderr.write('e' * 100000 + 'END')"
    let run = try await sandbox.program("python", source, limits: limits)
    #expect(run.termination == .exited(0))
    #expect(run.text?.utf8.count == 300_000)
    #expect(run.errorOutput.utf8.count == 64 << 10)
    #expect(run.errorOutput.hasSuffix("END"))
    let more = try await sandbox.program("python", "print('o' * 300000)", limits: limits)
    #expect(more.termination == .outputLimit)
    #expect(more.text?.utf8.count == 300_000)
  }

  @Test func usageIsMeasured() async throws {
    let sandbox = try await Shared.sandbox()
    let source = """
      import time
      start = time.process_time()
      while time.process_time() - start < 0.2: pass
      x = bytes(range(256)) * (40 << 12)
      time.sleep(0.6)
      """
    let usage = try await sandbox.program("python", source).usage
    #expect((200..<400).contains(usage.cpuMilliseconds))
    #expect((290..<2_000).contains(usage.idleMilliseconds))
    #expect(usage.wallMilliseconds >= 800)
    #expect((40 << 20..<80 << 20).contains(usage.memoryPeakBytes ?? 0))
  }

  @Test func manyRunsShareTheWorkers() async throws {
    let sandbox = try await Shared.sandbox()
    let texts = try await withThrowingTaskGroup(of: String?.self) { group in
      for number in 0..<12 {
        group.addTask {
          try await sandbox.program("python", "print(int(input()) ** 2)", input: "\(number)").text
        }
      }
      var texts: Set<String> = []
      for try await text in group { texts.insert(text ?? "") }
      return texts
    }
    #expect(texts == Set((0..<12).map { "\($0 * $0)\n" }))
  }

  @Test func aCompiledProgramIsCompiledOnce() async throws {
    let sandbox = try await Shared.sandbox()
    let source = "int main(void) { return __TIME__[7] * 0 + 7; }"
    let first = try await sandbox.run("c", source, on: .program(inputs: ["", ""]))
    let second = try await sandbox.run("c", source, on: .program(inputs: [""]))
    #expect(first.execution.compilation == .succeeded && second.execution.compilation == .succeeded)
    #expect(
      (first.tests + second.tests).map(\.termination) == [.exited(7), .exited(7), .exited(7)])
  }
}
