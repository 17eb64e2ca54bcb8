import Grading

/// An exercise of Exercism's tracks: `.docs/instructions.md`, `.meta/config.json` with the names of
/// solution, test and example files.
///
/// Python's `unittest`, JavaScript's `describe` and `expect`, Rust's `#[test]`, Go's `testing`, Java's
/// JUnit and AssertJ, C++'s Catch2 and Swift's two libraries are run, most by a few lines of our own that
/// stand in for them; what the lines lack is said before anything is run.
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
    let starter = joined(files?["solution"], language.id) ?? ""
    guard let (harness, preamble) = harness(code, language.id, solution, files) else {
      reader.fail(
        test, "the tests use what is not run here",
        "leave the exercise out; the tracks are Python, JavaScript, Rust, Go, Java, C++ and Swift, without libraries beyond those of their tests"
      )
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
    problem.set(.preamble, preamble)
    problem.set(.harness, harness)
    if language.id == "swift" || language.id == "java" {
      problem.set(.limits, ["cpu": .string("20s")])
    }
    for name in ["example", "exemplar"] {
      problem.accept(
        joined(files?[name], language.id), language: language.id,
        name: files?[name]?[0]?.string ?? name)
    }
    guard reader.log.count == before else { return nil }
    return (problem, place)
  }

  /// The text of a file, or of several as one: a solution here is one file.
  private func joined(_ names: JSON?, _ language: String) -> String? {
    let files = (names?.array ?? []).prefix(16).compactMap(\.string).filter {
      let ending = PathText.ending(of: PathText.name(of: $0))
      return ending == "h" || Language.ofFiles(endingIn: ending)?.id == language
    }.compactMap { name in
      reader.text(name, limit: ProblemFolder.sourceLimit).map { (name: name, text: $0) }
    }
    guard !files.isEmpty else { return nil }
    if language == "cpp" { return CppTrack.joined(files) }
    if language == "python" || language == "javascript" || language == "rust" {
      return files[0].text
    }
    return files.map(\.text).joined(separator: "\n")
  }

  /// - Returns: The test code and the preamble of solutions; `nil` if the tests cannot be run.
  private func harness(
    _ code: String, _ language: String, _ solution: String, _ files: JSON?
  ) -> (String, String?)? {
    let module = PathText.stem(of: PathText.name(of: solution))
    let beside = joined(files?["editor"], language).map { [$0] } ?? []
    switch language {
    case "python": return (ExercismFolder.withoutImports(of: module, in: code), nil)
    case "javascript": return (TestCode.block(ExercismFolder.javascript(code)), nil)
    case "rust":
      let crate = reader.text("Cargo.toml").flatMap(RustTrack.crate)
      return (
        RustTrack.harness(
          code, crate: crate ?? PathText.name(of: reader.name).replacing("-", with: "_")), nil
      )
    case "go":
      // The cases have a file of their own, which some configurations do not name.
      var names = (files?["test"]?.array ?? []).prefix(16).compactMap(\.string)
      let others = (files?["editor"]?.array ?? []).prefix(16).compactMap(\.string)
      if !(names + others).contains("cases_test.go") { names.append("cases_test.go") }
      let tests = names.compactMap { reader.text($0, limit: ReferenceDecoder.harnessLimit) }
        .filter(GoTrack.isBuilt)
      return GoTrack.harness((tests + beside).joined(separator: "\n")).map { ($0, nil) }
    case "java": return JavaTrack.tests(code, beside: beside).map { ($0.harness, $0.preamble) }
    case "cpp":
      let helpers = beside.isEmpty ? code : beside[0] + "\n" + code
      return CppTrack.harness(helpers).map { ($0, nil) }
    case "swift":
      let example = joined(files?["example"], language) ?? ""
      return SwiftTrack.harness(code, example: example).map { ($0, nil) }
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
