/// The Go track's tests as a program of their own; see ``TestCode/go(_:setup:)``.
enum GoTrack {
  /// Whether Go takes a file when no tags are given; true of a constraint that only excludes some.
  static func isBuilt(_ code: String) -> Bool {
    let line = code.split(separator: "\n").first { $0.hasPrefix("//go:build ") }
    return line.map { $0.contains("!") } ?? true
  }

  /// - Returns: `nil` if the tests import what Go does not ship with, or have no test.
  static func harness(_ code: String) -> String? {
    var imports: [Substring] = []
    var lines: [Substring] = []
    var isImporting = false
    var isBenchmark = false
    for line in code.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop(while: \.isWhitespace)
      if isImporting {
        if text.first == ")" { isImporting = false } else { imports.append(text) }
      } else if line.hasPrefix("import (") {
        isImporting = true
      } else if line.hasPrefix("import ") {
        imports.append(line.dropFirst("import ".count))
      } else if line.hasPrefix("func Benchmark") || line.hasPrefix("func Example") {
        isBenchmark = !line.hasSuffix("}")
      } else if isBenchmark {
        if line.hasPrefix("}") { isBenchmark = false }
      } else if !line.hasPrefix("package "), !line.hasPrefix("//go:build") {
        lines.append(line)
      }
    }
    let paths = imports.map { $0.drop { $0 == " " } }.filter { !$0.isEmpty && !$0.hasPrefix("//") }
    // A name of the package's own, or a library from elsewhere.
    guard paths.allSatisfy({ $0.first == "\"" && !$0.contains(".") }) else { return nil }
    let body = lines.joined(separator: "\n")
    guard body.contains("func Test") else { return nil }
    return TestCode.go(body, setup: paths.joined(separator: "\n"))
  }
}
