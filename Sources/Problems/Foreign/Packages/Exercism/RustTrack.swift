/// The Rust track's tests as a program of their own: functions with `#[test]`, at the top level or in
/// modules, that name the solution by its crate.
enum RustTrack {
  /// - Parameter crate: What tests call the crate of the solution.
  static func harness(_ code: String, crate: String) -> String {
    var scan = Scan()
    for line in code.split(separator: "\n", omittingEmptySubsequences: false) { scan.take(line) }
    let calls = scan.tests.map { test in
      test.shouldPanic
        ? "\tassert!(std::panic::catch_unwind(|| { let _ = \(test.path)(); }).is_err());"
        : "\tAssayOutcome::check(\(test.path)());"
    }
    return """
      {{solution}}
      #[allow(unused_extern_crates)]
      extern crate self as \(crate);
      mod assay_tests {
      \(scan.lines.joined(separator: "\n"))
      }
      trait AssayOutcome { fn check(self); }
      impl AssayOutcome for () { fn check(self) {} }
      impl<E: std::fmt::Debug> AssayOutcome for std::result::Result<(), E> {
        fn check(self) { self.unwrap() }
      }
      fn main() {
      \(calls.joined(separator: "\n"))
      \tprintln!("\\n{{passed}}");
      }

      """
  }

  /// The name of the package in `Cargo.toml`, as code writes it; `nil` if there is none.
  static func crate(in manifest: String) -> String? {
    let line = manifest.split(separator: "\n").first { $0.hasPrefix("name") && $0.contains("\"") }
    let parts = line?.split(separator: "\"") ?? []
    guard parts.count > 1 else { return nil }
    let name = parts[1].replacing("-", with: "_")
    return name.allSatisfy(Signature.isPart) ? String(name) : nil
  }

  /// Goes through test code as rustfmt writes it.
  private struct Scan {
    struct Test {
      var path: String
      var shouldPanic: Bool
    }
    var lines: [String] = []
    var tests: [Test] = []
    /// Modules that are open, with how far they are indented.
    private var modules: [(name: Substring, indent: Int, isOff: Bool)] = []
    private var isTest = false
    private var shouldPanic = false
    /// Code for a feature, which nobody asks for.
    private var isOff = false

    mutating func take(_ line: Substring) {
      let text = line.drop { $0 == " " || $0 == "\t" }
      let indent = line.count - text.count
      if text.hasPrefix("#[test]") {
        isTest = true
      } else if text.hasPrefix("#[ignore") {
        return
      } else if text.hasPrefix("use pretty_assertions::") {
        // They say more about the same.
        return
      } else if text.hasPrefix("#[should_panic") {
        shouldPanic = true
      } else if text.hasPrefix("#[cfg(feature") {
        isOff = true
        lines.append(String(line))
      } else if isTest, text.hasPrefix("fn ") || text.hasPrefix("pub fn ") {
        let name = text.drop { $0 != " " }.dropFirst().prefix(while: Signature.isPart)
        add(text.hasPrefix("pub") ? text.dropFirst(7).prefix(while: Signature.isPart) : name)
        lines.append(text.hasPrefix("pub") ? String(line) : "pub " + text)
      } else {
        open(text, indent)
        lines.append(text.hasPrefix("mod ") ? "pub " + text : String(line))
        if !text.hasPrefix("#") { isOff = false }
      }
    }

    private mutating func add(_ name: Substring) {
      if !isOff, !modules.contains(where: \.isOff), !name.isEmpty {
        let path = (["assay_tests"] + modules.map(\.name) + [name]).joined(separator: "::")
        tests.append(Test(path: path, shouldPanic: shouldPanic))
      }
      (isTest, shouldPanic, isOff) = (false, false, false)
    }

    private mutating func open(_ text: Substring, _ indent: Int) {
      if text.hasPrefix("mod ") || text.hasPrefix("pub mod "), text.contains("{") {
        let name = text.drop { $0 != "m" }.dropFirst(4).prefix(while: Signature.isPart)
        modules.append((name, indent, isOff))
      } else if text.hasPrefix("}"), let last = modules.last, last.indent == indent {
        modules.removeLast()
      }
    }
  }
}
