import Grading
import Testing

@testable import Problems

/// Large sets are narrowed while they are read.
@Suite struct ScaleTests {
  private func line(_ number: Int, tags: String = #"["t"]"#) -> String {
    #"{"id":"p\#(number)","kind":"answer","statement":"a \"quoted\" sum","answer":"1","tags":\#(tags)}"#
  }

  private func scan(_ bytes: [UInt8], _ names: [StaticString]) -> [Range<Int>?]? {
    bytes.withUnsafeBufferPointer { RecordScanner.ranges(of: names, in: $0) }
  }

  @Test func whatIsNotKeptIsNotRead() throws {
    let folder = try TemporaryFolder()
    let lines = (0..<300).map { line($0, tags: $0 % 100 == 7 ? #"["rare"]"# : #"["t"]"#) }
    let path = try folder.write("x.jsonl", lines.joined(separator: "\n"))
    let reader = ProblemSetReader()
    func ids(_ filter: ProblemFilter) throws -> [String] {
      try reader.read(path, filter: filter).set.problems.map(\.id)
    }
    #expect(try ids(ProblemFilter(ids: ["p5", "p299"])) == ["p5", "p299"])
    #expect(try ids(ProblemFilter(tags: ["rare"])) == ["p7", "p107", "p207"])
    #expect(try ids(ProblemFilter(tags: ["rare"], enough: 2)) == ["p7", "p107"])
    #expect(try ids(ProblemFilter(difficulty: "hard")).isEmpty)
  }

  @Test func slipsAndDuplicatesAmongWhatIsPassedOverAreSaid() throws {
    let folder = try TemporaryFolder()
    let text = [line(0), line(1), line(1), #"{"id":"p3","kind":"answer","#, line(4)]
      .joined(separator: "\n")
    let path = try folder.write("x.jsonl", text)
    let error = #expect(throws: LoadingErrors.self) {
      try ProblemSetReader().read(path, filter: ProblemFilter(ids: ["p4"]))
    }
    #expect(error?.errors.map(\.line) == [3, 4])
  }

  @Test func aScanFindsMembersAndTakesOnlyWhatIsWellFormed() throws {
    let names: [StaticString] = ["id", "tags"]
    func ranges(_ text: String) -> [String?]? {
      let bytes = Array(text.utf8)
      return scan(bytes, names)?.map { range in
        range.map { String(decoding: bytes[$0], as: UTF8.self) }
      }
    }
    #expect(
      ranges(#" {"x":{"id":[1,{"a":"}\""}]},"id":"p1" , "tags" : ["a"]} "#) == [
        #""p1""#, #"["a"]"#,
      ])
    #expect(ranges(#"{"id":1}"#) == ["1", nil])
    for text in [
      "", "[]", #"{"id":"a","id":"b"}"#, #"{"id":"a""#, #"{"id":"a"}x"#, #"{"\u0069d":"a"}"#,
      #"{"id":}"#, #"{"id":"a",}"#, "{\"id\":\"a\nb\"}",
      #"{"x":"# + String(repeating: "[", count: 1_000) + "}",
    ] {
      #expect(ranges(text) == nil, "\(text.prefix(40))")
    }
  }

  @Test func whatTheScanTakesTheReaderTakesOrRefusesForItsWordsAlone() {
    let seed = Array(line(1).utf8)
    var random = SeededRandom(seed: 3)
    for _ in 0..<2_000 {
      let bytes = FuzzTests.damaged(seed, &random)
      guard let ranges = scan(bytes, ["id"]) else { continue }
      guard let value = try? JSON(parsing: bytes), let range = ranges[0] else { continue }
      #expect(value["id"] == (try? JSON(parsing: bytes[range])))
    }
  }

  @Test func veryLargeRecordsLeaveTheirTestsInTheFile() throws {
    let folder = try TemporaryFolder()
    let big = String(repeating: "7", count: BigRecords.inlineLimit)
    let text =
      line(0) + "\n"
      + #"{"id":"big","kind":"program","statement":"s","tests":[{"input":"1","output":"1"},"#
      + #"{"input":"\#(big)","output":"2","hidden":true}]}"# + "\n"
    let path = try folder.write("x.jsonl", text)
    let problem = try #require(try ProblemSetReader().read(path).set.problems.last)
    #expect(problem.document.text.utf8.count < 10_000)
    #expect(try Problem(document: problem.document) == problem)
    guard case .program(let program) = try DeferredReferences.resolved(problem) else {
      Issue.record("no program")
      return
    }
    #expect(program.tests.map(\.expected) == ["1", "2"])
    try folder.write("x.jsonl", text.replacing("\"2\"", with: "\"3\""))
    #expect(throws: Fault.self) { try DeferredReferences.resolved(problem) }
  }
}
