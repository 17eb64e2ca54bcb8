import Grading
import Testing

@testable import Problems

/// Rows that are read without a tree give what the decoder makes of them.
@Suite struct RowReaderTests {
  private static let rows = [
    #"{"id":"a","kind":"answer","statement":"What?","answer":"1"}"#,
    #" { "kind" : "answer" , "id":"s/t.1-2_3","statement":"é \"x\" \n\t\\ \u00e9\/","answer":["1","2"],"#
      + #""tags":["t","cluster:c"],"points":2.50,"difficulty":"hard","date":"2024-08-01"}  "#,
    #"{"id":"n","kind":"answer","statement":" lead","answer":-12.50,"tags":"one","title":"T","#
      + #""source":"S","license":"L","system":"Be brief.","rubric":"r","cluster":"k","#
      + #""metadata":{"a":[1,{"b":null}],"c":1e400}}"#,
    #"{"id":"c","kind":"choice","statement":"Which?","choices":["x","y",3],"answer":["b","A"]}"#,
    #"{"id":"o","kind":"open","statement":"Say.","rubric":"essay","answer_":1}"#
      .replacing(#","answer_":1"#, with: ""),
    #"{"id":"e","kind":"answer","statement":"s","answer":[1,"\u0041\u4e2d"],"tags":[]}"#,
  ]

  private static func fast(_ row: [UInt8]) -> Problem? {
    row.withUnsafeBufferPointer { RowReader.problem(in: $0) }
  }

  /// What the decoder makes of a row, if nothing is wrong with it.
  private static func slow(_ row: [UInt8]) -> Problem? {
    let log = ErrorLog()
    let line = FileReading.Line(number: 2, offset: 0, bytes: row[...])
    guard case .success(let record)? = RecordReader.record(of: line, shownAs: "x") else {
      return nil
    }
    var mapping = RecordMapping(
      log: log, decoder: ProblemDecoder(log: log, folder: nil, base: ""), path: "x.jsonl")
    let read = mapping.problem(record, defaults: [])
    return log.count == 0 && mapping.format == .native ? read?.problem : nil
  }

  @Test(arguments: rows)
  func aSoundRowIsTakenAsTheDecoderTakesIt(_ row: String) throws {
    let problem = try #require(Self.fast(Array(row.utf8)))
    #expect(problem == Self.slow(Array(row.utf8)))
    #expect(try Problem(document: problem.document) == problem)
  }

  /// A row with one thing changed is either left to the decoder or read as the decoder reads it.
  @Test func whateverIsTakenIsWhatTheDecoderTakes() {
    var random = SeededRandom(seed: 21)
    var taken = 0
    for round in 0..<8_000 {
      let seed = Array(Self.rows[round % Self.rows.count].utf8)
      let row = FuzzTests.damaged(seed, &random).filter { $0 != 10 }
      guard let problem = Self.fast(row) else { continue }
      taken += 1
      #expect(problem == Self.slow(row), "\(String(decoding: row, as: UTF8.self))")
    }
    #expect(taken > 100)
  }

  @Test(arguments: [
    // Left to the decoder: wrong, or not of the common kinds.
    #"{"id":"a","kind":"answer","statement":"s","answer":"1","id":"b"}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":"1","answr":"1"}"#,
    #"{"id":"a","kind":"answer","statement":" ","answer":"1"}"#,
    #"{"id":"a","kind":"answer","statement":"\u00a0","answer":"1"}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":[]}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":01}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":1e5}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":NaN}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":"1","points":0}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":"1","date":"2024-13-01"}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":"1","choices":["a","b"]}"#,
    #"{"id":"../a","kind":"answer","statement":"s","answer":"1"}"#,
    #"{"id":"a b","kind":"answer","statement":"s","answer":"1"}"#,
    #"{"id":"a","kind":"choice","statement":"s","choices":["x","y"],"answer":"C"}"#,
    #"{"id":"a","kind":"choice","statement":"s","choices":["x","y"],"answer":["A","a"]}"#,
    #"{"id":"a","kind":"open","statement":"s"}"#,
    #"{"id":"a","kind":"answer","statement":"\ud83d","answer":"1"}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":"1","metadata":{"a":1,"a":2}}"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":"1"}]"#,
    #"{"id":"a","kind":"answer","statement":"s","answer":"1""#,
    "{\"id\":\"a\",\"kind\":\"answer\",\"statement\":\"s\u{7}\",\"answer\":\"1\"}",
  ])
  func slipsAreLeftToTheDecoder(_ row: String) {
    #expect(Self.fast(Array(row.utf8)) == nil)
  }

  @Test func textThatIsNotUTF8IsLeftToTheDecoder() {
    var row = Array(Self.rows[0].utf8)
    row[row.firstIndex(of: UInt8(ascii: "?")) ?? 0] = 0xFF
    #expect(Self.fast(row) == nil && Self.slow(row) == nil)
  }

  /// Several pieces of a file, read side by side, with slips on known lines.
  @Test func piecesOfALargeFileComeInOrderWithTheirLines() throws {
    let folder = try TemporaryFolder()
    let filler = String(repeating: "x", count: 300)
    var lines = (1...3_000).map {
      #"{"id":"p\#($0)","kind":"answer","statement":"\#(filler)","answer":"\#($0)"}"#
    }
    let path = try folder.write("x.jsonl", lines.joined(separator: "\r\n"))
    let loaded = try ProblemSetReader().read(path)
    #expect(loaded.set.problems.map(\.id) == (1...3_000).map { "p\($0)" })
    #expect(loaded.positions["p2900"]?.line == 2_900)
    lines[1_499] = ""
    lines[1_999] = lines[1_999].replacing("answer\":", with: "answr\":")
    lines[2_199] = "{"
    lines[2_799] = lines[9]
    try folder.write("x.jsonl", lines.joined(separator: "\n"))
    let whole = #expect(throws: LoadingErrors.self) { try ProblemSetReader().read(path) }
    #expect(whole?.errors.compactMap(\.line) == [2_000, 2_000, 2_200, 2_800])
    let streamed = #expect(throws: LoadingErrors.self) {
      let reader = try StreamedSet(path).reader()
      while try reader.next() != nil {}
    }
    #expect(streamed?.errors.map(\.line) == whole?.errors.map(\.line))
    #expect(whole?.errors.last?.message == "the id stands twice; first in \(path):10")
    #expect(streamed?.errors.last?.message == "the id stands twice")
  }

  @Test func aLineThatIsTooLongEndsTheFileAfterWhatCameBefore() {
    var pipeline = RowPipeline(RowBatch.Manner(), lineLimit: 1 << 19)
    let text = Self.rows[0] + "\n\n" + String(repeating: "x", count: 1 << 19) + "xx"
    let failure = #expect(throws: FileFailure.self) {
      for start in stride(from: 0, to: text.utf8.count, by: 100_000) {
        let piece = Array(text.utf8.dropFirst(start).prefix(100_000))
        let result = piece.withUnsafeBytes { bytes -> Result<Void, FileFailure> in
          do throws(FileFailure) {
            return .success(try pipeline.put(bytes))
          } catch {
            return .failure(error)
          }
        }
        try result.get()
      }
    }
    #expect(failure?.message == "line 3 is longer than 512 KiB")
    #expect(pipeline.take()?.rows.map(\.number) == [1])
    #expect(pipeline.take() == nil)
  }
}
