import Grading

/// An exercise of Exercism's tracks: `.docs/instructions.md`, `.meta/config.json` with the names of
/// solution, test and example files.
///
/// Python's `unittest`, JavaScript's `describe` and `expect`, and Rust's `#[test]` are run; other
/// tracks' test libraries are not.
struct ExercismFolder {
  let reader: PackageReader

  func mapped() -> (mapped: MappedProblem, place: Place)? {
    let before = reader.log.count
    let place = reader.place(".meta/config.json")
    guard let text = reader.text(".meta/config.json"),
      let statement = reader.text(".docs/instructions.md")
    else { return nil }
    let config: JSON
    do throws(JSONError) {
      config = try JSON(parsing: text)
    } catch {
      reader.fail(".meta/config.json", "not JSON: \(error.message)", "mend the text there")
      return nil
    }
    let files = config["files"]
    guard let solution = files?["solution"]?[0]?.string, let test = files?["test"]?[0]?.string,
      let language = Language.ofFiles(endingIn: PathText.ending(of: PathText.name(of: solution)))
    else {
      reader.fail(".meta/config.json", "“files” names no solution and no test", "mend it")
      return nil
    }
    guard let code = reader.text(test, limit: ReferenceDecoder.harnessLimit) else {
      if reader.log.count == before { reader.fail(test, "there is no such file", "add it") }
      return nil
    }
    let starter = reader.text(solution, limit: ProblemFolder.sourceLimit) ?? ""
    guard let harness = harness(code, language.id, solution) else {
      reader.fail(
        test, "tests of the \(language.name) track are not run here",
        "the tracks are Python, JavaScript and Rust")
      return nil
    }
    let introduction = reader.text(".docs/introduction.md").map { $0.trimmed + "\n\n" } ?? ""
    let more = reader.text(".docs/instructions.append.md").map { "\n\n" + $0.trimmed } ?? ""
    var problem = MappedProblem(
      .exercism, id: reader.name, kind: .harness,
      statement: introduction + statement.trimmed + more)
    problem.set(.title, config["title"]?.string)
    problem.set(.source, config["source_url"]?.string)
    problem.set(.language, language.id)
    problem.set(
      .entryPoint,
      Signature(language.id).name(in: starter)
        ?? PathText.stem(of: PathText.name(of: solution)).replacing("-", with: "_"))
    problem.set(.starterCode, starter)
    problem.set(.harness, harness)
    for name in ["example", "exemplar"] {
      let path = files?[name]?[0]?.string
      problem.accept(
        path.flatMap { reader.text($0, limit: ProblemFolder.sourceLimit) }, language: language.id,
        name: path ?? name)
    }
    guard reader.log.count == before else { return nil }
    return (problem, place)
  }

  private func harness(_ code: String, _ language: String, _ solution: String) -> String? {
    let module = PathText.stem(of: PathText.name(of: solution))
    switch language {
    case "python": return ExercismFolder.withoutImports(of: module, in: code)
    case "javascript": return TestCode.block(ExercismFolder.javascript(code))
    case "rust":
      let lines = code.split(separator: "\n", omittingEmptySubsequences: false).filter {
        !$0.hasPrefix("use ") || $0.hasPrefix("use std")
      }
      return TestCode.rustFunctions(lines.joined(separator: "\n"))
    default: return nil
    }
  }

  /// The solution's names are there without being imported.
  static func withoutImports(of module: String, in code: String) -> String {
    var lines: [Substring] = []
    var isInside = false
    for line in code.split(separator: "\n", omittingEmptySubsequences: false) {
      if isInside {
        if line.contains(")") { isInside = false }
      } else if line.hasPrefix("from \(module) import") {
        isInside = line.contains("(") && !line.contains(")")
      } else {
        lines.append(line)
      }
    }
    return lines.joined(separator: "\n")
  }

  /// What the tests of the JavaScript track use of their library, in our own few lines.
  private static func javascript(_ code: String) -> String {
    let body = code.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("import ") }.joined(separator: "\n")
    return """
      const assayEqual = require('node:assert');
      const describe = (name, body) => body();
      const test = (name, body) => body();
      const it = test;
      const xtest = test;
      test.skip = test;
      const expect = (got) => {
        const checks = (no) => {
          const hold = (ok, what) => {
            if (ok === no) throw new Error('assertion failed: ' + what);
          };
          const equal = (want, strict) => {
            try { assayEqual[strict ? 'deepStrictEqual' : 'deepEqual'](got, want); return true; }
            catch (error) { return false; }
          };
          return {
            toBe: (want) => hold(Object.is(got, want), 'toBe'),
            toEqual: (want) => hold(equal(want, false), 'toEqual'),
            toStrictEqual: (want) => hold(equal(want, true), 'toStrictEqual'),
            toBeCloseTo: (want, digits = 2) =>
              hold(Math.abs(got - want) < 10 ** -digits / 2, 'toBeCloseTo'),
            toBeTruthy: () => hold(Boolean(got), 'toBeTruthy'),
            toBeFalsy: () => hold(!got, 'toBeFalsy'),
            toBeNull: () => hold(got === null, 'toBeNull'),
            toBeUndefined: () => hold(got === undefined, 'toBeUndefined'),
            toBeDefined: () => hold(got !== undefined, 'toBeDefined'),
            toBeGreaterThan: (want) => hold(got > want, 'toBeGreaterThan'),
            toBeLessThan: (want) => hold(got < want, 'toBeLessThan'),
            toContain: (want) => hold(got.includes(want), 'toContain'),
            toHaveLength: (want) => hold(got.length === want, 'toHaveLength'),
            toMatch: (want) => hold(got.match(want) !== null, 'toMatch'),
            toThrow: (want) => {
              let error = null;
              try { got(); } catch (caught) { error = caught; }
              const told = error === null ? '' : String(error.message ?? error);
              const fits = want === undefined || (want instanceof RegExp ? want.test(told)
                : typeof want === 'function' ? error instanceof want
                : told.includes(want.message ?? want));
              hold(error !== null && fits, 'toThrow');
            },
          };
        };
        return { ...checks(false), not: checks(true) };
      };
      \(body)
      """
  }
}
