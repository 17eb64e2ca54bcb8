import Foundation
import Grading
import Testing

@testable import Problems

/// The schema says what the reader takes.
@Suite struct SchemaTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appendingPathComponent("../../..").standardizedFileURL.path

  @Test func theFileInTheDocumentationIsWhatIsPrinted() throws {
    let text = try String(contentsOfFile: Self.root + "/docs/problem.schema.json", encoding: .utf8)
    #expect(text == ProblemSchema.text)
    #expect(try JSON(parsing: text) == ProblemSchema.json)
  }

  @Test func everyFileOfTheStarterSetConforms() throws {
    let validator = Validator(ProblemSchema.json)
    let starter = Self.root + "/problems/starter"
    let names =
      (FileManager.default.enumerator(atPath: starter)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".yaml") && !$0.hasSuffix("set.yaml") && !$0.hasPrefix("rubrics/") }
    #expect(names.count >= 5)
    for name in names {
      let record = try RecordReader.value(
        of: starter + "/" + name, format: .yaml, shownAs: name)
      let complaints = validator.complaints(of: record?.value ?? .null)
      #expect(complaints.isEmpty, "\(name): \(complaints.prefix(3))")
    }
  }

  @Test(arguments: Fixtures.all)
  func everyDocumentThatIsWrittenConforms(_ fixture: Fixture) throws {
    let folder = try TemporaryFolder()
    let set = try ProblemSetReader().read(
      try folder.write(fixture.file, fixture.text), as: fixture.isForced ? fixture.format : nil
    ).set
    for problem in set.problems {
      #expect(Validator(ProblemSchema.json).complaints(of: problem.document) == [])
    }
  }

  @Test(arguments: [
    #"{"id":"a","kind":"answer","statement":"s","anwser":"1"}"#,
    #"{"id":"a","kind":"answer","statement":"s"}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":"1","tests":[]}"#,
    #"{"id":"a","kind":"choice","statement":"s","choices":["x"],"answer":"A"}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":"1","points":0}"#,
    #"{"id":"a","kind":"nothing","statement":"s"}"#,
    #"{"id":"a","kind":"program","statement":"s","tests":[{"input":"x"}]}"#, "7",
  ])
  func whatTheReaderRefusesTheSchemaRefuses(_ text: String) throws {
    #expect(!Validator(ProblemSchema.json).complaints(of: try JSON(parsing: text)).isEmpty)
    #expect(!(try errors(text, as: "x.json")).isEmpty)
  }
}

/// As much of JSON Schema 2020-12 as the schema uses.
private struct Validator {
  let root: JSON

  init(_ root: JSON) { self.root = root }

  func complaints(of value: JSON) -> [String] { complaints(value, root, "$") }

  private func fits(_ value: JSON, _ schema: JSON) -> Bool {
    complaints(value, schema, "").isEmpty
  }

  private func complaints(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    if schema == .bool(false) { return ["\(path) is not allowed"] }
    var found: [String] = []
    for keyword in schema.members ?? [] {
      switch keyword.key {
      case "$ref":
        let name = keyword.value.string?.split(separator: "/").last.map(String.init) ?? ""
        found += complaints(value, root["$defs"]?[name] ?? .bool(false), path)
      case "type":
        let names = keyword.value.array?.compactMap(\.string) ?? [keyword.value.string ?? ""]
        if !names.contains(name(of: value)) { found.append("\(path) is no \(names)") }
      case "enum": if keyword.value.array?.contains(value) != true { found.append("\(path) enum") }
      case "const": if keyword.value != value { found.append("\(path) const") }
      case "exclusiveMinimum":
        if let number = value.double, number <= keyword.value.double ?? 0 {
          found.append("\(path) is too small")
        }
      case "minItems":
        if let items = value.array, items.count < keyword.value.int ?? 0 {
          found.append("\(path) has too few")
        }
      case "items":
        for (index, item) in (value.array ?? []).enumerated() {
          found += complaints(item, keyword.value, "\(path)[\(index)]")
        }
      case "required":
        for name in keyword.value.array?.compactMap(\.string) ?? []
        where value.members != nil && value[name] == nil {
          found.append("\(path).\(name) is missing")
        }
      case "properties":
        for member in value.members ?? [] {
          if let inner = keyword.value[member.key] {
            found += complaints(member.value, inner, "\(path).\(member.key)")
          }
        }
      case "additionalProperties":
        for member in value.members ?? [] where schema["properties"]?[member.key] == nil {
          found.append("\(path).\(member.key) is unknown")
        }
      case "allOf": for part in keyword.value.array ?? [] { found += complaints(value, part, path) }
      case "anyOf":
        if keyword.value.array?.contains(where: { fits(value, $0) }) != true {
          found.append("\(path) fits none")
        }
      case "oneOf":
        let fitting = (keyword.value.array ?? []).filter { fits(value, $0) }.count
        if fitting != 1 {
          found.append("\(path) fits \(fitting) of \(keyword.value.array?.count ?? 0)")
        }
      case "then":
        if fits(value, schema["if"] ?? .bool(false)) {
          found += complaints(value, keyword.value, path)
        }
      default: continue
      }
    }
    return found
  }

  private func name(of value: JSON) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
