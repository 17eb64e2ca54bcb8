import Glibc
import Grading
import Testing

@testable import Sandbox

/// Every way in which a program ends, in every language, at every level that can be had here, as the
/// user who runs the tests and, where that is root, as an ordinary user too.
@Suite(.serialized) struct VerdictsTests {
  /// What a program does first reads the word that says how it is to end.
  struct Behaviour: Sendable, CustomTestStringConvertible {
    var language: String
    /// Obeys `sum`, `exit`, `crash`, `spin`, `hoard`.
    var source: String
    /// What has an error of syntax or of types.
    var broken: String
    /// How `crash` ends.
    var crash: Termination = .exited(1)

    var testDescription: String { language }
  }

  struct Trial: Sendable, CustomTestStringConvertible {
    var level: Int
    var behaviour: Behaviour

    var testDescription: String { "level \(level): \(behaviour.language)" }
  }

  /// All languages at the strongest level; below it what reserves much memory and what may lie outside
  /// the system's directories. `ASSAY_ATTACKS=all` tries all of them everywhere.
  static let trials: [Trial] = (1...3).reversed().flatMap { level in
    behaviours.filter {
      AttackTests.triesAll || (level == 3 && !AttackTests.isOrdinaryUser)
        || ["javascript", "java", "go", "rust", "swift", "ruby"].contains($0.language)
    }.map { Trial(level: level, behaviour: $0) }
  }

  static let limits = Limits(
    cpuMilliseconds: 5_000, wallMilliseconds: 300_000, memoryBytes: 256 << 20,
    outputBytes: 1 << 20, processes: 16)

  @Test(arguments: trials)
  func aProgramEndsAsItShouldInEveryLanguage(_ trial: Trial) async throws {
    guard let sandbox = await Levels.sandbox(trial.level) else { return }
    let behaviour = trial.behaviour
    let inputs = ["sum\n3 4 35\n", "sum\n1 1\n", "exit\n", "crash\n", "hoard\n"]
    do {
      let ran = try await sandbox.run(
        behaviour.language, behaviour.source, on: .program(inputs: inputs),
        limits: VerdictsTests.limits)
      try #require(ran.tests.count == inputs.count, "\(ran.execution.compilation)")
      let ends = ran.tests.map { sandbox.asFarAsTold($0.termination) }
      let said = ran.tests.map { "\($0.termination) \($0.usage) \($0.errorOutput.suffix(300))" }
      #expect(ran.tests[0].text == "42\n" && ends[0] == .exited(0), "\(said[0])")
      #expect(ran.tests[1].text == "2\n" && ends[1] == .exited(0), "\(said[1])")
      #expect(ends[2] == .exited(3), "\(said[2])")
      #expect(ends[3] == behaviour.crash, "\(said[3])")
      #expect(ends[4].isMemoryLimit, "\(said[4])")
      var brief = VerdictsTests.limits
      brief.cpuMilliseconds = 300
      let spinning = try await sandbox.program(
        behaviour.language, behaviour.source, input: "spin\n", limits: brief)
      #expect(spinning.termination == .timeLimit(.cpu), "\(spinning)")
      let broken = try await sandbox.run(
        behaviour.language, behaviour.broken, on: .program(inputs: [""]),
        limits: VerdictsTests.limits)
      guard case .failed(let diagnostics) = broken.execution.compilation else {
        Issue.record("it compiled: \(broken.tests)")
        return
      }
      #expect(!diagnostics.isEmpty && broken.tests.isEmpty)
    } catch let fault as Fault {
      Toolchains.expectMayBeMissing(fault)
    }
  }

  @Test func anOrdinaryUserGetsTheSame() async throws {
    guard getuid() == 0, !AttackTests.isOrdinaryUser else { return }
    guard let outcome = OrdinaryUser.run(suite: "VerdictsTests") else { return }
    #expect(outcome.status == 0, "\(outcome.output.suffix(6_000))")
    #expect(outcome.output.contains("Test run with"))
  }
}

extension Termination {
  var isMemoryLimit: Bool {
    if case .memoryLimit = self { true } else { false }
  }
}

/// Compilers that a machine may lack, and one that runs these tests for others may not.
enum Toolchains {
  /// Whether the tests are to find every language: where they run for all to see.
  static let mustBeThere = getenv("CI").map { String(cString: $0) }.map { !$0.isEmpty } ?? false

  static func expectMayBeMissing(
    _ fault: Fault, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let isExpected =
      mustBeThere && !AttackTests.isOrdinaryUser
      && !fault.message.contains("cannot be run at isolation level")
    #expect(
      fault.kind == .missingToolchain && !isExpected, "\(fault.message)",
      sourceLocation: sourceLocation)
    #expect(fault.message.contains("apt install"), sourceLocation: sourceLocation)
  }
}

extension VerdictsTests {
  /// How Swift gives up, SIGILL or SIGTRAP.
  #if arch(x86_64)
    private static let trap = Termination.signalled(4)
  #else
    private static let trap = Termination.signalled(5)
  #endif

  static let behaviours: [Behaviour] = [
    Behaviour(
      language: "python",
      source: """
        import sys
        word = input()
        if word == "sum": print(sum(map(int, input().split())))
        elif word == "exit": sys.exit(3)
        elif word == "crash": raise ValueError("no")
        elif word == "spin":
            while True: pass
        else:
            a = []
            while True: a.append(b"x" * (1 << 20))
        """, broken: "def f(:"),
    Behaviour(
      language: "c",
      source: """
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        int main(void) {
          char word[9]; long a, s = 0; volatile int *none = 0;
          if (scanf("%8s", word) != 1) return 9;
          if (!strcmp(word, "sum")) { while (scanf("%ld", &a) == 1) s += a; printf("%ld\\n", s); return 0; }
          if (!strcmp(word, "exit")) return 3;
          if (!strcmp(word, "crash")) return *none;
          if (!strcmp(word, "spin")) for (volatile int i = 0;; i++) {}
          for (;;) { char *p = malloc(1 << 20); if (!p) { perror("malloc"); return 1; } memset(p, 1, 1 << 20); }
        }
        """, broken: "int main(void) { return x; }", crash: .signalled(11)),
    Behaviour(
      language: "cpp",
      source: """
        #include <iostream>
        #include <stdexcept>
        #include <string>
        #include <vector>
        int main() {
          std::string word; std::cin >> word;
          if (word == "sum") { long a, s = 0; while (std::cin >> a) s += a; std::cout << s << "\\n"; return 0; }
          if (word == "exit") return 3;
          if (word == "crash") throw std::runtime_error("no");
          if (word == "spin") for (volatile int i = 0;; i = i + 1) {}
          std::vector<std::string> a; for (;;) a.push_back(std::string(1 << 20, 'x'));
        }
        """, broken: "int main() { return x; }", crash: .signalled(6)),
    Behaviour(
      language: "javascript",
      source: """
        const [word, rest] = require('fs').readFileSync(0, 'utf8').split('\\n');
        if (word === 'sum') console.log(rest.split(' ').map(Number).reduce((a, b) => a + b, 0));
        else if (word === 'exit') process.exit(3);
        else if (word === 'crash') throw new Error('no');
        else if (word === 'spin') for (;;) {}
        else { const a = []; for (;;) a.push(Buffer.alloc(1 << 20, 1)); }
        """, broken: "let = ;"),
    Behaviour(
      language: "typescript",
      source: """
        import * as fs from 'fs';
        import readline from 'node:readline';
        let unused: readline.Interface | NodeJS.Timeout | null = null;
        const name: string[] = fs.readFileSync(0, 'utf8').split('\\n');
        function sum(a: number[]): number { return a.reduce((x, y) => x + y, 0); }
        switch (name[0]) {
          case 'sum': console.log(sum(name[1].split(' ').map(Number))); break;
          case 'exit': process.exit(3);
          case 'crash': throw new Error('no');
          case 'spin': for (;;) {}
          default: { const a: Buffer[] = []; for (;;) a.push(Buffer.alloc(1 << 20, 1)); }
        }
        """, broken: "const x: number = 'a';"),
    Behaviour(
      language: "bash",
      source: """
        read -r word
        case $word in
          sum) read -r line; s=0; for a in $line; do s=$((s + a)); done; echo $s ;;
          exit) exit 3 ;;
          crash) kill -SEGV $$ ;;
          spin) while :; do :; done ;;
          *) a=xxxxxxxxxxxxxxxx; while :; do a=$a$a; done ;;
        esac
        """, broken: "if true", crash: .signalled(11)),
    Behaviour(
      language: "java",
      source: """
        import java.util.*;
        public class Sum {
          public static void main(String[] args) {
            Scanner in = new Scanner(System.in);
            switch (in.next()) {
              case "sum": long s = 0; while (in.hasNextLong()) s += in.nextLong(); System.out.println(s); break;
              case "exit": System.exit(3);
              case "crash": throw new RuntimeException("no");
              case "spin": for (;;) {}
              default: var l = new ArrayList<byte[]>(); for (;;) l.add(new byte[1 << 20]);
            }
          }
        }
        """, broken: "public class A { int x = \"\"; }"),
    Behaviour(
      language: "go",
      source: """
        package main
        import ("fmt"; "os"; "sort")
        func main() {
          var word string
          fmt.Scan(&word)
          switch word {
          case "sum":
            all := []int{}
            for { var a int; if _, e := fmt.Scan(&a); e != nil { break }; all = append(all, a) }
            sort.Ints(all)
            s := 0
            for _, a := range all { s += a }
            fmt.Println(s)
          case "exit": os.Exit(3)
          case "crash": var none []int; fmt.Println(none[len(word)])
          case "spin": for i := 0; ; i++ {}
          default:
            kept := [][]byte{}
            for { b := make([]byte, 1<<20); for i := range b { b[i] = 1 }; kept = append(kept, b) }
          }
        }
        """, broken: "package main\nimport \"os\"\nfunc main() {}", crash: .exited(2)),
    Behaviour(
      language: "rust",
      source: """
        use std::io::Read;
        fn main() {
          let mut text = String::new();
          std::io::stdin().read_to_string(&mut text).unwrap();
          let mut words = text.split_whitespace();
          match words.next() {
            Some("sum") => println!("{}", words.map(|w| w.parse::<i64>().unwrap()).sum::<i64>()),
            Some("exit") => std::process::exit(3),
            Some("crash") => { let none: Option<i32> = None; println!("{}", none.unwrap()) }
            Some("spin") => loop { std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst); },
            _ => { let mut kept = Vec::new(); loop { kept.push(vec![1u8; 1 << 20]); } }
          }
        }
        """, broken: "fn main() { let a = String::new(); let b = a; println!(\"{}{}\", a, b); }",
      crash: .exited(101)),
    Behaviour(
      language: "swift",
      source: """
        import Foundation
        switch readLine() {
        case "sum": print(readLine()!.split(separator: " ").map { Int($0)! }.reduce(0, +))
        case "exit": exit(3)
        case "crash": let none: [Int] = []; print(none[CommandLine.arguments.count])
        case "spin": var i = 0; while true { i &+= 1 }
        default: var kept: [[UInt8]] = []; while true { kept.append(Array(repeating: 1, count: 1 << 20)) }
        }
        """, broken: "let x: Int = \"a\"", crash: trap),
    Behaviour(
      language: "ruby",
      source: """
        case gets.strip
        when "sum" then puts gets.split.map(&:to_i).sum
        when "exit" then exit 3
        when "crash" then raise "no"
        when "spin" then loop {}
        else a = []; loop { a << "x" * (1 << 20) }
        end
        """, broken: "def f("),
  ]
}
