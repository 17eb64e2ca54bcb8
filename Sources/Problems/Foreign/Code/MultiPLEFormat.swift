import Grading

/// MultiPL-E: HumanEval and MBPP translated to many languages.
///
/// `{name, language, prompt, tests, stop_tokens, doctests, original, prompt_terminology}`. The tests of
/// most languages begin with the brace that closes the function: a solution here is complete.
enum MultiPLEFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("name", "language", "prompt", "tests")
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let name = fields.needed("name"), let word = fields.needed("language"),
      let prompt = fields.needed("prompt"), let tests = fields.needed("tests")
    else { return nil }
    guard let language = Language.named(word == "go_test.go" ? "go" : word)?.id else {
      if let field = fields["language"] {
        let known = Language.all.map(\.id).joined(separator: ", ")
        fields.fail(field, "“\(word)” is no language that is run here", mend: "there are \(known)")
      }
      return nil
    }
    guard let entryPoint = Signature(language).name(in: prompt) else {
      fields.fail("“prompt” declares no function", mend: "mend the prompt")
      return nil
    }
    var problem = MappedProblem(
      .multiplE, id: name, kind: .harness, statement: "Complete the function `\(entryPoint)`.")
    problem.set(.language, language)
    problem.set(.entryPoint, entryPoint)
    problem.set(.starterCode, prompt)
    problem.set(.preamble, preamble(language, prompt))
    problem.set(.harness, harness(language, tests))
    problem.keep("stop_tokens", "prompt_terminology", from: fields)
    return problem
  }

  private static func harness(_ language: String, _ tests: String) -> String {
    let code = withoutBrace(tests)
    return switch language {
    case "c", "cpp": TestCode.cpp(code)
    case "java": TestCode.javaInClass(code)
    case "javascript": TestCode.block(code)
    case "typescript": code + "\nconsole.log(\"{{passed}}\");\n"
    case "rust": TestCode.rust(code)
    case "go": TestCode.go(code, setup: "\"testing\"\n\"fmt\"")
    case "bash": code + "\necho \"{{passed}}\"\n"
    case "swift": TestCode.swift(code)
    default: code
    }
  }

  /// Tests without the brace that ends the function of a completion.
  private static func withoutBrace(_ tests: String) -> String {
    let rest = tests.drop(while: \.isWhitespace)
    return rest.first == "}" ? String(rest.dropFirst()) : tests
  }

  private static func preamble(_ language: String, _ prompt: String) -> String? {
    let starts: [String] =
      switch language {
      case "c", "cpp": ["#include", "using namespace"]
      case "java": ["import "]
      case "rust": ["use "]
      case "swift": ["import "]
      default: []
      }
    let lines = prompt.split(separator: "\n").filter { line in
      // A package that is neither part of Java nor used by nearly any problem.
      starts.contains { line.hasPrefix($0) } && !line.hasPrefix("import org.javatuples")
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }
}
