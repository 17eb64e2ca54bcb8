import Grading
import Testing

@testable import Problems

@Suite struct RecordTests {
  private func lines(_ bytes: [UInt8], chunk: Int, limit: Int = 1_000) throws -> [String] {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", bytes: bytes)
    var lines: [String] = []
    try FileReading.eachLine(of: path, limit: limit, chunkSize: chunk) { number, line in
      lines.append("\(number):" + String(decoding: line, as: UTF8.self))
      return true
    }
    return lines
  }

  @Test(arguments: [1, 2, 3, 7, 64])
  func linesAreTheSameWhateverTheChunks(_ chunk: Int) throws {
    let text = Array("one\n\ntwo two\nthree\r\nlast".utf8)
    #expect(try lines(text, chunk: chunk) == ["1:one", "2:", "3:two two", "4:three\r", "5:last"])
    #expect(try lines(text + [10], chunk: chunk).last == "5:last")
    #expect(try lines([], chunk: chunk) == [])
  }

  @Test func aLineBeyondTheLimitIsRefused() throws {
    let text = Array("short\n".utf8) + Array(repeating: 0x61, count: 200)
    #expect { try lines(text, chunk: 16, limit: 100) } throws: {
      ($0 as? FileFailure)?.message == "line 2 is longer than 100 bytes"
    }
  }

  @Test func readingStopsWhenTold() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("x", "a\nb\nc\n")
    var count = 0
    try FileReading.eachLine(of: path) { _, _ in
      count += 1
      return count < 2
    }
    #expect(count == 2)
  }

  @Test func linesOfJSONValuesAreFoundByTheirPath() {
    let text = Array(
      """
      {
        "a\\"}": [1, "]",
          {"x": {}}],
        "b": {"c": [
          true, null,
          {"d": 1,
           "e": "\\\\"}
        ]}
      }
      """.utf8)
    func line(_ steps: Step...) -> Int { JSONLocator.line(of: steps, in: text[...]) }
    #expect(line() == 1)
    #expect(line(.key("a\"}")) == 2)
    #expect(line(.key("a\"}"), .index(2)) == 3)
    #expect(line(.key("b"), .key("c"), .index(0)) == 5)
    #expect(line(.key("b"), .key("c"), .index(2), .key("e")) == 7)
    #expect(line(.key("b"), .key("missing")) == 4)
    #expect(line(.key("b"), .key("c"), .index(9)) == 4)
  }

  @Test func csvIsReadWithQuotedCellsOfAllSorts() throws {
    let text =
      "\u{FEFF}id,kind,statement,answer,tags,choices\r\n"
      + "a,answer,\"one, \"\"two\"\"\r\nthree\",\"[1, 2)\",x; y,\r\n"
      + "\r\n"
      + "b,choice,s,A;C,\"[\"\"t;1\"\"]\",p;q ;\"r\"\n"
    #expect(throws: ProblemError.self) {
      try CSVReader.records(of: Array(text.utf8), path: "x.csv")
    }
    let fixed = text.replacing("p;q ;\"r\"", with: "p;q ;r")
    let problems = try read(fixed, as: "x.csv").set.problems
    #expect(problems.map(\.statement) == ["one, \"two\"\r\nthree", "s"])
    #expect(problems[0].reference == .answer(golds: ["[1, 2)"]))
    #expect(problems[0].tags == ["x", "y"])
    #expect(problems[1].tags == ["t;1"])
    #expect(problems[1].reference == .choice(options: ["p", "q", "r"], right: ["A", "C"]))
  }

  @Test func csvCarriesCodeProblemsAsJSONCells() throws {
    let text =
      "id,kind,statement,tests,limits,checker,points,answer\n"
      + "p,program,s,\"[{\"\"input\"\":\"\"1\"\",\"\"output\"\":\"\"2\"\"}]\",\"{\"\"cpu\"\":2}\","
      + "\"floats(0, 0.1)\",2,\n" + "a,answer,s,,,,,\"[\"\"1/2\"\", \"\"0.5\"\"]\"\n"
    let problems = try read(text, as: "x.csv").set.problems
    guard case .program(let program) = problems[0].reference else {
      Issue.record("no program")
      return
    }
    #expect(program.tests == [TestCase(name: "1", input: "1", expected: "2")])
    #expect(program.limits.cpuMilliseconds == 2_000)
    #expect(program.checker == .floats(absolute: 0, relative: 0.1))
    #expect(problems[0].points == 2)
    #expect(problems[1].reference == .answer(golds: ["1/2", "0.5"]))
  }

  @Test(arguments: [
    (
      "id,kind\na\n",
      "x.csv:2: the row has 1 cell, the header 2; put a cell that holds a comma in quotation marks"
    ),
    (
      "id;kind\na;b\n",
      "x.csv:1: the first row is a single cell, “id;kind”; separate the cells with commas"
    ),
    ("id,id\n", "x.csv:1: the column “id” stands twice; keep one of them"),
    ("id,\n", "x.csv:1: a column has no name; name it in the first row"),
    (
      "id\n\n\"a\nb",
      "x.csv:3: the closing quotation mark is missing; close the cell that opens here"
    ),
    (
      "id\n\"a\"b\n",
      "x.csv:2: text after a closing quotation mark; double quotation marks within a cell"
    ),
    (
      "id\na\"b\n",
      "x.csv:2: a quotation mark within a cell; put the cell in quotation marks, and double it"
    ),
    (
      "id,kind,statement,answer,anwser\na,answer,s,1,2\nb,answer,s,1,2\n",
      "x.csv:1: “anwser” is no field; did you mean “answer”?"
    ),
    (
      "id,kind,statement,tests\na,program,s,[1\n",
      "x.csv:2: “tests” is not JSON: “,” or “]” is missing; write JSON in this column, or use JSONL"
    ),
  ])
  func aMistakeInCSVIsNamedWithItsLine(_ text: String, _ said: String) throws {
    #expect(try errors(text, as: "x.csv") == [said])
  }

  @Test func aJSONFileWithHugeNumbersKeepsThem() throws {
    let digits = String(repeating: "9", count: 10_000)
    let loaded = try read(
      "{\"id\":\"a\",\"kind\":\"answer\",\"statement\":\"s\",\"answer\":\(digits)}", as: "x.json")
    #expect(loaded.set.problems[0].reference == .answer(golds: [digits]))
  }

  @Test(arguments: ["NaN", "Infinity", "-Infinity", "01", "0x10"])
  func whatIsNoJSONNumberIsRefused(_ number: String) throws {
    let text = "{\"id\":\"a\",\"kind\":\"answer\",\"statement\":\"s\",\"answer\":\(number)}"
    #expect(try errors(text, as: "x.jsonl").first?.hasPrefix("x.jsonl:1: not JSON at byte") == true)
  }

  @Test func deepJSONAndDuplicateKeysAreRefused() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(try errors(deep, as: "x.json").first?.contains("nested too deeply") == true)
    #expect(
      try errors("{\"a\":1,\"a\":2}", as: "x.jsonl").first?.contains("the key “a” stands twice")
        == true)
  }

  @Test func invalidUTF8IsRefusedWithItsLine() throws {
    let folder = try TemporaryFolder()
    try folder.write("x.jsonl", bytes: Array("{}\n{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8))
    #expect(
      errors(folder, "x.jsonl").last
        == "x.jsonl:2: not JSON at byte 7 of the line: the text is not valid UTF-8; "
        + "save the file as UTF-8")
  }
}
