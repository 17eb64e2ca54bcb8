import Testing

@testable import Problems

@Suite struct LimitsTests {
  @Test(
    arguments: [
      ("2s", 2_000), ("500ms", 500), ("1.5 s", 1_500), ("2", 2_000), ("0.0001", 1),
      ("1min", 60_000),
      ("", nil), ("s", nil), ("-1", nil), ("1e3", nil), ("2 S", nil), ("1.2.3", nil), ("2ss", nil),
      ("99999999999999999999999", nil), ("٣s", nil),
    ] as [(String, Int?)])
  func timesAreReadInMilliseconds(_ text: String, _ milliseconds: Int?) {
    #expect(LimitsParser.milliseconds(text) == milliseconds)
  }

  @Test(
    arguments: [
      ("256MiB", 256 << 20), ("64 KiB", 64 << 10), ("1.5GiB", 3 << 29), ("100", 100), ("7B", 7),
      ("256MB", nil), ("1G", nil), ("MiB", nil),
    ] as [(String, Int?)])
  func sizesAreReadInBytes(_ text: String, _ bytes: Int?) {
    #expect(LimitsParser.bytes(text) == bytes)
  }

  @Test(arguments: [
    (1, "1 byte"), (1_000, "1000 bytes"), (1 << 20, "1 MiB"), (3 << 29, "1536 MiB"),
    (1 << 30, "1 GiB"),
  ])
  func numbersOfBytesAreShownInTheLargestWholeUnit(_ bytes: Int, _ text: String) {
    #expect(ByteCount.text(bytes) == text)
  }

  @Test(
    arguments: [
      ("anwser", "answer"), ("answr", "answer"), ("Answer", "answer"), ("colour", nil),
      ("choises", "choices"), ("x", nil), ("", nil),
    ] as [(String, String?)])
  func theNearestWordIsFound(_ word: String, _ nearest: String?) {
    #expect(Nearest.to(word, among: NativeField.names) == nearest)
  }

  @Test func numberedNamesAreInNaturalOrder() {
    let names = ["10", "2", "sample10", "02", "1", "sample2", "a", "2b", "100"]
    #expect(
      names.sorted(by: NaturalOrder.precedes)
        == ["1", "02", "2", "2b", "10", "100", "a", "sample2", "sample10"])
  }
}
