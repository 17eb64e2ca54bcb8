import Grading
import Testing

@testable import Problems

/// Files that mean harm end in one clear error.
@Suite struct HostileFileTests {
  private static let line = #"{"id":"a","kind":"answer","statement":"s","answer":"1"}"# + "\n"

  private func said(_ name: String, _ bytes: [UInt8]) throws -> String {
    let folder = try TemporaryFolder()
    try folder.write(name, bytes: bytes)
    return errors(folder, name).joined(separator: "\n")
  }

  @Test(arguments: ["x.jsonl.gz", "x.jsonl.zst", "x.jsonl"])
  func packedFilesAreReadAsTheyAre(_ name: String) throws {
    let bytes = Array(Self.line.utf8)
    let packed =
      name.hasSuffix("zst")
      ? Packing.zstandard(bytes) : name.hasSuffix("gz") ? Packing.gzip(bytes) : bytes
    let folder = try TemporaryFolder()
    let set = try ProblemSetReader().read(try folder.write(name, bytes: packed)).set
    #expect(set.name == "x")
    #expect(set.problems.map(\.id) == ["a"])
  }

  @Test func membersOfGzipFollowOneAnother() throws {
    let second = Self.line.replacing("\"a\"", with: "\"b\"")
    let packed = Packing.gzip(Array(Self.line.utf8)) + Packing.gzip(Array(second.utf8))
    let folder = try TemporaryFolder()
    let set = try ProblemSetReader().read(try folder.write("x.jsonl.gz", bytes: packed)).set
    #expect(set.problems.map(\.id) == ["a", "b"])
  }

  @Test func bombsAreNotUnpacked() throws {
    let nothing = [UInt8](repeating: 65, count: 20 << 20)
    for packed in [Packing.gzip(nothing), Packing.zstandard(nothing)] {
      #expect(packed.count < 100_000)
      #expect(try said("x.jsonl.gz", packed).contains("more than 400 times as large as the file"))
    }
  }

  @Test func damagedAndCutPackingIsSaid() throws {
    let packed = Packing.gzip(Array(repeating: Array(Self.line.utf8), count: 50).flatMap { $0 })
    #expect(try said("x.jsonl.gz", Array(packed.dropLast(20))).contains("cut off"))
    var broken = packed
    broken[14] ^= 0xFF
    #expect(try !said("x.jsonl.gz", broken).isEmpty)
    #expect(try said("x.jsonl.zst", [0x28, 0xB5, 0x2F, 0xFD, 1, 2, 3]).contains("x.jsonl.zst"))
  }

  @Test(arguments: [
    (String(repeating: "[", count: 100_000), "nested too deeply"),
    (
      #"{"id":"a","id":"b","kind":"answer","statement":"s","answer":"1"}"#,
      "the key “id” stands twice"
    ),
    (#"{"id":"a","kind":"answer","statement":"s","answer":NaN}"#, "x.jsonl:1"),
    (#"{"id":"a","kind":"answer","statement":"s","answer":"1","points":1e999}"#, "points"),
  ])
  func harmfulJSONIsSaid(_ text: String, _ message: String) throws {
    #expect(try said("x.jsonl", Array(text.utf8)).contains(message))
  }

  @Test func textThatIsNoUTF8IsSaid() throws {
    #expect(
      try said("x.jsonl", Array(#"{"id":""#.utf8) + [0xFF, 0xFE] + Array(#""}"#.utf8))
        .contains("not valid UTF-8"))
  }

  @Test func archivesThatLeadOutAreRefused() throws {
    for name in ["../../etc/passwd", "/etc/passwd", "samples/../../x.json"] {
      let archive = Packing.zip([(name, Array("{}".utf8), 0)])
      let failure = #expect(throws: FileFailure.self) { try ZipArchive(bytes: archive) }
      #expect(failure?.message.contains("leads out of the archive") == true)
    }
  }

  @Test func archivesThatUnpackOutOfProportionAreRefused() throws {
    // One entry alone, and many that are one another's.
    let nothing = [UInt8](repeating: 65, count: 48 << 20)
    let single = #expect(throws: FileFailure.self) {
      try ZipArchive(bytes: Packing.zip([("samples/a.json", nothing, 8)]))
    }
    #expect(single?.message.contains("400 times as large") == true)
    let small = [UInt8](repeating: 65, count: 1 << 20)
    let many = (0..<64).map { ("samples/\($0).json", small, 93) }
    let failure = #expect(throws: FileFailure.self) {
      try ZipArchive(bytes: Packing.zip(many))
    }
    #expect(failure?.message.contains("400 times as large") == true)
  }

  // What is asked of a reader of files from anywhere, and what it says: one line, and nothing is held.
  @Test(arguments: [
    ("x.json", #"{"problems":"# + String(repeating: "[", count: 200_000), "nested too deeply"),
    (
      "x.jsonl",
      #"{"id":"a","kind":"answer","statement":"s","answer":"1","points":"#
        + String(repeating: "9", count: 400) + "}", "points"
    ),
    (
      "x.jsonl",
      #"{"id":"a","kind":"program","statement":"s","limits":{"memory":99999999999999999999999},"#
        + #""tests":[{"input":"","output":""}]}"#, "memory"
    ),
    ("x.json", #"[{"id":"a","kind":"answer","statement":"s","answer":-Infinity}]"#, "x.json:1"),
    ("x.yaml", "a: &a [x]\nb: &b [" + String(repeating: "*a, ", count: 9) + "*a]\n", "x.yaml"),
    ("x.csv", "id,kind,statement,answer\n\"a,answer", "x.csv"),
  ])
  func whatIsOutOfMeasureIsSaidInALine(_ name: String, _ text: String, _ message: String) throws {
    let said = try said(name, Array(text.utf8))
    #expect(said.contains(message), "\(said)")
    #expect(said.split(separator: "\n").allSatisfy { $0.utf8.count < 400 }, "\(said)")
  }

  @Test func damagedArchivesEndInAValueOrAFailure() {
    let seed = Packing.zip([
      ("samples/a.json", Array("{\"a\":1}".utf8), 8), ("header.json", Array("{}".utf8), 93),
    ])
    var random = SeededRandom(seed: 5)
    for _ in 0..<500 {
      var bytes = seed
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      if Bool.random(using: &random) {
        bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
      }
      guard let archive = try? ZipArchive(bytes: bytes) else { continue }
      for entry in archive.entries { _ = try? archive.content(of: entry) }
    }
  }

  @Test(
    arguments: [
      ([0x80, 4, 0x8C, 2, 0x68, 0x69, 0x94, 0x2E], "hi"),
      ([0x80, 2, 0x58, 1, 0, 0, 0, 0x41, 0x71, 0, 0x2E], "A"),
      ([0x80, 5, 0x8D, 1, 0, 0, 0, 0, 0, 0, 0, 0x42, 0x2E], "B"),
      // A global, a list, a cut text, more behind the end, a length beyond the bytes.
      ([0x80, 4, 0x63, 0x6F, 0x73, 0x0A, 0x2E], nil), ([0x80, 4, 0x5D, 0x2E], nil),
      ([0x80, 4, 0x8C, 9, 0x68, 0x2E], nil), ([0x80, 4, 0x8C, 1, 0x68, 0x2E, 0x2E], nil),
      ([0x80, 4, 0x8D, 255, 255, 255, 255, 255, 255, 255, 255, 0x2E], nil), ([], nil),
    ] as [([UInt8], String?)])
  func aPickleIsOneTextOrNothing(_ bytes: [UInt8], _ text: String?) {
    #expect(Pickle.text(bytes).map { String(decoding: $0, as: UTF8.self) } == text)
  }

  @Test(arguments: Fixtures.all)
  func damagedRecordsEndInAProblemOrInErrors(_ fixture: Fixture) throws {
    var random = SeededRandom(seed: UInt64(fixture.text.utf8.count))
    let folder = try TemporaryFolder()
    let seed = Array(fixture.text.utf8)
    for _ in 0..<40 {
      let path = try folder.write(fixture.file, bytes: FuzzTests.damaged(seed, &random))
      do throws(LoadingErrors) {
        let loaded = try ProblemSetReader().read(path, as: fixture.format)
        for problem in loaded.set.problems { _ = try? DeferredReferences.resolved(problem) }
      } catch {
        #expect(!error.errors.isEmpty)
      }
    }
  }
}
