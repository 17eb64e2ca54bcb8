import Grading
import Sandbox
import Testing

/// Submissions of several files, in the languages that have them.
@Suite struct SeveralFilesTests {
  /// The file that is started first; each reads a number and prints twice as much.
  static let programs: [(String, [(String, String)])] = [
    (
      "python",
      [
        ("main.py", "from twice import twice\nimport rest\nprint(twice(int(input())))"),
        ("twice.py", "import main_constant\ndef twice(x): return main_constant.FACTOR * x"),
        ("main_constant.py", "FACTOR = 2"), ("rest.py", ""),
      ]
    ),
    (
      "c",
      [
        (
          "main.c",
          "#include <stdio.h>\n#include \"twice.h\"\nint main(void) { int x; scanf(\"%d\", &x); printf(\"%d\\n\", twice(x)); }"
        ),
        (
          "twice.c",
          "#include <math.h>\n#include \"twice.h\"\nint twice(int x) { return (int)lround(sqrt(4.0 * x * x)); }"
        ),
        ("twice.h", "int twice(int);"),
      ]
    ),
    (
      "cpp",
      [
        (
          "main.cpp",
          "#include <bits/stdc++.h>\n#include \"twice.hpp\"\nint main() { int x; std::cin >> x; std::cout << twice(x) << '\\n'; }"
        ),
        ("twice.hpp", "int twice(int);"),
        ("twice.cpp", "#include \"twice.hpp\"\nint twice(int x) { return 2 * x; }"),
      ]
    ),
    (
      "javascript",
      [
        (
          "main.js",
          "const { twice } = require('./twice');\nconsole.log(twice(Number(require('fs').readFileSync(0, 'utf8'))));"
        ),
        ("twice.js", "exports.twice = (x) => 2 * x;"),
      ]
    ),
    (
      "javascript",
      [
        (
          "main.js",
          "import { readFileSync } from 'fs';\nimport { twice } from './twice.js';\nconsole.log(twice(Number(readFileSync(0, 'utf8'))));"
        ),
        ("twice.js", "export const twice = (x) => 2 * x;"),
      ]
    ),
    (
      "java",
      [
        (
          "Main.java",
          "public class Main { public static void main(String[] a) { System.out.println(Twice.of(new java.util.Scanner(System.in).nextInt())); } }"
        ),
        ("Twice.java", "public class Twice { static int of(int x) { return 2 * x; } }"),
      ]
    ),
    (
      "bash",
      [
        ("main.sh", "source \"$(dirname \"$0\")/twice.sh\"\nread -r x; twice \"$x\""),
        ("twice.sh", "twice() { echo $(($1 * 2)); }"),
      ]
    ),
    (
      "go",
      [
        (
          "main.go",
          "package main\nimport \"fmt\"\nfunc main() { var x int; fmt.Scan(&x); fmt.Println(twice(x)) }"
        ),
        ("twice.go", "package main\nfunc twice(x int) int { return 2 * x }"),
      ]
    ),
    (
      "rust",
      [
        (
          "main.rs",
          "mod twice;\nfn main() { let mut t = String::new(); std::io::stdin().read_line(&mut t).unwrap(); println!(\"{}\", twice::twice(t.trim().parse().unwrap())); }"
        ),
        ("twice.rs", "pub fn twice(x: i64) -> i64 { 2 * x }"),
      ]
    ),
    (
      "swift",
      [
        ("main.swift", "print(twice(Int(readLine()!)!))"),
        ("twice.swift", "func twice(_ x: Int) -> Int { 2 * x }"),
      ]
    ),
    (
      "ruby",
      [
        ("main.rb", "require_relative 'twice'\nputs twice(gets.to_i)"),
        ("twice.rb", "def twice(x) = 2 * x"),
      ]
    ),
    (
      "typescript",
      [
        (
          "main.ts",
          "import { twice } from './twice';\ndeclare const require: any;\nconsole.log(twice(Number(require('fs').readFileSync(0, 'utf8'))));"
        ),
        ("twice.ts", "export const twice = (x: number): number => 2 * x;"),
      ]
    ),
  ]

  private static func submission(
    _ language: String, _ files: [(String, String)]
  ) -> Submission {
    SourceBundle(files: files.map { JudgeProgram.File(name: $0.0, text: $0.1) })
      .submission(language: language)
  }

  /// What a run printed, and what was said of a failure.
  private func run(_ submission: Submission) async throws -> (output: String?, message: String) {
    let sandbox = try await Shared.sandbox()
    let limits = Limits(
      cpuMilliseconds: 10_000, wallMilliseconds: 60_000, memoryBytes: 512 << 20,
      outputBytes: 1 << 20, processes: 16)
    let ran = try await sandbox.run(submission, on: .program(inputs: ["21\n"]), limits: limits)
    if case .failed(let diagnostics) = ran.execution.compilation { return (nil, diagnostics) }
    let run = try #require(ran.tests.first)
    return (run.text, run.errorOutput)
  }

  @Test(arguments: programs)
  func theFilesFindOneAnother(language: String, files: [(String, String)]) async throws {
    do {
      let run = try await run(Self.submission(language, files))
      #expect(run.output == "42\n", "\(run.message)")
    } catch let fault as Fault {
      Toolchains.expectMayBeMissing(fault)
    }
  }

  @Test(arguments: ["python", "c", "javascript", "bash"])
  func aFileThatIsMissingIsTheSubmissionsMistake(language: String) async throws {
    let files = try #require(Self.programs.first { $0.0 == language }?.1.prefix(1))
    let run = try await run(Self.submission(language, Array(files)))
    #expect(run.output != "42\n")
    #expect(run.message.contains("twice"), "\(run.message)")
  }
}
