public import Grading

/// The JSON Schema of our own format.
///
/// Made of the same table of fields that the reader goes by, so that the two cannot part.
public enum ProblemSchema {
  /// Draft 2020-12: a problem, a list of problems, or a mapping with `problems`.
  public static var json: JSON {
    [
      "$schema": .string("https://json-schema.org/draft/2020-12/schema"),
      "title": .string("Problems of Assay"),
      "oneOf": .array([
        reference("problem"),
        ["type": .string("array"), "items": reference("problem")],
        reference("set"),
      ]),
      "$defs": [
        "problem": problem, "set": set, "test": test, "limits": limits,
        "strings": strings, "textOrTexts": textOrTexts, "text": textual,
      ],
    ]
  }

  /// The schema as a file of many lines.
  public static var text: String { PrettyJSON.text(json) + "\n" }

  private static func reference(_ name: String) -> JSON {
    ["$ref": .string("#/$defs/\(name)")]
  }
  private static func type(_ name: String) -> JSON { ["type": .string(name)] }
  private static func types(_ names: String...) -> JSON { ["type": .strings(names)] }

  private static let strings: JSON = [
    "type": .string("array"), "items": reference("text"), "minItems": .int(1),
  ]
  private static let textual = types("string", "number", "boolean")
  private static let textOrTexts: JSON = [
    "anyOf": .array([reference("text"), reference("strings")])
  ]

  private static var problem: JSON {
    [
      "type": .string("object"),
      "properties": .object(
        NativeField.allCases.map { JSON.Member($0.rawValue, described($0)) }),
      "additionalProperties": .bool(false),
      "allOf": .array(Problem.Kind.allCases.map(demands)),
    ]
  }

  private static func described(_ field: NativeField) -> JSON {
    var members = shape(of: field).members ?? []
    members.append(JSON.Member("description", .string(meaning(of: field))))
    return .object(members)
  }

  /// What a field may hold.
  private static func shape(of field: NativeField) -> JSON {
    switch field {
    case .id, .title, .statement, .entryPoint, .starterCode, .harness, .rubric, .system,
      .difficulty, .source, .license, .preamble, .cluster:
      reference("text")
    case .date: ["type": .string("string"), "pattern": .string("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    case .kind: ["enum": .strings(Problem.Kind.allCases.map(\.rawValue))]
    case .compare: ["enum": .strings(Problem.Comparison.allCases.map(\.rawValue))]
    case .answer, .language, .languages, .tags, .images: reference("textOrTexts")
    case .files:
      [
        "type": .string("array"), "items": reference("text"), "minItems": .int(1),
        "maxItems": .int(SourceBundle.fileLimit),
      ]
    case .choices: ["type": .string("array"), "items": reference("text"), "minItems": .int(2)]
    case .tests: ["type": .string("array"), "items": reference("test"), "minItems": .int(1)]
    case .checker, .interactor: types("string", "object")
    case .limits: reference("limits")
    case .points: ["type": .string("number"), "exclusiveMinimum": .int(0)]
    case .metadata: [:]
    case .policy:
      [
        "type": .string("object"), "additionalProperties": .bool(false),
        "properties": .object(PolicyParser.names.map { JSON.Member($0, [:]) }),
      ]
    case .deferredTests: type("object")
    }
  }

  private static func meaning(of field: NativeField) -> String {
    switch field {
    case .id: "Unique in its set: letters, digits, - _ . /"
    case .kind: "How the answer is found and marked"
    case .title: "A short name for people"
    case .statement: "What the model is asked, Markdown"
    case .answer: "The right answer, or all acceptable ones; of a choice the right letters"
    case .choices: "The options' texts, lettered from A"
    case .compare: "What makes an answer equal to a gold; default mathematics"
    case .language: "The language that a solution is written in; default python"
    case .languages: "Several languages that a solution may be written in"
    case .entryPoint: "The function that the tests call"
    case .starterCode: "Code that the solution goes on from; the model sees it"
    case .files: "The names of the files to write, the one that is started first"
    case .preamble:
      "Code that stands before every solution when it is run; the model does not see it"
    case .tests: "Calls and their results, or inputs and outputs"
    case .deferredTests: "Tests that are kept elsewhere until the problem is marked"
    case .harness: "Test code that is run with the solution, or the name of a file"
    case .checker: "exact, tokens, lines, unordered, floats(abs, rel), or a program's file"
    case .interactor: "A program that talks with the solution in the place of an input"
    case .limits: "What one test may use"
    case .rubric: "The name or file of a rubric"
    case .system: "A system prompt of this problem's own"
    case .points: "The weight of the problem"
    case .tags: "Words to select and group by"
    case .cluster: "What problems have in common that depend on one another, such as a passage"
    case .policy: "How strictly answers are compared"
    case .difficulty: "A word to select and group by"
    case .source: "Where the problem comes from"
    case .license: "Under which licence"
    case .date: "When the problem was published, YYYY-MM-DD"
    case .images: "Files of images that the model is shown"
    case .metadata: "Anything else"
    }
  }

  /// Which fields a kind has and needs; a problem folder may hold the rest as files.
  private static func demands(_ kind: Problem.Kind) -> JSON {
    let foreign = NativeField.allCases.filter { !$0.belongs(to: kind) }
    return [
      "if": [
        "properties": ["kind": ["const": .string(kind.rawValue)]], "required": .strings(["kind"]),
      ],
      "then": [
        "properties": .object(foreign.map { JSON.Member($0.rawValue, .bool(false)) }),
        "required": .strings(needed(kind)),
      ],
    ]
  }

  private static func needed(_ kind: Problem.Kind) -> [String] {
    switch kind {
    case .answer: ["kind", "answer"]
    case .choice: ["kind", "choices", "answer"]
    case .function, .harness: ["kind", "entry_point"]
    case .program: ["kind"]
    case .open: ["kind"]
    }
  }

  private static var set: JSON {
    let own = NativeField.allCases.filter { $0 != .id && $0 != .statement }
    return [
      "type": .string("object"),
      "properties": [
        "name": reference("text"), "title": reference("text"), "description": reference("text"),
        "license": reference("text"),
        "defaults": [
          "type": .string("object"),
          "properties": .object(own.map { JSON.Member($0.rawValue, described($0)) }),
          "additionalProperties": .bool(false),
        ],
        "problems": ["type": .string("array"), "items": type("object")],
      ],
      "required": .strings(["problems"]), "additionalProperties": .bool(false),
    ]
  }

  private static var test: JSON {
    [
      "type": .string("object"),
      "properties": [
        "name": reference("text"), "points": ["type": .string("number")],
        "hidden": type("boolean"), "explanation": reference("text"),
        "args": type("array"), "kwargs": type("object"), "returns": [:],
        "input": reference("text"), "output": reference("text"),
      ],
      "additionalProperties": .bool(false),
      "oneOf": .array([
        ["required": .strings(["returns"])], ["required": .strings(["input", "output"])],
      ]),
    ]
  }

  private static var limits: JSON {
    let amount = types("string", "number")
    return [
      "type": .string("object"),
      "properties": .object(LimitsParser.names.map { JSON.Member($0, amount) }),
      "additionalProperties": .bool(false),
    ]
  }
}

/// JSON with line breaks, for people.
enum PrettyJSON {
  static func text(_ value: JSON, indent: String = "") -> String {
    let inner = indent + "  "
    switch value {
    case .object(let members) where !members.isEmpty:
      let lines = members.map {
        "\(inner)\(JSON.string($0.key).text): \(text($0.value, indent: inner))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    case .array(let elements) where elements.contains { $0.members?.isEmpty == false }:
      return "[\n" + elements.map { inner + text($0, indent: inner) }.joined(separator: ",\n")
        + "\n\(indent)]"
    case .null, .bool, .number, .string, .array, .object: return value.text
    }
  }
}
