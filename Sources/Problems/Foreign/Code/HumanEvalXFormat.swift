import Grading

/// HumanEval-X of CodeGeeX: HumanEval in six languages.
///
/// `{task_id: "CPP/0", prompt, declaration, canonical_solution, test, example_test}`, and for Go
/// `import` and `test_setup`.
enum HumanEvalXFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("task_id", "prompt", "declaration", "canonical_solution", "test")
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let id = fields.needed("task_id"), let prompt = fields.needed("prompt"),
      let declaration = fields.needed("declaration"), let test = fields.needed("test")
    else { return nil }
    guard
      let language = id.split(separator: "/").first.flatMap({ Language.named(String($0)) })?.id
    else {
      fields.fail(
        "“\(id)” does not begin with a language", mend: "task_id is, for example, “CPP/0”")
      return nil
    }
    guard let entryPoint = Signature(language).name(in: declaration) else {
      fields.fail("“declaration” declares no function", mend: "mend the declaration")
      return nil
    }
    // Rust's prompt is the comment alone.
    let starter = language == "rust" ? prompt + withoutCrates(declaration) : prompt
    var problem = MappedProblem(
      .humanevalX, id: id, kind: .harness, statement: "Complete the function `\(entryPoint)`.")
    problem.set(.language, language)
    problem.set(.entryPoint, entryPoint)
    problem.set(.starterCode, starter)
    problem.set(.preamble, preamble(language, declaration))
    problem.set(.harness, harness(language, test: test, setup: fields.optional("test_setup")))
    if let solution = fields.optional("canonical_solution") {
      // What C++ declares beyond the prompt is in the preamble.
      let head = language == "rust" ? withoutCrates(declaration) : prompt
      problem.accept(head + solution, language: language)
    }
    return problem
  }

  private static func harness(_ language: String, test: String, setup: String?) -> String {
    switch language {
    case "cpp": TestCode.cpp(test)
    case "java": TestCode.java(test)
    case "javascript": TestCode.javascript(test)
    case "rust": TestCode.rust(test)
    case "go": TestCode.go(test, setup: setup ?? "", addsImports: true)
    default: test
    }
  }

  /// The includes and imports that the set's own runs have.
  private static func preamble(_ language: String, _ declaration: String) -> String? {
    let starts: [String] =
      switch language {
      case "cpp": ["#include", "using namespace"]
      case "java": ["import "]
      case "rust": ["use "]
      default: []
      }
    let lines = declaration.split(separator: "\n").filter { line in
      starts.contains { line.hasPrefix($0) } && !isOfCrate(line)
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  /// Every declaration imports three crates that no compiler ships with, and six problems use them.
  private static func isOfCrate(_ line: some StringProtocol) -> Bool {
    ["use rand", "use regex", "use md5"].contains { line.hasPrefix($0) }
  }

  private static func withoutCrates(_ declaration: String) -> String {
    declaration.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !isOfCrate($0) }.joined(separator: "\n")
  }
}
