public import Grading

/// Writes problems in their normal form: native fields in a fixed order, every text inlined.
enum ProblemDocument {
  static func json(of problem: Problem) -> JSON {
    var document = Members()
    document.add("id", .string(problem.id))
    document.add("kind", .string(problem.kind.rawValue))
    document.add("title", problem.title)
    document.add("statement", .string(problem.statement))
    add(problem.reference, to: &document)
    if !problem.policy.isEmpty { document.add("policy", problem.policy.json) }
    if problem.comparison != .mathematics {
      document.add("compare", .string(problem.comparison.rawValue))
    }
    document.add("preamble", problem.reference.preamble)
    if let deferred = problem.reference.deferred { document.add("deferred_tests", deferred.json) }
    document.add("rubric", problem.rubric)
    document.add("system", problem.system)
    document.add("points", .double(problem.points))
    if !problem.tags.isEmpty { document.add("tags", .strings(problem.tags)) }
    document.add("cluster", problem.cluster)
    document.add("difficulty", problem.difficulty)
    document.add("source", problem.source)
    document.add("license", problem.license)
    document.add("date", problem.date)
    if !problem.images.isEmpty { document.add("images", .strings(problem.images)) }
    if !problem.metadata.isNull { document.add("metadata", problem.metadata) }
    return .object(document.all)
  }

  private static func add(_ reference: Reference, to document: inout Members) {
    switch reference {
    case .answer(let golds): document.add("answer", .strings(golds))
    case .choice(let options, let right):
      document.add("choices", .strings(options))
      document.add("answer", .strings(right))
    case .function(let function):
      document.add("languages", .strings(function.languages))
      document.add("entry_point", .string(function.entryPoint))
      document.add("starter_code", function.starterCode)
      document.add("tests", .array(function.tests.map { test($0, call($0.input, $0.expected)) }))
      document.add("checker", function.checker.json)
      document.add("limits", function.limits.json)
    case .program(let program):
      document.add("languages", .strings(program.languages))
      if !program.files.isEmpty { document.add("files", .strings(program.files)) }
      document.add("starter_code", program.starterCode)
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
      document.add("languages", .strings(harness.languages))
      document.add("entry_point", .string(harness.entryPoint))
      document.add("starter_code", harness.starterCode)
      document.add("harness", .string(harness.harness))
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
    var members = Members()
    members.add("name", .string(test.name))
    for member in content { members.add(member.key, member.value) }
    members.add("points", .double(test.points))
    members.add("hidden", .bool(test.hidden))
    members.add("explanation", test.explanation)
    return .object(members.all)
  }

  /// The members of an object under construction.
  private struct Members {
    private(set) var all: [JSON.Member] = []

    mutating func add(_ key: String, _ value: JSON) { all.append(JSON.Member(key, value)) }

    mutating func add(_ key: String, _ value: String?) {
      if let value { add(key, .string(value)) }
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
