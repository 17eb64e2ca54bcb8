import Glibc
import Grading
import Sandbox

/// Measures the sandbox: `scripts/bench judge` builds this, calls it and compares.
///
///     judge-benchmark harness|calls FILE [--cold] [--repeat N] [--workers N]
///     judge-benchmark launcher|stdio BINARY SOURCE
///     judge-benchmark verdicts
@main struct JudgeBenchmark {
  static func main() async {
    do {
      let words = Array(CommandLine.arguments.dropFirst())
      switch words.first {
      case "harness": try await problems(words, Work.harness)
      case "calls": try await problems(words, Work.calls)
      case "launcher": try await launcher(words, input: "", repeats: 400)
      case "stdio": try await launcher(words, input: "3\n10\n20\n12\n", repeats: 400)
      case "verdicts": try await Load.printVerdicts()
      default: throw Fault(.unsupported, "harness, calls, launcher, stdio or verdicts")
      }
    } catch {
      print("judge-benchmark: \(error)")
      exit(1)
    }
  }

  static func number(_ name: String, _ words: [String], default value: Int) -> Int {
    guard let index = words.firstIndex(of: name), index + 1 < words.count else { return value }
    return Int(words[index + 1]) ?? value
  }

  // MARK: problems

  private static func problems(
    _ words: [String], _ read: (JSON) -> Work?
  ) async throws {
    guard words.count > 1, let text = contents(of: words[1]) else {
      throw Fault(.unsupported, "no file to read")
    }
    let work = try text.split(separator: "\n").compactMap {
      read(try JSON(parsing: String($0)))
    }
    let repeats = number("--repeat", words, default: 5)
    var options = SandboxOptions()
    options.workers = number("--workers", words, default: options.workers)
    options.keepsWarm = !words.contains("--cold")
    // Opening, probing and warming up are paid once in a run of any length: they are measured apart.
    let start = try await Measurement.of { try await judge([work[0]], options) }
    let all = try await Measurement.of {
      try await judge((0..<repeats).flatMap { _ in work }, options)
    }
    let count = Double(work.count * repeats - 1)
    let wall = all.wall - start.wall
    let level = all.value.level
    let line: JSON = [
      "problems": .int(work.count), "runs": .int(work.count * repeats),
      "accepted": .int(all.value.accepted), "faults": .int(all.value.faults),
      "level": .int(level), "cpu_ms": .double((all.cpu - start.cpu) / count * 1e3),
      "per_second": .double(count / wall),
    ]
    print(line.text)
  }

  private static func judge(_ work: [Work], _ options: SandboxOptions) async throws -> Tally {
    let sandbox = try await Sandbox.open(options)
    var tally = Tally(level: sandbox.isolation.level)
    await withTaskGroup(of: Bool?.self) { group in
      var waiting = work.makeIterator()
      for _ in 0..<2 * options.workers {
        guard let next = waiting.next() else { break }
        group.addTask { await next.isAccepted(by: sandbox) }
      }
      for await accepted in group {
        if accepted == true { tally.accepted += 1 }
        if accepted == nil { tally.faults += 1 }
        if let next = waiting.next() { group.addTask { await next.isAccepted(by: sandbox) } }
      }
    }
    await sandbox.close()
    return tally
  }

  private struct Tally: Sendable {
    var level: Int
    var accepted = 0
    var faults = 0
  }

  // MARK: programs

  /// What a run of a compiled program costs here, and what starting it bare does.
  private static func launcher(_ words: [String], input: String, repeats: Int) async throws {
    guard words.count > 2, let source = contents(of: words[2]) else {
      throw Fault(.unsupported, "a binary and its source are missing")
    }
    let language = words[2].hasSuffix(".cpp") ? "cpp" : "c"
    func sandboxed(_ count: Int) async throws -> Measurement<Int> {
      try await Measurement.of {
        let sandbox = try await Sandbox.open(SandboxOptions(workers: 1))
        let inputs = Array(repeating: input, count: count)
        let good = Locked(0)
        _ = try await sandbox.run(
          Submission(language: language, source: source), on: .program(inputs: inputs),
          limits: .program
        ) { run in
          good.withLock { $0 += run.termination == .exited(0) ? 1 : 0 }
          return true
        }
        await sandbox.close()
        return good.withLock { $0 }
      }
    }
    var ours: [(wall: Double, cpu: Double)] = []
    var bare: [(wall: Double, cpu: Double)] = []
    for _ in 0..<3 {  // side by side, since the machine changes
      let few = try await sandboxed(20)
      let many = try await sandboxed(20 + repeats)
      guard many.value == 20 + repeats else { throw Fault(.sandbox, "a run failed") }
      ours.append(
        ((many.wall - few.wall) / Double(repeats), (many.cpu - few.cpu) / Double(repeats)))
      let spawned = try await Measurement.of {
        for _ in 0..<repeats { try Spawn.run(words[1], input: input) }
      }
      bare.append((spawned.wall / Double(repeats), spawned.cpu / Double(repeats)))
    }
    func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] * 1e3 }
    let line: JSON = [
      "sandbox_cpu_ms": .double(middle(ours.map(\.cpu))),
      "sandbox_wall_ms": .double(middle(ours.map(\.wall))),
      "spawn_cpu_ms": .double(middle(bare.map(\.cpu))),
      "spawn_wall_ms": .double(middle(bare.map(\.wall))),
    ]
    print(line.text)
  }

  private static func contents(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

/// What a piece of work took: elapsed seconds, and processor seconds of this process and of all
/// that it waited for.
struct Measurement<Value: Sendable>: Sendable {
  var value: Value
  var wall: Double
  var cpu: Double

  static func of(_ body: () async throws -> Value) async throws -> Measurement {
    let (wall, cpu) = (now(), used())
    let value = try await body()
    return Measurement(value: value, wall: now() - wall, cpu: used() - cpu)
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func used() -> Double {
    [RUSAGE_SELF, RUSAGE_CHILDREN].reduce(0.0) { sum, who in
      var usage = rusage()
      getrusage(who.rawValue, &usage)
      return sum + Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }
  }
}

/// Starting a program with pipes and nothing else.
enum Spawn {
  static func run(_ path: String, input: String) throws {
    var inward: [Int32] = [0, 0]
    var outward: [Int32] = [0, 0]
    guard pipe(&inward) == 0, pipe(&outward) == 0 else { throw Fault(.sandbox, "no pipe") }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, inward[0], 0)
    posix_spawn_file_actions_adddup2(&actions, outward[1], 1)
    for fd in inward + outward { posix_spawn_file_actions_addclose(&actions, fd) }
    var pid: pid_t = 0
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), nil]
    let error = posix_spawn(&pid, path, &actions, nil, &arguments, nil)
    posix_spawn_file_actions_destroy(&actions)
    free(arguments[0])
    close(inward[0])
    close(outward[1])
    guard error == 0 else { throw Fault(.sandbox, "cannot start \(path)") }
    _ = Array(input.utf8).withUnsafeBytes { write(inward[1], $0.baseAddress, $0.count) }
    close(inward[1])
    var buffer = [UInt8](repeating: 0, count: 4096)
    while read(outward[0], &buffer, buffer.count) > 0 {}
    close(outward[0])
    var status: Int32 = 0
    waitpid(pid, &status, 0)
  }
}
