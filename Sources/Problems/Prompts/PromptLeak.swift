public import Grading

/// Looks for what is right in what a model is shown.
public enum PromptLeak {
  /// Shorter texts occur by chance.
  private static let shortest = 16

  /// What of the reference stands in the prompt and not in the problem's own statement; `nil` if all
  /// is well.
  ///
  /// - Returns: for example `its answer “…”`.
  public static func find(in prompt: Prompt, of problem: Problem) -> String? {
    let shown = (prompt.system ?? "") + "\n" + prompt.text
    let own = problem.statement + "\n" + (problem.reference.starterCode ?? "")
    return secrets(of: problem.reference).first { secret in
      secret.text.utf8.count >= shortest && contains(shown, secret.text)
        && !contains(own, secret.text)
    }.map { "\($0.name) “\($0.text.prefix(60))”" }
  }

  private static func secrets(of reference: Reference) -> [(name: String, text: String)] {
    switch reference {
    case .answer(let golds): golds.map { ("its answer", $0) }
    case .harness(let harness): [("its test code", trimmed(harness.harness))]
    case .program(let program):
      program.tests.filter(\.hidden).map { ("the output of \($0.name)", trimmed($0.expected)) }
    case .choice, .function, .open: []
    }
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }

  private static func contains(_ text: String, _ part: String) -> Bool {
    let part = Array(part.utf8)
    return text.utf8.withContiguousStorageIfAvailable { bytes in
      bytes.contains(part)
    } ?? Array(text.utf8).contains(part)
  }
}
