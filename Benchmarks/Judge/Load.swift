import Grading
import Sandbox

/// 200 submissions of known endings, whose verdicts must not depend on what else the machine does.
enum Load {
  /// An ending, Python source that brings it about: `#` is replaced by the submission's number.
  static let kinds: [(String, String)] = [
    ("right", "print(int(input()) + #)"),
    ("computes for half of its time", burning(0.25) + "print(int(input()) + #)"),
    ("computes for twice its time", burning(1) + "print(int(input()) + #)"),
    ("never ends", "while True: pass"),
    ("sleeps a little", "import time\ntime.sleep(0.05)\nprint(int(input()) + #)"),
    ("sleeps for ever", "import time\ntime.sleep(1000)"),
    ("takes too much memory", "x = [bytes(1 << 20) + bytes([i % 256]) for i in range(1000)]"),
    ("writes too much", "while True: print('x' * 1000)"),
    ("crashes", "import os\nos.abort()"),
    ("ends with a status", "import sys\nsys.exit(3)"),
  ]

  private static func burning(_ seconds: Double) -> String {
    "import time\nwhile time.process_time() < \(seconds): pass\n"
  }

  static func printVerdicts() async throws {
    let limits = Limits(
      cpuMilliseconds: 500, wallMilliseconds: 120_000, memoryBytes: 128 << 20,
      outputBytes: 1 << 20, processes: 64)
    let sandbox = try await Sandbox.open(SandboxOptions())
    let lines = await withTaskGroup(of: (Int, String).self) { group in
      var lines = [String](repeating: "", count: 200)
      for number in 0..<200 {
        group.addTask { (number, await verdict(number, sandbox, limits)) }
      }
      for await (number, line) in group { lines[number] = line }
      return lines
    }
    await sandbox.close()
    for line in lines { print(line) }
  }

  private static func verdict(_ number: Int, _ sandbox: Sandbox, _ limits: Limits) async -> String {
    let (name, source) = kinds[number % kinds.count]
    let filled = source.split(separator: "#", omittingEmptySubsequences: false)
      .joined(separator: "\(number)")
    let said = Locked("nothing")
    do throws(Fault) {
      _ = try await sandbox.run(
        Submission(language: "python", source: filled), on: .program(inputs: ["1\n"]),
        limits: limits
      ) { run in
        var text = "\(run.termination)"
        if case .output(let bytes) = run.product, run.termination == .exited(0) {
          text += " " + String(decoding: bytes.prefix(20), as: UTF8.self)
        }
        said.withLock { $0 = text }
        return true
      }
    } catch {
      return "\(number) \(name): fault \(error.message)"
    }
    return "\(number) \(name): \(said.withLock { $0 })".split(separator: "\n").joined(
      separator: " ")
  }
}
