import Glibc
import Grading
import Testing

@testable import Sandbox

@Suite struct IsolationTests {
  @Test func theReportHoldsWhatProbesShowed() async throws {
    let sandbox = try await Shared.sandbox()
    #expect(sandbox.isolation.probes == 10)
    #expect(sandbox.isolation.probesBlocked == sandbox.probes.count { $0.isBlocked })
    if getuid() == 0 { #expect(sandbox.isolation.level >= 2) }
    if sandbox.isolation.level >= 2 { #expect(sandbox.isolation.probesBlocked == 10) }
  }

  @Test(arguments: [0, 1, 2])
  func lowerLevelsRunProgramsAndCallsToo(level: Int) async throws {
    let options = SandboxOptions(workers: 1, requiredLevel: level, highestLevel: level)
    guard case .success(let sandbox) = await Shared.opened(options) else {
      // A machine without user namespaces, or an old kernel; level 0 can always be had.
      #expect(level > 0)
      return
    }
    #expect(sandbox.isolation.level == level)
    let run = try await sandbox.program("python", "print(input())", input: "hello\n")
    #expect(run.text == "hello\n", "\(run.errorOutput)")
    let compiled = try await sandbox.program("c", "int main(void) { return 5; }")
    #expect(compiled.termination == .exited(5))
    let spinning = try await sandbox.program("c", "int main(void) { for (;;) {} }")
    #expect(spinning.termination == .timeLimit(.cpu))
    let hoarding = try await sandbox.program(
      "python", "x = [b'x' * (1 << 20) + bytes(i) for i in range(4096)]")
    #expect(hoarding.termination == .memoryLimit(inferred: true))
    let tests = try await sandbox.call("def f(x): return x * 2", "f", [[.int("4")]])
    #expect(tests.map(\.product) == [.returned(.int("8"))])
    await sandbox.close()
  }

  @Test func aMissingOrStrangeHelperIsAFault() async throws {
    for path in ["/nowhere/assay-sandbox", "/bin/true"] {
      let result = await Shared.opened(SandboxOptions(workers: 1, helperPath: path))
      guard case .failure(let fault) = result else {
        Issue.record("it opened")
        continue
      }
      #expect(fault.kind == .sandbox)
      #expect(fault.message.contains(path))
    }
  }

  @Test func theDeathOfTheHelperIsAFaultAndTheNextRunHasANewOne() async throws {
    let sandbox = try await Shared.opened(SandboxOptions(workers: 1)).get()
    let worker = sandbox.pool.workers[0]
    let started = Locked(false)
    await #expect(throws: Fault.self) {
      // The first test tells that the run is under way; the second is cut short.
      _ = try await sandbox.run(
        Submission(language: "python", source: "input() and __import__('time').sleep(30)"),
        on: .program(inputs: ["\n", "x\n"]), limits: .program
      ) { _ in
        started.withLock { $0 = true }
        kill(worker.helperID.withLock { $0 }, SIGKILL)
        return true
      }
    }
    #expect(started.withLock { $0 })
    let run = try await sandbox.program("python", "print('again')")
    #expect(run.text == "again\n")
    await sandbox.close()
  }

  @Test func cancellingEndsARunAtOnce() async throws {
    let sandbox = try await Shared.opened(SandboxOptions(workers: 1)).get()
    let task = Task {
      try await sandbox.run(
        Submission(language: "bash", source: "read -r x; [ -z \"$x\" ] || sleep 77.125"),
        on: .program(inputs: ["\n", "x\n"]), limits: .program
      ) { _ in
        withUnsafeCurrentTask { $0?.cancel() }
        return true
      }
    }
    let result = await task.result
    switch result {
    case .success: Issue.record("it went on")
    case .failure(let error): #expect((error as? Fault)?.kind == .cancelled)
    }
    #expect(!Processes.commandLines().contains { $0.contains("sleep 77.125") })
    let run = try await sandbox.program("bash", "echo again")
    #expect(run.text == "again\n")
    await sandbox.close()
  }

  @Test func aTaskThatWaitsForAWorkerCanBeCancelled() async throws {
    let sandbox = try await Shared.opened(SandboxOptions(workers: 1)).get()
    let waiting = Task {
      await Task.yield()
      return try await sandbox.program("bash", "sleep 30")
    }
    waiting.cancel()
    await #expect(throws: Fault.self) { try await waiting.value }
    await sandbox.close()
  }

  @Test func closingLeavesNothingBehind() async throws {
    let sandbox = try await Shared.opened(SandboxOptions(workers: 2)).get()
    _ = try await sandbox.program("c", "int main(void) { return 0; }")
    let path = sandbox.work.path
    let helpers = sandbox.pool.workers.map { $0.helperID.withLock { $0 } }.filter { $0 != 0 }
    #expect(!helpers.isEmpty && access(path, F_OK) == 0)
    await sandbox.close()
    #expect(access(path, F_OK) != 0)
    for helper in helpers { #expect(kill(helper, 0) != 0) }
  }

  @Test func anUnknownLanguageIsAFault() async throws {
    let sandbox = try await Shared.sandbox()
    await #expect(throws: Fault.self) {
      try await sandbox.run("befunge", "@", on: .program(inputs: [""]))
    }
  }

  @Test func aMissingToolchainNamesItsPackage() async throws {
    let options = SandboxOptions(workers: 1, searchPaths: ["/nowhere"])
    let sandbox = try await Shared.opened(options).get()
    do {
      _ = try await sandbox.run("cpp", "int main() {}", on: .program(inputs: [""]))
      Issue.record("it ran")
    } catch {
      #expect(error.kind == .missingToolchain)
      #expect(error.message == "C++ needs g++, which is not installed: apt install g++")
    }
    await sandbox.close()
  }

  @Test func languagesTellTheirVersions() async throws {
    let sandbox = try await Shared.sandbox()
    let reports = try await sandbox.languages()
    #expect(reports.map(\.language) == Language.all.map(\.id))
    let python = try #require(reports.first)
    #expect(python.version?.hasPrefix("Python 3") == true)
    for report in reports { #expect((report.version == nil) != (report.missing == nil)) }
  }
}
