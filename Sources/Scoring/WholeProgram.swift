import Grading

/// Runs test code and solution as one program, in languages whose test code cannot run apart from what
/// it tests.
///
/// The submission shares a process with what decides, so the execution says `in_process`. What the test
/// code writes at its very end is drawn anew for each run: a submission that merely exits early passes
/// nothing.
struct WholeProgram: CodeRunner {
  let runner: any CodeRunner

  /// Stands for the solution in test code.
  static let solutionMark = "{{solution}}"
  /// Stands in test code for the text that is written last.
  static let passedMark = "{{passed}}"

  func run(
    _ submission: Submission, on workload: Workload, limits: Limits,
    receive: @Sendable (TestRun) -> Bool
  ) async throws(Fault) -> Execution {
    guard case .harness(let code, _) = workload, submission.language != "python" else {
      return try await runner.run(submission, on: workload, limits: limits, receive: receive)
    }
    let token = code.contains(Self.passedMark) ? Self.token() : nil
    let program = Submission(
      language: submission.language,
      source: Self.source(submission, testCode: code, token: token ?? ""))
    var execution = try await withoutActuallyEscaping(receive) {
      receive async throws(Fault) -> Execution in
      try await runner.run(program, on: .program(inputs: [""]), limits: limits) { run in
        receive(Self.judged(run, token: token))
      }
    }
    execution.integrity = .inProcess
    return execution
  }

  private static func token() -> String {
    String(UInt64.random(in: .min ... .max), radix: 36)
      + String(UInt64.random(in: .min ... .max), radix: 36)
  }

  /// The one program that solution and test code make.
  static func source(_ submission: Submission, testCode: String, token: String) -> String {
    let solution = Joining(language: submission.language).fitted(submission.source)
    let imports = testCode.contains(GoImports.mark) ? GoImports.missing(in: solution) : ""
    let code = testCode.replacing(passedMark, with: token)
      .replacing(GoImports.mark, with: imports)
    guard code.contains(solutionMark) else { return solution + "\n" + code }
    return code.replacing(solutionMark, with: solution)
  }

  /// A program's run as that of test code.
  static func judged(_ run: TestRun, token: String?) -> TestRun {
    var judged = run
    guard case .output(let bytes) = run.product else { return run }
    switch run.termination {
    case .exited(0):
      guard let token else {
        judged.product = .passed
        break
      }
      let end = String(decoding: bytes.suffix(token.utf8.count + 16), as: UTF8.self)
      let last = end.split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
      judged.product =
        last.hasSuffix(token)
        ? .passed : .failed(message: "the program ended before the test code did")
    case .exited:
      judged.termination = .exited(0)
      let message =
        run.errorOutput.isEmpty ? String(decoding: bytes, as: UTF8.self) : run.errorOutput
      judged.product = .failed(message: lastTelling(message))
    case .signalled(4), .signalled(5), .signalled(6):
      // How `assert` of C and `fatalError` of Swift end; all else is the submission's own doing.
      guard run.errorOutput.contains("ssertion") else { break }
      judged.termination = .exited(0)
      judged.product = .failed(message: lastTelling(run.errorOutput))
    case .signalled, .timeLimit, .memoryLimit, .outputLimit: judged.product = .nothing
    }
    return judged
  }

  /// The line that says most about a failure.
  private static func lastTelling(_ text: String) -> String {
    let lines = text.split(separator: "\n").map(String.init).filter {
      // What Rust says last of every panic.
      !$0.hasPrefix("note: run with `RUST_BACKTRACE")
    }
    return lines.first { $0.contains("rror") || $0.contains("ssert") } ?? lines.last ?? ""
  }
}

/// Makes a solution fit to stand in one file with test code: an entry point of its own gives way.
struct Joining {
  let language: String

  func fitted(_ source: String) -> String {
    switch language {
    case "c", "cpp": "#define main assay_unused_main\n\(source)\n#undef main"
    case "java": java(source)
    case "rust": rust(source)
    case "go": go(GoImports.fitted(source))
    default: source
    }
  }

  /// One file may have one public class, and imports come first.
  private func java(_ source: String) -> String {
    var imports: [Substring] = []
    var rest: [String] = []
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop { $0 == " " || $0 == "\t" }
      if text.hasPrefix("package ") { continue }
      if text.hasPrefix("import "), text.last == ";" || text.hasSuffix(";\r") {
        // A library that MultiPL-E's prompts import and Java does not ship with: its test code has
        // counterparts of the few classes that are used.
        if !text.hasPrefix("import org.javatuples.") { imports.append(text) }
      } else if Self.publicTypes.contains(where: line.hasPrefix) {
        rest.append(String(line.dropFirst("public ".count)))
      } else {
        rest.append(String(line))
      }
    }
    return (imports.map(String.init) + rest).joined(separator: "\n")
  }

  private static let publicTypes = [
    "class", "final class", "abstract class", "sealed class", "record", "enum", "interface",
    "sealed interface",
  ].map { "public \($0) " }

  private func rust(_ source: String) -> String {
    source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("fn main(") || line.hasPrefix("pub fn main(")
        ? "#[allow(dead_code)] " + line.replacing("fn main(", with: "fn assay_unused_main(")
        : String(line)
    }.joined(separator: "\n")
  }

  /// The package's name is the test code's, and a `main` gives way.
  private func go(_ source: String) -> String {
    guard source.hasPrefix("package ") || source.contains("\npackage ") else { return source }
    return source.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("package ") }.joined(separator: "\n")
      .replacing("\nfunc main() {", with: "\nfunc assayUnusedMain() {")
  }
}
