/// Makes test code of other sets fit to be run with a solution as one program.
///
/// All of it ends by writing `{{passed}}`: see ``Grading/HarnessReference/harness``.
enum TestCode {
  /// EvalPlus' self-contained scripts, which import numpy for one comparison and one class; the sandbox
  /// has the standard library alone.
  static func python(_ test: String) -> String {
    guard let line = test.firstRange(of: "import numpy as np") else { return test }
    let uses = test.split(separator: "np.").dropFirst().map { $0.prefix(while: Signature.isPart) }
    guard uses.allSatisfy({ ["allclose", "ndarray", "float64", "float32"].contains($0) }) else {
      return test
    }
    return test[..<line.lowerBound] + numpy + test[line.upperBound...]
  }

  private static let numpy = """
    class np:
        class ndarray:
            pass

        float64 = float32 = float

        def allclose(out, wanted, rtol=1e-05, atol=1e-08):
            if isinstance(out, (list, tuple)) or isinstance(wanted, (list, tuple)):
                if not isinstance(out, (list, tuple)):
                    out = [out] * len(wanted)
                if not isinstance(wanted, (list, tuple)):
                    wanted = [wanted] * len(out)
                if len(out) != len(wanted):
                    raise ValueError("operands could not be broadcast together")
                return all(np.allclose(a, b, rtol, atol) for a, b in zip(out, wanted))
            return out == wanted or abs(out - wanted) <= atol + rtol * abs(wanted)

    """

  /// A `main` of assertions.
  static func cpp(_ test: String) -> String {
    let renamed = test.replacing("int main(", with: "int assay_tests(")
    return """
      #include <cassert>
      #include <cstdio>
      {{solution}}
      \(inserting("return 0;", beforeLastBraceOf: renamed))
      int main() { assay_tests(); std::fflush(stdout); std::puts("\\n{{passed}}"); return 0; }

      """
  }

  /// A class `Main` with a `main` that throws.
  static func java(_ test: String) -> String {
    let renamed = test.replacing("public class Main", with: "public class AssayMain")
      .replacing("void main(String[] args)", with: "void assayTests(String[] args)")
    return "{{solution}}\n" + inserting(javaMain, beforeLastBraceOf: renamed)
  }

  private static let javaMain = """
      public static void main(String[] args) throws Exception {
        assayTests(args);
        System.out.println("\\n{{passed}}");
      }

    """

  /// The rest of class `Problem`: a `main` with `assert` statements, which only run if Java is told so.
  static func javaInClass(_ test: String) -> String {
    let checked = test.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.drop { $0 == " " }.hasPrefix("assert(")
        ? String(line.replacing("assert(", with: "assayCheck(", maxReplacements: 1)) : String(line)
    }.joined(separator: "\n")
    return java(
      """
      public class Main extends Problem {
        static void assayCheck(boolean holds) {
          if (!holds) throw new AssertionError("assertion failed");
        }
      \(checked)
      """) + tuples(usedBy: test)
  }

  /// Counterparts of the classes of javatuples that the test code uses.
  private static func tuples(usedBy test: String) -> String {
    ["Unit", "Pair", "Triplet", "Quartet", "Quintet"].enumerated()
      .filter { test.contains("\($0.element).with(") || test.contains("\($0.element)<") }
      .map { index, name in
        let places = 0...index
        func list(_ form: (Int) -> String) -> String { places.map(form).joined(separator: ", ") }
        let types = list { "T\($0)" }
        return """

          class \(name)<\(types)> extends java.util.ArrayList<Object> {
            \(name)(\(list { "T\($0) v\($0)" })) { super(java.util.Arrays.asList(\(list { "(Object) v\($0)" }))); }
            static <\(types)> \(name)<\(types)> with(\(list { "T\($0) v\($0)" })) { return new \(name)<>(\(list { "v\($0)" })); }
            \(places.map { "@SuppressWarnings(\"unchecked\") T\($0) getValue\($0)() { return (T\($0)) get(\($0)); }" }.joined(separator: "\n  "))
          }

          """
      }.joined()
  }

  /// Statements with `console.assert`, which only writes.
  static func javascript(_ test: String) -> String {
    block(
      """
      console.assert = (holds) => { if (!holds) throw new Error("assertion failed"); };
      \(test)
      """)
  }

  /// Statements of JavaScript in a block of their own, so that their names do no harm.
  static func block(_ test: String) -> String {
    "{{solution}}\n{\n\(test)\nconsole.log(\"\\n{{passed}}\");\n}\n"
  }

  /// A module of tests, or a `main`.
  static func rust(_ test: String) -> String {
    var names: [Substring] = []
    var lines: [String] = []
    for line in test.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop(while: \.isWhitespace)
      if text.hasPrefix("#[cfg(test)]") || text.hasPrefix("#[test]") { continue }
      if text.hasPrefix("fn test") {
        names.append(text.dropFirst(3).prefix(while: Signature.isPart))
        lines.append("pub " + text)
      } else {
        lines.append(
          String(line.replacing("fn main()", with: "fn assay_tests()", maxReplacements: 1)))
      }
    }
    let calls = names.isEmpty ? "assay_tests();" : names.map { "tests::\($0)();" }.joined()
    return """
      {{solution}}
      \(lines.joined(separator: "\n"))
      fn main() { \(calls) println!("\\n{{passed}}"); }

      """
  }

  /// Top-level `assert`, which is left out of optimised programs.
  static func swift(_ test: String) -> String {
    let checked = test.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("assert(") ? "assayCheck(" + line.dropFirst("assert(".count) : line
    }.joined(separator: "\n")
    return """
      {{solution}}
      func assayCheck(_ holds: Bool) { if !holds { fatalError("assertion failed") } }
      \(checked)
      Swift.print("\\n{{passed}}")

      """
  }

  private static func inserting(_ text: String, beforeLastBraceOf code: String) -> String {
    guard let brace = code.lastIndex(of: "}") else { return code }
    return code[..<brace] + text + "\n" + code[brace...]
  }
}
