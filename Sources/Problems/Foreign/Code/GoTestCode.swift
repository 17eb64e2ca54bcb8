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
    var packages: [String: String] = [:]
    for path in paths where !path.contains(".") {
      let parts = path.split(separator: "/")
      // math/rand/v2 is called rand.
      if let name = parts.last == "v2" ? parts.dropLast().last : parts.last {
        packages[String(name)] = String(path)
      }
    }
    let (code, used) = GoNames(packages: Set(packages.keys)).renamed(
      test.replacing("assert := assert.New(t)", with: "assert := assayAssert{t}"))
    let own = ["fmt": "fmt", "os": "os", "reflect": "reflect"]
    let imports = packages.filter { used.contains($0.key) && $0.key != "testing" }
      .merging(own) { path, _ in path }.sorted { $0.key < $1.key }
      .map { "assay\($0.key) \"\($0.value)\"" }
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

    func (b *assayB) Loop() bool { return false }

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

/// Gives the packages that test code uses names of its own.
private struct GoNames {
  var packages: Set<String>

  /// The code with `name.Thing` as `assayname.Thing`, and of `testing` as the names that stand in for it;
  /// and the packages that it uses. Literals and comments stay.
  func renamed(_ code: String) -> (code: String, used: Set<String>) {
    let bytes = Array(code.utf8)
    var result: [UInt8] = []
    var used: Set<String> = []
    var index = 0
    while index < bytes.count {
      var end = GoNames.end(ofPartAt: index, in: bytes)
      let word = String(decoding: bytes[index..<end], as: UTF8.self)
      if packages.contains(word), result.last != UInt8(ascii: "."), end + 1 < bytes.count,
        bytes[end] == UInt8(ascii: "."),
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[end + 1])
      {
        used.insert(word)
        result += word == "testing" ? Array("assay".utf8) : Array("assay\(word).".utf8)
        end += 1
      } else {
        result += bytes[index..<end]
      }
      index = end
    }
    return (String(decoding: result, as: UTF8.self), used)
  }

  /// Where the word, literal, comment or other byte that begins at `start` ends.
  private static func end(ofPartAt start: Int, in bytes: [UInt8]) -> Int {
    var end = start + 1
    func isNext(_ byte: Character) -> Bool {
      end < bytes.count && bytes[end] == byte.asciiValue
    }
    switch bytes[start] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      let quote = bytes[start]
      while end < bytes.count, bytes[end] != quote {
        end += bytes[end] == UInt8(ascii: "\\") && quote != UInt8(ascii: "`") ? 2 : 1
      }
      return min(end + 1, bytes.count)
    case UInt8(ascii: "/") where isNext("/"):
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    case UInt8(ascii: "/") where isNext("*"):
      end += 1
      while end < bytes.count,
        bytes[end] != UInt8(ascii: "/") || bytes[end - 1] != UInt8(ascii: "*")
      {
        end += 1
      }
      return min(end + 1, bytes.count)
    case let byte where isPart(byte):
      while end < bytes.count, isPart(bytes[end]) { end += 1 }
    default: break
    }
    return end
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }
}
