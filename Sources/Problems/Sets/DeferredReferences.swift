public import Grading

/// Brings in the tests that references do not hold themselves, for one problem at a time.
public enum DeferredReferences {
  /// The reference with all of its tests.
  ///
  /// - Parameter computed: What the program of a harness printed; see ``ComputedTests``.
  /// - Throws: `unreadable_reference` if they cannot be read, or are no longer what they were.
  public static func resolved(
    _ problem: Problem,
    computed: (Problem) throws(Fault) -> String = { _ throws(Fault) in
      throw Fault(.unreadableReference, "what the test code needs was not computed")
    }
  ) throws(Fault) -> Reference {
    if let program = ComputedTests(problem) {
      return program.reference(with: try computed(problem))
    }
    guard let deferred = problem.reference.deferred else { return problem.reference }
    do throws(PackedTests.Failure) {
      switch deferred.form {
      case .packed: return try unpacked(problem, deferred)
      case .files: return try fromFiles(problem, deferred)
      case .record: return try fromRecord(problem, deferred)
      case .computed:
        throw PackedTests.Failure(message: "only a harness in Python has computed tests")
      }
    } catch {
      throw Fault(.unreadableReference, error.message)
    }
  }

  private static func unpacked(
    _ problem: Problem, _ deferred: DeferredTests
  ) throws(PackedTests.Failure) -> Reference {
    guard let data = deferred.content["data"]?.string else {
      throw PackedTests.Failure(message: "“deferred_tests” has no “data”")
    }
    let isFunction = problem.kind == .function
    return try appended(
      try PackedTests.tests(data, isFunction: isFunction), to: problem.reference)
  }

  /// The reference with further tests in native form.
  private static func appended(
    _ tests: [JSON], to reference: Reference
  ) throws(PackedTests.Failure) -> Reference {
    let log = ErrorLog()
    let place = Place(source: Source(path: "deferred_tests", lines: .unknown))
    guard
      let fields = Fields(
        ["tests": .array(tests)], at: place, of: "the tests", log: log, problemID: nil),
      let field = fields["tests"]
    else { throw PackedTests.Failure(message: "the tests cannot be read") }
    let decoder = TestsDecoder(log: log, problemID: nil)
    var result = reference
    switch reference {
    case .function(var function):
      function.tests += decoder.calls(field, in: fields)
      function.deferred = nil
      result = .function(function)
    case .program(var program):
      program.tests += decoder.runs(field, in: fields)
      program.deferred = nil
      result = .program(program)
    case .answer, .choice, .harness, .open: break
    }
    if let error = log.errors.first { throw PackedTests.Failure(message: error.message) }
    return result
  }

  private static func fromFiles(
    _ problem: Problem, _ deferred: DeferredTests
  ) throws(PackedTests.Failure) -> Reference {
    guard let path = deferred.content["folder"]?.string,
      let entries = deferred.content["tests"]?.array
    else { throw PackedTests.Failure(message: "“deferred_tests” names no files") }
    do throws(FileFailure) {
      let folder = try Folder(path)
      var tests: [JSON] = []
      for entry in entries {
        guard let input = entry["input"]?.string, let output = entry["output"]?.string else {
          throw FileFailure("“deferred_tests” names no files")
        }
        let texts = (
          try folder.text(of: input, limit: ProblemFolder.testFileLimit),
          try folder.text(of: output, limit: ProblemFolder.testFileLimit)
        )
        guard entry["bytes"]?.int.map({ $0 == texts.0.utf8.count + texts.1.utf8.count }) ?? true
        else { throw FileFailure("\(path)/\(input) is no longer what it was") }
        tests.append([
          "name": entry["name"] ?? .string(input), "input": .string(texts.0),
          "output": .string(texts.1), "hidden": entry["hidden"] ?? .bool(true),
        ])
      }
      return try added(tests, to: problem.reference)
    } catch {
      throw PackedTests.Failure(message: "\(path): \(error.message)")
    }
  }

  private static func added(
    _ tests: [JSON], to reference: Reference
  ) throws(FileFailure) -> Reference {
    do throws(PackedTests.Failure) {
      return try appended(tests, to: reference)
    } catch {
      throw FileFailure(error.message)
    }
  }

  /// Reads the record again that a large problem came from.
  private static func fromRecord(
    _ problem: Problem, _ deferred: DeferredTests
  ) throws(PackedTests.Failure) -> Reference {
    let content = deferred.content
    guard let path = content["path"]?.string, let offset = content["offset"]?.int,
      let length = content["length"]?.int, 0...FileReading.lineLimit ~= length, offset >= 0
    else { throw PackedTests.Failure(message: "“deferred_tests” names no record") }
    let bytes: [UInt8]
    do throws(FileFailure) {
      bytes = try FileReading.bytes(of: path, at: offset, count: length)
    } catch {
      throw PackedTests.Failure(message: "\(path): \(error.message)")
    }
    guard SHA256.hex(bytes) == content["sha256"]?.string, let json = try? JSON(parsing: bytes)
    else { throw PackedTests.Failure(message: "\(path) is no longer what it was") }
    let log = ErrorLog()
    let format = content["format"]?.string.flatMap(ProblemFormat.init) ?? .native
    let decoder = ProblemDecoder(log: log, folder: nil, base: "")
    var mapping = RecordMapping(log: log, decoder: decoder, path: path, forced: format)
    let place = Place(source: Source(path: path, lines: .unknown))
    let whole = mapping.problem(Record(value: json, place: place), defaults: [])
    guard let reference = whole?.problem.reference, reference.deferred?.form != .record else {
      throw PackedTests.Failure(
        message: log.errors.first?.message ?? "the record holds no tests any more")
    }
    if let inner = whole?.problem, inner.reference.deferred != nil {
      do throws(Fault) {
        return try resolved(inner)
      } catch {
        throw PackedTests.Failure(message: error.message)
      }
    }
    return reference
  }
}
