import Grading

/// How the records of one foreign format become problems.
///
/// A mapping is a function of one record: it reads the foreign fields, and gives native ones. What is
/// wrong goes to the log of `fields` with file, line and field.
protocol ForeignFormat {
  /// Whether a file whose first record this is has the format.
  static func recognises(_ record: JSON) -> Bool

  /// - Returns: `nil` after logging at least one error.
  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem?
}

/// What a mapping may know besides the record.
struct MappingContext {
  /// The file's name without its ending, for example `abstract_algebra_test`.
  var fileStem = ""
  /// The record's position in its file, from 0.
  var index = 0
}

/// A problem in native fields, and what a foreign record holds beyond them.
struct MappedProblem {
  private(set) var members: [JSON.Member] = []
  var solutions: [MappedSolution] = []
  var validators: [InputValidator] = []
  private var metadata: [JSON.Member] = []

  /// A solution that must be accepted, or fail.
  struct MappedSolution {
    var name: String
    var language: String
    var source: String
    var expectation = Solution.Expectation.accepted
  }

  init(
    _ format: ProblemFormat, id: String, kind: Problem.Kind, statement: String
  ) {
    set(.id, ForeignID.cleaned(id))
    set(.kind, kind.rawValue)
    set(.statement, statement)
    metadata = [JSON.Member("format", .string(format.rawValue))]
  }

  /// The native record.
  var json: JSON {
    .object(members + [JSON.Member("metadata", .object(metadata))])
  }

  mutating func set(_ field: NativeField, _ value: JSON?) {
    guard let value, !value.isNull else { return }
    members.append(JSON.Member(field.rawValue, value))
  }

  /// Sets a text that is not blank.
  mutating func set(_ field: NativeField, _ text: String?) {
    guard let text, !text.isBlank else { return }
    members.append(JSON.Member(field.rawValue, .string(text)))
  }

  /// Sets a list that is not empty.
  mutating func set(_ field: NativeField, _ texts: [String]) {
    let texts = texts.filter { !$0.isBlank }
    guard !texts.isEmpty else { return }
    members.append(JSON.Member(field.rawValue, .strings(texts)))
  }

  /// Keeps what has no native field.
  mutating func keep(_ name: String, _ value: JSON?) {
    guard let value, !value.isNull else { return }
    metadata.append(JSON.Member(name, value))
  }

  /// Keeps fields as they are.
  mutating func keep(_ names: String..., from fields: Fields) {
    for name in names { keep(name, fields[name]?.value) }
  }

  mutating func accept(_ source: String?, language: String, name: String = "canonical_solution") {
    guard let source, !source.isBlank else { return }
    solutions.append(MappedSolution(name: name, language: language, source: source))
  }
}

/// Ids of sets that have others than ours.
enum ForeignID {
  /// The id with what ours cannot hold replaced by `-`.
  static func cleaned(_ id: String) -> String {
    let bytes = id.utf8.map { byte -> UInt8 in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "/"):
        byte
      default: UInt8(ascii: "-")
      }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "/", omittingEmptySubsequences: true)
    let kept = parts.map { $0 == "." || $0 == ".." ? "-" : String($0) }.joined(separator: "/")
    guard kept.utf8.count <= ProblemDecoder.idLimit, !kept.isEmpty else {
      return "id-" + SHA256.hex(id).prefix(24)
    }
    return kept
  }

  /// An id made of what the problem says: the same problem has the same one in every file.
  static func ofContent(_ text: String) -> String { String(SHA256.hex(text).prefix(12)) }
}

extension JSON {
  /// Whether an object has all of these members.
  func has(_ names: String...) -> Bool {
    guard let members else { return false }
    return names.allSatisfy { name in members.contains { $0.key == name } }
  }

  /// A text, or a number as it is written.
  var textual: String? {
    switch self {
    case .string(let text): text
    case .number(let text): text
    case .null, .bool, .array, .object: nil
    }
  }
}

extension Fields {
  /// A text that must be there.
  func needed(_ name: String, allowsEmpty: Bool = false) -> String? {
    guard has(name) else {
      missing(name, mend: "every record of this format has it")
      return nil
    }
    return text(name, allowsEmpty: allowsEmpty)
  }

  /// A text that may be missing, null or blank.
  func optional(_ name: String) -> String? {
    guard let text = self[name]?.value.textual, !text.isBlank else { return nil }
    return text
  }

  /// The JSON that a text holds: several formats put lists into texts.
  func packed(_ name: String, depth: Int = 64) -> JSON? {
    guard let field = self[name] else {
      missing(name, mend: "every record of this format has it")
      return nil
    }
    guard let text = field.value.string else { return field.value }
    do throws(JSONError) {
      return try JSON(parsing: text, depth: depth)
    } catch {
      fail(
        field, "“\(name)” is not JSON at byte \(error.offset + 1): \(error.message)",
        mend: "mend the text there")
      return nil
    }
  }
}
