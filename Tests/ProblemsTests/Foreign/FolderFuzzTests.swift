import Foundation
import Grading
import Testing

@testable import Problems

/// Folders and outputs of other tools, damaged at random with a seed: reading ends in a value or in errors.
@Suite struct FolderFuzzTests {
  struct Seed: Sendable, CustomTestStringConvertible {
    var name: String
    var files: [String: String]

    var testDescription: String { name }
  }

  static let folders = [
    Seed(
      name: "kattis",
      files: [
        "p/problem.yaml":
          "name: {en: P}\nvalidation: custom\nvalidator_flags: [a, b]\nlimits: {time_limit: 2.5, memory: 64, validation_time: 3}\nkeywords: [x]\n",
        "p/problem_statement/problem.en.md": "Do it.",
        "p/data/sample/1.in": "1\n", "p/data/sample/1.ans": "1\n",
        "p/data/secret/testdata.yaml": "output_validator_flags: c d\n",
        "p/data/secret/g/2.in": "2\n", "p/data/secret/g/2.ans": "2\n",
        "p/output_validators/v/v.cc": "#include \"v.h\"\nint main() { return 42; }",
        "p/output_validators/v/v.h": "#pragma once\n", "p/input_validators/i.py": "exit(42)",
        "p/submissions/accepted/a.py": "print(input())",
      ]),
    Seed(
      name: "polygon",
      files: [
        "p/problem.xml":
          "<problem><names><name language=\"english\" value=\"A &amp; B\"/></names><judging><testset>"
          + "<time-limit>1500</time-limit><input-path-pattern>tests/%02d</input-path-pattern>"
          + "<answer-path-pattern>tests/%02d.a</answer-path-pattern><tests><test sample=\"true\"/>"
          + "</tests></testset></judging><assets><checker name=\"\"><source path=\"files/check.cpp\"/>"
          + "</checker><validators><validator><source path=\"files/val.cpp\"/></validator></validators>"
          + "<solutions><solution tag=\"main\"><source path=\"a.py\"/></solution></solutions></assets></problem>",
        "p/statement-sections/english/legend.tex": "Add.", "p/tests/01": "1", "p/tests/01.a": "2",
        "p/files/check.cpp": "#include \"testlib.h\"\nint main() {}", "p/files/testlib.h": "\n",
        "p/files/val.cpp": "int main() {}", "p/a.py": "print(2)",
      ]),
    Seed(name: "exercism", files: exercises()),
    Seed(
      name: "native",
      files: [
        "set.yaml": "name: s\ndefaults: {points: 2}\nrecorded: {a: {title: A}}\n",
        "recorded/a.jsonl": "{\"problem_id\":\"f\",\"completion\":\"x\"}\n",
        "f/problem.yaml": "kind: function\nstatement: s\nentry_point: f\n",
        "f/tests.yaml": "- {args: [1, {$tuple: [2]}], returns: {$set: [1]}}\n",
        "f/tests/generate.py": "print()",
        "f/tests/generated.jsonl": "{\"args\":[2],\"returns\":3}\n",
        "f/right/a.py": "def f(): pass", "f/wrong/wrong_answer--b.py": "def f(): 1",
        "p/problem.md":
          "---\nkind: program\nchecker: {program: checker.py, limits: {cpu: 1s}}\n---\nText.\n",
        "p/checker.py": "exit(42)", "p/tests/1.in": "a", "p/tests/1.out": "b",
      ]),
  ]

  private static func exercises() -> [String: String] {
    var files: [String: String] = [:]
    func add(_ name: String, _ solution: String, _ test: String, _ code: String) {
      files["\(name)/.meta/config.json"] =
        #"{"files":{"solution":["\#(solution)"],"test":["\#(test)"],"example":["\#(solution)"]}}"#
      files["\(name)/.docs/instructions.md"] = "Do it."
      files["\(name)/\(solution)"] = "x"
      files["\(name)/\(test)"] = code
    }
    add("py", "a.py", "a_test.py", "from a import (\n  f,\n)\nimport unittest\n")
    add("js", "a.js", "a.spec.js", "import { f } from './a';\ntest('x', () => {});\n")
    add("rs", "a.rs", "b.rs", "use a::*;\n#[test]\nfn x() {}\n")
    add(
      "go", "a.go", "a_test.go",
      "package a\nimport (\n\t\"testing\"\n)\nfunc TestX(t *testing.T) {}\n")
    add("cpp", "a.cpp", "b.cpp", "TEST_CASE(\"x\") { REQUIRE(1 == 1); }\n")
    add(
      "java", "A.java", "ATest.java",
      "import java.util.List;\npublic class ATest {\n  @Test\n  public void x() { assertThat(1).isEqualTo(1); }\n}\n"
    )
    add(
      "swift", "A.swift", "B.swift",
      "@Suite struct ATests {\n  @Test(\"x (\\\"y\\\")\", .enabled(if: true))\n  func x() { #expect(true) }\n}\n"
    )
    return files
  }

  @Test(arguments: folders)
  func damagedFoldersEndInProblemsOrInErrors(_ seed: Seed) throws {
    let whole = try read(seed.files)
    #expect(!whole.set.problems.isEmpty)
    var random = SeededRandom(seed: UInt64(seed.name.utf8.count) * 77 + UInt64(seed.files.count))
    let names = seed.files.keys.sorted()
    var failed = 0
    for _ in 0..<60 {
      var files = seed.files
      for _ in 0..<Int.random(in: 1...2, using: &random) {
        guard let name = names.randomElement(using: &random), let text = files[name] else {
          continue
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: files[name] = nil
        case 1: files[name + "/inner"] = files.removeValue(forKey: name)
        default:
          files[name] = String(
            decoding: FuzzTests.damaged(Array(text.utf8), &random), as: UTF8.self)
        }
      }
      do throws(LoadingErrors) {
        let loaded = try read(files)
        for problem in loaded.set.problems {
          _ = try? DeferredReferences.resolved(problem)
          #expect(try Problem(document: problem.document) == problem)
        }
      } catch {
        failed += 1
        #expect(!error.errors.isEmpty && error.errors.allSatisfy { !$0.message.isEmpty })
      }
    }
    #expect(failed < 60)
  }

  private func read(_ files: [String: String]) throws(LoadingErrors) -> LoadedSet {
    guard let folder = try? TemporaryFolder(files) else { throw LoadingErrors([]) }
    defer { withExtendedLifetime(folder) {} }
    return try ProblemSetReader().read(folder.path)
  }

  // MARK: outputs

  private static let set = """
    {"task_id":"HumanEval/0","prompt":"def a():\\n","entry_point":"a","canonical_solution":"    pass\\n","test":"def check(c): pass"}
    {"task_id":"HumanEval/1","prompt":"def b():\\n","entry_point":"b","canonical_solution":"    pass\\n","test":"def check(c): pass"}
    """

  // name | text
  static let outputs = [
    ("samples.jsonl", #"{"task_id":"HumanEval/1","completion":"x","attempt":2,"latency_ms":1.5}"#),
    ("lcb.json", #"[{"question_id":"HumanEval/0","code_list":["print(1)",""]}]"#),
    ("generations.json", #"[["def a(): 1","def a(): 2"],["def b(): 3"]]"#),
    ("samples_x.jsonl", #"{"doc_id":0,"doc":{"prompt":"x"},"resps":[["3","4"]],"target":"3"}"#),
    ("rs0.jsonl", #"{"problem":"Complete","generation":"It is 2.","num_generated_tokens":4}"#),
    (
      "log.json",
      #"{"version":2,"eval":{},"samples":[{"id":"HumanEval/0","epoch":2,"input":"x","target":"2","output":{"model":"m","choices":[{"message":{"role":"assistant","content":[{"type":"reasoning","reasoning":"h"},{"type":"text","text":"2"}]},"stop_reason":"stop"}],"usage":{"input_tokens":3},"time":0.5}}]}"#
    ),
    (
      "results.jsonl",
      #"{"id":"r","custom_id":"HumanEval/1#2","response":{"status_code":200,"body":{"choices":[{"index":0,"message":{"content":"x","reasoning_content":"y"},"finish_reason":"length"}],"usage":{"prompt_tokens":1}}},"error":null}"#
    ),
  ]

  @Test(arguments: outputs)
  func damagedOutputsEndInOutputsOrInErrors(_ name: String, _ text: String) throws {
    let folder = try TemporaryFolder()
    let set = try ProblemSetReader().read(try folder.write("set.jsonl", Self.set)).set
    var random = SeededRandom(seed: UInt64(text.utf8.count))
    for round in 0..<150 {
      let bytes = FuzzTests.damaged(Array(text.utf8), &random)
      let path = try folder.write(name, bytes: round % 5 == 0 ? Packing.gzip(bytes) : bytes)
      do throws(LoadingErrors) {
        let read = try StoredOutput.read(path, of: set, skipUnknown: round % 2 == 0)
        #expect(read.allSatisfy { $0.attempt >= 1 })
      } catch {
        #expect(!error.errors.isEmpty && error.errors.allSatisfy { !$0.message.isEmpty })
      }
    }
  }

  @Test func damagedArchivesOfOutputsEndInOutputsOrInErrors() throws {
    let folder = try TemporaryFolder()
    let set = try ProblemSetReader().read(try folder.write("set.jsonl", Self.set)).set
    let sample =
      #"{"id":"HumanEval/0","epoch":1,"output":{"choices":[{"message":{"content":"2"}}]}}"#
    let seed = Packing.zip([
      ("header.json", Array("{}".utf8), 8), ("samples/1_epoch_1.json", Array(sample.utf8), 93),
    ])
    var random = SeededRandom(seed: 9)
    for _ in 0..<300 {
      let path = try folder.write("log.eval", bytes: FuzzTests.damaged(seed, &random))
      do throws(LoadingErrors) {
        _ = try StoredOutput.read(path, of: set)
      } catch {
        #expect(!error.errors.isEmpty)
      }
    }
  }
}
