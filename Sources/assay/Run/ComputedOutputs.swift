import Grading
import Problems

/// Computes what test code lacks (``ComputedTests``) before anything is marked, in the sandbox, and keeps
/// it on the disk: the same set computes nothing the next time.
struct ComputedOutputs: Sendable {
  private enum Entry: Sendable {
    /// In a file, so that a large set is not held.
    case stored(path: String)
    /// Where no file can be written.
    case held(String)
    case failed(Fault)
  }

  private let entries: [String: Entry]

  /// - Parameter runner: `nil` if no problem needs code to be run.
  init(for problems: [Problem], runner: (any CodeRunner)?) async {
    let waiting = problems.compactMap { problem in
      ComputedTests(problem).map { (problem.id, $0) }
    }
    guard let runner, !waiting.isEmpty else {
      entries = [:]
      return
    }
    entries = await withTaskGroup(of: (String, Entry).self) { group in
      var entries: [String: Entry] = [:]
      var rest = waiting.makeIterator()
      func start() {
        guard let (id, tests) = rest.next() else { return }
        group.addTask { (id, await Self.entry(tests, runner)) }
      }
      for _ in 0..<8 { start() }
      for await (id, entry) in group {
        entries[id] = entry
        start()
      }
      return entries
    }
  }

  /// What was computed for a problem.
  ///
  /// - Throws: why it could not be; that is no fault of any submission.
  func text(for problem: Problem) throws(Fault) -> String {
    switch entries[problem.id] {
    case .stored(let path):
      guard let text = Self.read(path) else {
        throw Fault(.unreadableReference, "\(path): what was computed is no longer there")
      }
      return text
    case .held(let text): return text
    case .failed(let fault): throw fault
    case nil: throw Fault(.unreadableReference, "what the test code needs was not computed")
    }
  }

  private static func entry(_ tests: ComputedTests, _ runner: any CodeRunner) async -> Entry {
    let path = Files.cache("computed/\(tests.identity)")
    if let path, read(path) != nil { return .stored(path: path) }
    let text: String
    do throws(Fault) {
      text = try await computed(tests, runner)
    } catch {
      return .failed(error)
    }
    let line = SHA256.hex(text) + "\n"
    guard let path, (try? Files.write(Array((line + text).utf8), to: path)) != nil else {
      return .held(text)
    }
    return .stored(path: path)
  }

  private static func computed(
    _ tests: ComputedTests, _ runner: any CodeRunner
  ) async throws(Fault) -> String {
    let runs = Locked<TestRun?>(nil)
    let execution = try await runner.run(
      tests.submission, on: .program(inputs: [""]), limits: ComputedTests.limits
    ) { run in
      runs.withLock { $0 = run }
      return true
    }
    func fault(_ why: String) -> Fault {
      Fault(.unreadableReference, "the reference solution could not be run: \(why)")
    }
    if case .failed(let diagnostics) = execution.compilation {
      throw fault(String(diagnostics.suffix(300)))
    }
    guard let run = runs.withLock({ $0 }) else { throw fault("there was no run") }
    guard case .exited(0) = run.termination, case .output(let bytes) = run.product else {
      let last = run.errorOutput.split(separator: "\n").last.map(String.init)
      throw fault(last.map { String($0.suffix(300)) } ?? "\(run.termination)")
    }
    guard !bytes.isEmpty, let text = String(validating: bytes, as: UTF8.self) else {
      throw fault("it printed nothing")
    }
    return text
  }

  /// A file of ours, whole; `nil` if there is none, or it is not what was written.
  private static func read(_ path: String) -> String? {
    guard let text = try? Files.read(path, limit: ComputedTests.outputLimit + 100) else {
      return nil
    }
    guard let newline = text.utf8.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let body = String(text[text.index(after: newline)...])
    return SHA256.hex(body) == text[..<newline] ? body : nil
  }
}

extension Files {
  /// The path of a file under `$XDG_CACHE_HOME/assay`; `nil` if there is no place for caches.
  static func cache(_ name: String) -> String? {
    let root = environment("XDG_CACHE_HOME") ?? environment("HOME").map { $0 + "/.cache" }
    return root.map { "\($0)/assay/\(name)" }
  }
}
