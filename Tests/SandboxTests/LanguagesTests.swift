import Grading
import Sandbox
import Testing

@Suite struct LanguagesTests {
  /// Reads numbers, prints their sum.
  static let sums: [(String, String)] = [
    ("python", "print(sum(map(int, input().split())))"),
    (
      "c",
      """
      #include <stdio.h>
      int main(void) { long a, s = 0; while (scanf("%ld", &a) == 1) s += a; printf("%ld\\n", s); }
      """
    ),
    (
      "cpp",
      """
      #include <bits/stdc++.h>
      int main() { long a, s = 0; while (std::cin >> a) s += a; std::cout << s << std::endl; }
      """
    ),
    (
      "javascript",
      """
      const text = require('fs').readFileSync('/dev/stdin', 'utf8');
      console.log(text.trim().split(/\\s+/).map(Number).reduce((a, b) => a + b, 0));
      """
    ),
    ("bash", "read -r line; s=0; for a in $line; do s=$((s + a)); done; echo $s"),
    (
      "java",
      """
      import java.util.Scanner;
      class Helper { }
      public class Sum {
        public static void main(String[] args) {
          Scanner in = new Scanner(System.in); long s = 0;
          while (in.hasNextLong()) s += in.nextLong();
          System.out.println(s);
        }
      }
      """
    ),
    (
      "go",
      """
      package main
      import "fmt"
      func main() { var a, s int; for { if _, e := fmt.Scan(&a); e != nil { break }; s += a }; fmt.Println(s) }
      """
    ),
    (
      "rust",
      """
      use std::io::Read;
      fn main() { let mut t = String::new(); std::io::stdin().read_to_string(&mut t).unwrap();
        println!("{}", t.split_whitespace().map(|w| w.parse::<i64>().unwrap()).sum::<i64>()); }
      """
    ),
    ("swift", "print(readLine()!.split(separator: \" \").map { Int($0)! }.reduce(0, +))"),
    ("ruby", "puts gets.split.map(&:to_i).sum"),
  ]

  @Test(arguments: sums)
  func aProgramReadsItsInputAndPrints(language: String, source: String) async throws {
    let sandbox = try await Shared.sandbox()
    let limits = Limits(
      cpuMilliseconds: 10_000, wallMilliseconds: 60_000, memoryBytes: 512 << 20,
      outputBytes: 1 << 20, processes: 16)
    do {
      let run = try await sandbox.program(language, source, input: "3 4 35\n", limits: limits)
      #expect(run.termination == .exited(0), "\(run.errorOutput)")
      #expect(run.text == "42\n")
    } catch let fault as Fault {
      Toolchains.expectMayBeMissing(fault)
    }
  }

  static let broken: [(String, String)] = [
    ("python", "print('never')\ndef f(:\n"), ("c", "int main(void) { return x; }"),
    ("cpp", "int main() { return x; }"), ("javascript", "console.log('never');\nlet = ;"),
    ("bash", "echo never\nif true"), ("java", "public class A { int x = \"\"; }"),
  ]

  @Test(arguments: broken)
  func anUnreadableProgramFailsToCompileAndRunsNoTest(
    language: String, source: String
  ) async throws {
    let sandbox = try await Shared.sandbox()
    let ran = try await sandbox.run(language, source, on: .program(inputs: ["1", "2"]))
    guard case .failed(let diagnostics) = ran.execution.compilation else {
      Issue.record("it compiled: \(ran.execution.compilation)")
      return
    }
    #expect(ran.tests.isEmpty)
    #expect(diagnostics.contains("rror"))
  }

  /// language, source that does not end well, how it ends (memory limit 256 MiB)
  static let endings: [(String, String, Set<Termination>)] = [
    ("c", "int main(void) { return 3; }", [.exited(3)]),
    ("c", "int main(void) { int *p = 0; return *(volatile int *)p; }", [.signalled(11)]),
    (
      "cpp", "#include <stdexcept>\nint main() { throw std::runtime_error(\"no\"); }",
      [.signalled(6)]
    ),
    (
      "cpp",
      """
      #include <vector>
      #include <string>
      int main() { std::vector<std::string> a; for (;;) a.push_back(std::string(1 << 20, 'x')); }
      """, [.memoryLimit(inferred: false), .memoryLimit(inferred: true)]
    ),
    (
      "cpp", "#include <new>\nint main() { auto p = new char[1ul << 45]; return p[5]; }",
      [.memoryLimit(inferred: true)]
    ),
    ("javascript", "throw new Error('no')", [.exited(1)]),
    ("javascript", "process.exit(3)", [.exited(3)]),
    (
      "javascript",
      "const a = []; for (;;) a.push(Buffer.alloc(1 << 20, 1));",
      [.memoryLimit(inferred: false), .memoryLimit(inferred: true)]
    ),
    ("javascript", "for (;;) {}", [.timeLimit(.cpu)]),
    ("bash", "exit 3", [.exited(3)]),
    ("bash", "kill -TERM $$", [.signalled(15)]),
    ("bash", "(sleep 60)", [.timeLimit(.idle)]),
    (
      "java", "class A { public static void main(String[] a) { throw new RuntimeException(); } }",
      [.exited(1)]
    ),
    (
      "java",
      """
      class A { public static void main(String[] a) {
        var l = new java.util.ArrayList<byte[]>(); for (;;) l.add(new byte[1 << 20]); } }
      """, [.memoryLimit(inferred: false), .memoryLimit(inferred: true)]
    ),
  ]

  @Test(arguments: endings)
  func aProgramThatBreaksEndsAsItShould(
    language: String, source: String, terminations: Set<Termination>
  ) async throws {
    let sandbox = try await Shared.sandbox()
    var limits = Limits.small
    limits.memoryBytes = 256 << 20
    do {
      let run = try await sandbox.program(language, source, limits: limits)
      #expect(terminations.contains(run.termination), "\(run.termination) \(run.errorOutput)")
    } catch let fault as Fault {
      Toolchains.expectMayBeMissing(fault)
    }
  }
}

/// A precompiled header changes no result.
@Suite struct HeaderTests {
  @Test func sourcesWithTheGreatHeaderCompileAlikeWithAndWithoutItsPrecompiledForm() async throws {
    let sandbox = try await Shared.sandbox()
    for number in 0..<3 {
      // The first goes without, the second has it made, the third finds it.
      let source = """
        #include <bits/stdc++.h>
        using namespace std;
        int main() { map<int, string> m; m[\(number)] = "x"; for (auto &[k, v] : m) cout << k << v; }
        """
      do {
        let run = try await sandbox.program("cpp", source)
        #expect(run.text == "\(number)x")
      } catch let fault as Fault {
        Toolchains.expectMayBeMissing(fault)
      }
    }
    do {
      let ran = try await sandbox.run(
        "cpp", "#include <bits/stdc++.h>\nint main() { return strlen; }",
        on: .program(inputs: [""]))
      guard case .failed(let diagnostics) = ran.execution.compilation else {
        Issue.record("it compiled")
        return
      }
      #expect(diagnostics.contains("solution.cpp:2"))
    } catch {
      Toolchains.expectMayBeMissing(error)
    }
  }
}
