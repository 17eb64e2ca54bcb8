import Grading
import Problems
import Testing

/// A set that is read problem by problem is the same set.
@Suite struct StreamedSetTests {
  private let folder = try? TemporaryFolder()

  /// Blank lines, a byte order mark, a line longer than a piece of the file, and no end of the last line.
  @Test func problemsAreThoseOfTheSetReadWhole() throws {
    let path = try write(
      "\u{FEFF}" + line("a") + "\n\n" + line("b", String(repeating: "x", count: 700_000)) + "\r\n"
        + (0..<3_000).map { line("c\($0)") }.joined(separator: "\n"))
    let whole = try ProblemSetReader().read(path).set
    let streamed = StreamedSet(path)
    #expect(streamed.name == whole.name)
    #expect(try problems(of: streamed) == whole.problems)
  }

  @Test(arguments: [
    "", "\n", "{", #"{"id":"a","kind":"answer","statement":"?","answr":"1"}"#,
    #"{"id":"a","kind":"answer","statement":"?","answer":"1"}"# + "\n[1]\n{}",
  ])
  func whatIsWrongIsSaidInTheSameWords(text: String) throws {
    let path = try write(text)
    let whole = #expect(throws: LoadingErrors.self) { try ProblemSetReader().read(path) }
    let streamed = #expect(throws: LoadingErrors.self) { try problems(of: StreamedSet(path)) }
    #expect(streamed == whole)
  }

  @Test func aFileThatIsNotThereIsNamed() throws {
    #expect(throws: LoadingErrors.self) { try StreamedSet("no/such.jsonl").reader() }
    #expect(StreamedSet.canRead("a/b.jsonl") && StreamedSet.canRead("b.ndjson"))
    #expect(!StreamedSet.canRead("a/b.jsonl.gz") && !StreamedSet.canRead("b.json"))
  }

  private func problems(of set: StreamedSet) throws -> [Problem] {
    let reader = try set.reader()
    var problems: [Problem] = []
    while let problem = try reader.next() { problems.append(problem) }
    return problems
  }

  private func line(_ id: String, _ statement: String = "What is it?") -> String {
    #"{"id":"\#(id)","kind":"answer","statement":"\#(statement)","answer":"1"}"#
  }

  private func write(_ text: String) throws -> String {
    try #require(folder).write("set.jsonl", text)
  }
}
