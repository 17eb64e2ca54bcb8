/// The Swift track's tests, by swift-testing or XCTest, as a program of their own.
///
/// Neither library builds a plain program, so that a few lines stand in for what these tests use.
enum SwiftTrack {
  /// - Parameter example: A solution; where it has no type of the module's name, tests that name the
  ///   module mean what is in it.
  /// - Returns: `nil` if the tests use what has no stand-in.
  static func harness(_ code: String, example: String) -> String? {
    guard let stripped = withoutAttributes(code) else { return nil }
    var module = ""
    var suite = ""
    var calls: [String] = []
    var isTest = false
    var isAsync = false
    var lines: [Substring] = []
    for line in stripped.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.drop(while: \.isWhitespace)
      if text.hasPrefix("@testable import ") || text.hasPrefix("import Testing")
        || text.hasPrefix("import XCTest")
      {
        if text.hasPrefix("@testable") {
          module = String(text.dropFirst("@testable import ".count))
        }
        continue
      }
      lines.append(line)
      for word in ["struct ", "class ", "final class ", "actor "]
      where line.count - text.count <= 1 && text.hasPrefix(word) {
        suite = String(text.dropFirst(word.count).prefix(while: Signature.isPart))
      }
      if text.hasPrefix(mark) { isTest = true }
      guard let declared = function(in: text) else { continue }
      if isTest || (declared.hasPrefix("test") && !text.contains("private ")), !suite.isEmpty {
        let waits = text.contains(" async")
        isAsync = isAsync || waits
        calls.append(
          "assayRun(\"\(declared)\") { var suite = try \(suite)(); _ = suite; try suite.\(declared)() }"
        )
        if waits { return nil }
      }
      isTest = false
    }
    guard !calls.isEmpty else { return nil }
    let body = lines.joined(separator: "\n").replacing(mark, with: "")
      .replacing("#expect(", with: "assayExpect(").replacing("#require(", with: "assayRequire(")
    let isType = ["struct", "class", "enum", "actor", "protocol"].contains {
      example.contains("\($0) \(module) ") || example.contains("\($0) \(module):")
        || example.contains("\($0) \(module)<")
    }
    let named = module.isEmpty || isType ? body : body.replacing(module + ".", with: "")
    return """
      import Foundation
      {{solution}}
      \(library)
      \(named)
      \(calls.joined(separator: "\n"))
      Swift.print("\\n{{passed}}")

      """
  }

  private static let mark = "/*assay test*/"

  private static func function(in line: Substring) -> String? {
    guard let word = line.firstRange(of: "func ") else { return nil }
    let name = line[word.upperBound...].prefix(while: Signature.isPart)
    return name.isEmpty || line[name.endIndex...].first != "(" ? nil : String(name)
  }

  /// Attributes of the library's own replaced by a mark; `nil` for tests with arguments.
  private static func withoutAttributes(_ code: String) -> String? {
    var result = ""
    var rest = code[...]
    while let found = rest.firstRange(of: "@Test") ?? rest.firstRange(of: "@Suite") {
      let suite = rest.firstRange(of: "@Suite")
      let range = suite.map { $0.lowerBound < found.lowerBound ? $0 : found } ?? found
      result += rest[..<range.lowerBound]
      if rest[range] == "@Test" { result += mark }
      rest = rest[range.upperBound...]
      guard rest.first == "(" else { continue }
      guard let end = closing(rest) else { return nil }
      if rest[..<end].contains("arguments:") { return nil }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  /// The parenthesis that closes the first one.
  private static func closing(_ text: Substring) -> Substring.Index? {
    var depth = 0
    var isText = false
    var isEscaped = false
    for index in text.indices {
      let character = text[index]
      if isText {
        if isEscaped {
          isEscaped = false
        } else if character == "\\" {
          isEscaped = true
        } else if character == "\"" {
          isText = false
        }
        continue
      }
      switch character {
      case "\"": isText = true
      case "(": depth += 1
      case ")":
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
    }
    return nil
  }

  private static let library = """
    func assayFail(_ what: String, _ line: Int) -> Never {
      FileHandle.standardError.write(Data("assertion failed: \\(what) (line \\(line))\\n".utf8))
      exit(1)
    }
    func assayRun(_ name: String, _ body: () throws -> Void) {
      do { try body() } catch { assayFail("\\(name) threw \\(error)", 0) }
    }
    func assayExpect(_ holds: Bool, _ comment: Any? = nil, line: Int = #line) {
      if !holds { assayFail("\\(comment ?? "expectation")", line) }
    }
    func assayExpect<E: Error>(
      throws type: E.Type, _ comment: Any? = nil, line: Int = #line, _ body: () throws -> Any?
    ) {
      do { _ = try body() } catch {
        if error is E { return }
        assayFail("threw \\(error), not \\(type)", line)
      }
      if type != Never.self { assayFail("threw nothing", line) }
    }
    func assayExpect<E: Error & Equatable>(
      throws wanted: E, _ comment: Any? = nil, line: Int = #line, _ body: () throws -> Any?
    ) {
      do { _ = try body() } catch {
        if let error = error as? E, error == wanted { return }
        assayFail("threw \\(error), not \\(wanted)", line)
      }
      assayFail("threw nothing", line)
    }
    func assayRequire<Value>(_ value: Value?, line: Int = #line) throws -> Value {
      guard let value else { assayFail("there is no value", line) }
      return value
    }
    class XCTestCase {
      required init() throws {}
      func setUp() {}
      func tearDown() {}
    }
    func XCTAssertEqual<Value: Equatable>(
      _ a: @autoclosure () throws -> Value, _ b: @autoclosure () throws -> Value, _ text: String = "",
      line: Int = #line
    ) {
      do { assayExpect(try a() == (try b()), text, line: line) } catch { assayFail("threw \\(error)", line) }
    }
    func XCTAssertEqual<Value: FloatingPoint>(
      _ a: @autoclosure () throws -> Value, _ b: @autoclosure () throws -> Value, accuracy: Value,
      _ text: String = "", line: Int = #line
    ) {
      do { assayExpect(abs(try a() - (try b())) <= accuracy, text, line: line) } catch {
        assayFail("threw \\(error)", line)
      }
    }
    func XCTAssertTrue(_ a: @autoclosure () throws -> Bool, _ text: String = "", line: Int = #line) {
      do { assayExpect(try a(), text, line: line) } catch { assayFail("threw \\(error)", line) }
    }
    func XCTAssert(_ a: @autoclosure () throws -> Bool, _ text: String = "", line: Int = #line) {
      XCTAssertTrue(try a(), text, line: line)
    }
    func XCTAssertFalse(_ a: @autoclosure () throws -> Bool, _ text: String = "", line: Int = #line) {
      XCTAssertTrue(!(try a()), text, line: line)
    }
    func XCTAssertNil(_ a: @autoclosure () throws -> Any?, _ text: String = "", line: Int = #line) {
      XCTAssertTrue(try a() == nil, text, line: line)
    }
    func XCTAssertNotNil(_ a: @autoclosure () throws -> Any?, _ text: String = "", line: Int = #line) {
      XCTAssertTrue(try a() != nil, text, line: line)
    }
    func XCTAssertThrowsError(
      _ a: @autoclosure () throws -> Any?, _ text: String = "", line: Int = #line,
      _ handler: (Error) -> Void = { _ in }
    ) {
      do { _ = try a() } catch { return handler(error) }
      assayFail("threw nothing", line)
    }
    """
}
