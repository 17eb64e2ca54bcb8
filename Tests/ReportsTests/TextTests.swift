import Testing

@testable import Reports

struct VisibleTextTests {
  @Test(arguments: [
    ("plain, ünï, 漢字", "plain, ünï, 漢字"), ("a\u{0}b", "a⟨NUL⟩b"), ("\u{1B}[31m", "⟨ESC⟩[31m"),
    ("a\u{202E}b", "a⟨U+202E⟩b"), ("a\u{200B}b", "a⟨U+200B⟩b"), ("\u{FEFF}", "⟨U+FEFF⟩"),
    ("a\r\nb", "a⟨CR⟩\nb"), ("a\tb\n", "a\tb\n"), ("\u{7F}\u{85}", "⟨DEL⟩⟨U+0085⟩"),
    ("a\u{AD}b", "a⟨U+00AD⟩b"), ("\u{E0041}", "⟨U+E0041⟩"),
    // Joiners stay where they belong.
    ("👩\u{200D}💻", "👩\u{200D}💻"), ("a\u{200D}b", "a⟨U+200D⟩b"), ("é à", "é à"),
  ])
  func whatWouldVanishIsShown(text: String, expected: String) {
    #expect(VisibleText.of(text) == expected)
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "abc…"), ("a\nb", 9, "a⏎b"), ("a\n\n", 9, "a"), ("", 3, ""),
    ("\n", 1, ""),
  ])
  func linesAreCutAndJoined(text: String, limit: Int, expected: String) {
    #expect(VisibleText.line(text, limit: limit) == expected)
  }
}

struct FormatTests {
  @Test(arguments: [
    (0.0, 1, "0.0"), (1.25, 1, "1.3"), (-1.25, 1, "-1.3"), (-0.001, 2, "0.00"), (12.0, 0, "12"),
    (99.95, 1, "100.0"), (0.007, 2, "0.01"), (1e20, 1, "1e+20"),
  ])
  func fixed(value: Double, digits: Int, expected: String) {
    #expect(Format.fixed(value, digits) == expected)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_234, "-1,234"),
  ])
  func counts(value: Int, expected: String) {
    #expect(Format.count(value) == expected)
  }

  @Test(arguments: [
    (1.25, "1.3 ms"), (812.4, "812 ms"), (999.4, "999 ms"), (999.6, "1.0 s"), (59_900, "59.9 s"),
    (59_960, "1 min 0 s"), (125_000, "2 min 5 s"), (3_600_000, "1 h 0 min"),
    (1e30, "1.6666666666666667e+25 min"),
  ])
  func durations(milliseconds: Double, expected: String) {
    #expect(Format.milliseconds(milliseconds) == expected)
  }

  @Test(arguments: [(1.0, "1"), (0.5, "0.5"), (0.25, "0.25"), (2.0 / 3, "0.67"), (100, "100")])
  func shortNumbersEndWhereTheySayNothing(value: Double, expected: String) {
    #expect(Format.short(value) == expected)
  }

  @Test(arguments: [
    ("2026-03-02T09:15:00Z", "2026-03-02T09:19:42Z", 282),
    ("2024-02-28T23:59:59Z", "2024-03-01T00:00:00Z", 86_401),
    ("2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z", 1),
  ])
  func timeBetweenStamps(start: String, end: String, seconds: Int) {
    #expect(Stamp.seconds(from: start, to: end) == seconds)
    #expect(Stamp.seconds(from: end, to: start) == nil)
  }

  @Test(arguments: ["", "2026", "2026-13-02T09:15:00Z", "2026-03-02 09:15:00Z", "ééééééééééé"])
  func otherStampsHaveNoTime(stamp: String) {
    #expect(Stamp.seconds(from: stamp, to: "2026-03-02T09:15:00Z") == nil)
  }
}

struct DisplayWidthTests {
  @Test(arguments: [
    ("abc", 3), ("日本語", 6), ("한국어", 6), ("é", 1), ("e\u{301}", 1), ("ｱ", 1), ("Ａ", 2), ("😀", 2),
    ("–…✓", 3),
  ])
  func wideCharactersTakeTwoColumns(text: String, columns: Int) {
    #expect(DisplayWidth.of(text) == columns)
  }

  @Test func cuttingNeverExceedsTheColumns() {
    for columns in 0...9 {
      #expect(DisplayWidth.of(DisplayWidth.cut("日a本b語", columns)) <= columns)
      #expect(DisplayWidth.of(DisplayWidth.left("日本語", columns)) == columns || columns < 6)
    }
    #expect(DisplayWidth.left("日本", 6) == "日本  " && DisplayWidth.right("日", 4) == "  日")
    #expect(DisplayWidth.cut("日本語", 4) == "日…")
  }
}

struct LineDiffTests {
  @Test func oneLostLineMarksOnlyItself() {
    #expect(
      LineDiff.lines(expected: "a\nb\nc\n", actual: "a\nc\nd\n") == [
        .same("a"), .missing("b"), .same("c"), .surplus("d"),
      ])
  }

  @Test(arguments: [("", ""), ("a", ""), ("", "a\n\n"), ("a\nb", "b\na"), ("x\n\ny", "x\ny")])
  func theLinesOfBothTextsAreThereInOrder(expected: String, actual: String) {
    check(expected, actual)
  }

  @Test func equallyLookingLettersDiffer() {
    #expect(LineDiff.lines(expected: "é", actual: "e\u{301}").count == 2)
  }

  @Test func randomTextsAreToldApart() {
    var random = SplitMix(seed: 3)
    for _ in 0..<500 {
      let texts = (0..<2).map { _ in
        (0..<random.below(8)).map { _ in ["a", "b", "c"][random.below(3)] }.joined(separator: "\n")
      }
      check(texts[0], texts[1])
    }
  }

  @Test func veryLongTextsAreComparedByPlace() {
    let long = (0..<1_000).map { "\($0)\n" }.joined()
    let lines = LineDiff.lines(expected: long, actual: long + "more\n")
    #expect(lines.count == 1_001 && lines.last == .surplus("more"))
  }

  private func check(_ expected: String, _ actual: String) {
    var wanted: [String] = []
    var found: [String] = []
    for line in LineDiff.lines(expected: expected, actual: actual) {
      switch line {
      case .same(let text):
        wanted.append(text)
        found.append(text)
      case .missing(let text): wanted.append(text)
      case .surplus(let text): found.append(text)
      }
    }
    #expect(wanted == lines(expected) && found == lines(actual))
  }

  private func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}

struct PassageTests {
  @Test func theMarkIsCutOutByBytes() {
    #expect(
      Passage("日本語です", mark: 3..<9, limit: 1_000).pieces == [
        .plain("日"), .marked("本語"), .plain("です"),
      ])
  }

  @Test(arguments: [0..<0, 5..<99, 99..<100])
  func aRangeThatDoesNotFitMarksNothing(mark: Range<Int>) {
    #expect(Passage("hello", mark: mark, limit: 1_000).pieces == [.plain("hello")])
  }

  @Test func piecesAndGapsAddUpToTheText() {
    var random = SplitMix(seed: 5)
    let letters = ["a", "é", "漢", "😀", "\n"]
    for _ in 0..<500 {
      let text = (0..<random.below(3_000)).map { _ in letters[random.below(5)] }.joined()
      let count = text.utf8.count
      let start = random.below(count + 1)
      let mark = start..<start + random.below(count - start + 1)
      let pieces = Passage(text, mark: mark, limit: 300).pieces
      var bytes = 0
      var shown = 0
      for piece in pieces {
        switch piece {
        case .plain(let text), .marked(let text):
          bytes += text.utf8.count
          shown += text.utf8.count
          #expect(!text.unicodeScalars.contains("\u{FFFD}"))
        case .gap(let left): bytes += left
        }
      }
      #expect(bytes == count)
      #expect(shown <= 300 + 3 * 256 + 24)
    }
  }
}

/// A small repeatable source of numbers.
struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
