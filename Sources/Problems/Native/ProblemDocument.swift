public import Grading

/// Writes problems in their normal form: native fields in a fixed order, every text inlined.
enum ProblemDocument {
  static func text(of problem: Problem) -> String {
    var document = Members(roomFor: problem.statement.utf8.count + 256)
    document.add("id", text: problem.id)
    document.add("kind", text: problem.kind.rawValue)
    document.add("title", text: problem.title)
    document.add("statement", text: problem.statement)
    add(problem.reference, to: &document)
    if !problem.policy.isEmpty { document.add("policy", problem.policy.json) }
    if problem.comparison != .mathematics {
      document.add("compare", text: problem.comparison.rawValue)
    }
    document.add("preamble", text: problem.reference.preamble)
    if let deferred = problem.reference.deferred { document.add("deferred_tests", deferred.json) }
    document.add("rubric", text: problem.rubric)
    document.add("system", text: problem.system)
    document.add("points", .double(problem.points))
    if !problem.tags.isEmpty { document.add("tags", texts: problem.tags) }
    document.add("cluster", text: problem.cluster)
    document.add("difficulty", text: problem.difficulty)
    document.add("source", text: problem.source)
    document.add("license", text: problem.license)
    document.add("date", text: problem.date)
    if !problem.images.isEmpty { document.add("images", texts: problem.images) }
    if !problem.metadata.isNull { document.add("metadata", problem.metadata) }
    return document.finished()
  }

  private static func add(_ reference: Reference, to document: inout Members) {
    switch reference {
    case .answer(let golds): document.add("answer", texts: golds)
    case .choice(let options, let right):
      document.add("choices", texts: options)
      document.add("answer", texts: right)
    case .function(let function):
      document.add("languages", texts: function.languages)
      document.add("entry_point", text: function.entryPoint)
      document.add("starter_code", text: function.starterCode)
      document.add("tests", .array(function.tests.map { test($0, call($0.input, $0.expected)) }))
      document.add("checker", function.checker.json)
      document.add("limits", function.limits.json)
    case .program(let program):
      document.add("languages", texts: program.languages)
      if !program.files.isEmpty { document.add("files", texts: program.files) }
      document.add("starter_code", text: program.starterCode)
      document.add(
        "tests",
        .array(
          program.tests.map {
            test(
              $0,
              [
                JSON.Member("input", .string($0.input)),
                JSON.Member("output", .string($0.expected)),
              ])
          }))
      if let interactor = program.interactor {
        document.add("interactor", interactor.json)
      } else {
        document.add("checker", program.checker.json)
      }
      document.add("limits", program.limits.json)
    case .harness(let harness):
      document.add("languages", texts: harness.languages)
      document.add("entry_point", text: harness.entryPoint)
      document.add("starter_code", text: harness.starterCode)
      document.add("harness", text: harness.harness)
      document.add("limits", harness.limits.json)
    case .open: break
    }
  }

  private static func call(_ call: Call, _ returns: TypedValue) -> [JSON.Member] {
    var members = [JSON.Member("args", .array(call.arguments.map(\.json)))]
    if !call.named.isEmpty {
      let named = call.named.map { JSON.Member($0.name, $0.value.json) }
      members.append(JSON.Member("kwargs", .object(named)))
    }
    return members + [JSON.Member("returns", returns.json)]
  }

  private static func test<Input, Expected>(
    _ test: TestCase<Input, Expected>, _ content: [JSON.Member]
  ) -> JSON {
    var members = [JSON.Member("name", .string(test.name))] + content
    members.append(JSON.Member("points", .double(test.points)))
    members.append(JSON.Member("hidden", .bool(test.hidden)))
    if let text = test.explanation { members.append(JSON.Member("explanation", .string(text))) }
    return .object(members)
  }

  /// The members of an object, written one after another.
  private struct Members {
    private var bytes: [UInt8] = []

    init(roomFor count: Int) {
      bytes.reserveCapacity(count)
      bytes.append(UInt8(ascii: "{"))
    }

    mutating func add(_ key: StaticString, _ value: JSON) {
      addKey(key)
      value.write(into: &bytes)
    }

    mutating func add(_ key: StaticString, text: String?) {
      guard let text else { return }
      addKey(key)
      JSON.writeString(text, into: &bytes)
    }

    mutating func add(_ key: StaticString, texts: [String]) {
      addKey(key)
      bytes.append(UInt8(ascii: "["))
      for (index, text) in texts.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        JSON.writeString(text, into: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    }

    /// Keys need no escape.
    private mutating func addKey(_ key: StaticString) {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(
        contentsOf: UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
      bytes.append(UInt8(ascii: "\""))
      bytes.append(UInt8(ascii: ":"))
    }

    /// Ends the object; its text.
    mutating func finished() -> String {
      bytes.append(UInt8(ascii: "}"))
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}

extension Problem {
  /// Reads a problem back from its ``document``, equal to the one that it was made of.
  ///
  /// - Throws: what is wrong with a document that was not written by this version.
  public init(document: JSON) throws(LoadingErrors) {
    let log = ErrorLog()
    let source = Source(path: "stored problem", lines: .unknown)
    let decoder = ProblemDecoder(log: log, folder: nil, base: "")
    let problem = decoder.problem(Record(value: document, place: Place(source: source)))
    try log.throwIfAny()
    guard let problem else {
      throw LoadingErrors([Place(source: source).error("the problem cannot be read")])
    }
    self = problem
  }
}

extension Limits {
  /// The form in a problem's document.
  var json: JSON {
    [
      "cpu": .string("\(cpuMilliseconds)ms"), "wall": .string("\(wallMilliseconds)ms"),
      "memory": .int(memoryBytes), "output": .int(outputBytes), "processes": .int(processes),
    ]
  }
}
