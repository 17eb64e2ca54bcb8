extension TestCode {
  /// Functions that take a `*testing.T`, with testify's `assert.Equal` or without.
  ///
  /// `testing` builds no plain program and testify does not ship with Go, so that a few lines stand in
  /// for what these tests use of them. Packages get names of their own: a solution may import the same.
  ///
  /// - Parameters:
  ///   - setup: Lines with the paths that the tests import, each in quotes.
  ///   - addsImports: Whether a solution is given the imports that it lacks.
  static func go(_ test: String, setup: String, addsImports: Bool = false) -> String {
    let paths = setup.split(whereSeparator: \.isNewline).compactMap { line -> Substring? in
      let text = line.drop { $0.isWhitespace }
      guard text.first == "\"" else { return nil }
      return text.dropFirst().prefix { $0 != "\"" }
    }
    var code = test.replacing("assert := assert.New(t)", with: "assert := assayAssert{t}")
    var imports = ["assayfmt \"fmt\"", "assayos \"os\"", "assayreflect \"reflect\""]
    for path in paths where !path.contains(".") {
      let parts = path.split(separator: "/")
      // math/rand/v2 is called rand.
      let name = parts.last == "v2" ? parts.dropLast().last : parts.last
      guard let name, let renamed = renaming(name, in: code) else { continue }
      code = renamed
      let line = "assay\(name) \"\(path)\""
      if path != "testing", !imports.contains(line) { imports.append(line) }
    }
    let tests = test.split(separator: "\n").compactMap { line -> Substring? in
      guard line.hasPrefix("func Test") else { return nil }
      return line.dropFirst(5).prefix(while: Signature.isPart)
    }
    return """
      package main

      import (
      \(imports.map { "\t\($0)" }.joined(separator: "\n"))
      )

      \(addsImports ? "{{imports}}" : "")
      {{solution}}

      \(goTesting)
      \(code)

      func main() {
      \(tests.map { "\t(&assayT{}).Run(\"\($0)\", \($0))" }.joined(separator: "\n"))
      	assayfmt.Println("\\n{{passed}}")
      }

      """
  }

  /// The code with `name.Thing` as `assayname.Thing`, and of `testing` as the names that stand in for it;
  /// `nil` if there is none. What follows a point in quotes is rarely such a name.
  private static func renaming(_ name: Substring, in code: String) -> String? {
    var parts: [Substring] = []
    var rest = code[...]
    var start = rest.startIndex
    while let range = rest.firstRange(of: "\(name).") {
      let before = code[..<range.lowerBound].last
      rest = rest[range.upperBound...]
      let isWhole = before.map { !Signature.isPart($0) && $0 != "." } ?? true
      guard isWhole, rest.first?.isUppercase == true else { continue }
      parts += [code[start..<range.lowerBound], name == "testing" ? "assay" : "assay\(name)."]
      start = range.upperBound
    }
    return parts.isEmpty ? nil : (parts + [code[start...]]).joined()
  }

  /// Stands in for `testing` and testify: a failure ends the program, with the line that is looked for.
  private static let goTesting = """
    type assayT struct {
    	name    string
    	cleanup []func()
    }

    type assayTB = *assayT

    // Benchmarks are left out, what only they call is not.
    type assayB struct {
    	assayT
    	N int
    }

    func (b *assayB) ResetTimer() {}

    func (b *assayB) StartTimer() {}

    func (b *assayB) StopTimer() {}

    func (b *assayB) ReportAllocs() {}

    type assaySkip struct{}

    func assayShort() bool { return false }

    func assayVerbose() bool { return false }

    func (t *assayT) Errorf(form string, values ...interface{}) {
    	assayfmt.Fprintf(assayos.Stderr, "assertion failed: "+form+"\\n", values...)
    	assayos.Exit(1)
    }

    func (t *assayT) Fatalf(form string, values ...interface{}) { t.Errorf(form, values...) }

    func (t *assayT) Error(values ...interface{}) { t.Errorf("%s", assayfmt.Sprintln(values...)) }

    func (t *assayT) Fatal(values ...interface{}) { t.Errorf("%s", assayfmt.Sprintln(values...)) }

    func (t *assayT) Fail() { t.Errorf("failed") }

    func (t *assayT) FailNow() { t.Errorf("failed") }

    func (t *assayT) Failed() bool { return false }

    func (t *assayT) Log(values ...interface{}) {}

    func (t *assayT) Logf(form string, values ...interface{}) {}

    func (t *assayT) Helper() {}

    func (t *assayT) Parallel() {}

    func (t *assayT) Name() string { return t.name }

    func (t *assayT) Cleanup(body func()) { t.cleanup = append(t.cleanup, body) }

    func (t *assayT) SkipNow() { panic(assaySkip{}) }

    func (t *assayT) Skip(values ...interface{}) { t.SkipNow() }

    func (t *assayT) Skipf(form string, values ...interface{}) { t.SkipNow() }

    func (t *assayT) Run(name string, body func(t *assayT)) bool {
    	inner := &assayT{name: name}
    	defer func() {
    		for i := len(inner.cleanup) - 1; i >= 0; i-- {
    			inner.cleanup[i]()
    		}
    		if skipped := recover(); skipped != nil {
    			if _, ok := skipped.(assaySkip); !ok {
    				panic(skipped)
    			}
    		}
    	}()
    	body(inner)
    	return true
    }

    type assayAssert struct{ t *assayT }

    func (a assayAssert) Equal(want, got interface{}, more ...interface{}) {
    	if !assayreflect.DeepEqual(want, got) {
    		a.t.Errorf("expected %v, got %v", want, got)
    	}
    }

    """
}
