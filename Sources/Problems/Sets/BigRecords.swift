import Grading

/// Leaves the tests of very large records in their file until the problem is marked.
enum BigRecords {
  /// In bytes: smaller records are held whole.
  static let inlineLimit = 4 << 20

  /// The problem with its shown tests alone, if its record is large; else as it is.
  ///
  /// - Parameter file: Where the record stands, not packed: a part of a packed file cannot be read.
  static func deferred(
    _ problem: Problem, in file: String, _ extent: Range<Int>, _ format: ProblemFormat
  ) -> Problem {
    guard extent.count > inlineLimit, problem.reference.deferred == nil,
      let bytes = try? FileReading.bytes(of: file, at: extent.lowerBound, count: extent.count)
    else { return problem }
    let tests = DeferredTests(
      .record,
      [
        "path": .string(FileReading.absolute(file)), "offset": .int(extent.lowerBound),
        "length": .int(extent.count), "sha256": .string(SHA256.hex(bytes)),
        "format": .string(format.rawValue),
      ])
    var lighter = problem
    switch problem.reference {
    case .function(var function):
      function.tests = shown(function.tests)
      function.deferred = tests
      lighter.reference = .function(function)
    case .program(var program):
      program.tests = shown(program.tests) { $0.input.utf8.count + $0.expected.utf8.count }
      program.deferred = tests
      lighter.reference = .program(program)
    case .answer, .choice, .harness, .open: return problem
    }
    lighter.documentText = ProblemDocument.text(of: lighter)
    return lighter
  }

  /// What a prompt may show.
  private static func shown<Input, Expected>(
    _ tests: [TestCase<Input, Expected>],
    size: @escaping (TestCase<Input, Expected>) -> Int = { _ in 0 }
  ) -> [TestCase<Input, Expected>] {
    Array(
      tests.lazy.filter { !$0.hidden && size($0) <= Examples.byteLimit }
        .prefix(Examples.countLimit))
  }
}
