import Grading
import Testing

@testable import Problems

@Suite struct YAMLTests {
  private func value(_ text: String) throws -> JSON? {
    try YAMLReader.record(of: text, path: "x.yaml")?.value
  }

  @Test(arguments: [
    ("no", "\"no\""), ("yes", "\"yes\""), ("on", "\"on\""), ("Off", "\"Off\""), ("y", "\"y\""),
    ("true", "true"), ("FALSE", "false"), ("tRue", "\"tRue\""),
    ("null", "null"), ("~", "null"), ("nil", "\"nil\""),
    ("12", "12"), ("+12", "12"), ("-0", "-0"), ("007", "7"), ("0x1F", "31"), ("0o17", "15"),
    ("0x+1", "\"0x+1\""), ("0xG", "\"0xG\""), ("0b11", "\"0b11\""), ("1_000", "\"1_000\""),
    ("0xFFFFFFFFFFFFFFFFF", "\"0xFFFFFFFFFFFFFFFFF\""),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
    ("0.50", "0.50"), (".5", "0.5"), ("5.", "5.0"), ("-1.5E+3", "-1.5e3"), ("1e-3", "1e-3"),
    ("1e", "\"1e\""), (".", "\".\""), ("-", "[null]"), ("+", "\"+\""), ("1.2.3", "\"1.2.3\""),
    (".inf", "{\"$float\":\"inf\"}"), ("-.Inf", "{\"$float\":\"-inf\"}"),
    (".NaN", "{\"$float\":\"nan\"}"), ("inf", "\"inf\""),
    ("12:30:45", "\"12:30:45\""), ("2026-01-31", "\"2026-01-31\""), ("<<", "\"<<\""),
    ("'12'", "\"12\""), ("\"true\"", "\"true\""), ("!!str 12", "\"12\""), ("!!int '12'", "12"),
    ("! 12", "\"12\""), ("|\n  12", "\"12\""),
  ])
  func aScalarMeansWhatTheCoreSchemaSays(_ text: String, _ json: String) throws {
    #expect(try value(text)?.text == json)
  }

  @Test func anchorsAndAliasesAreFollowed() throws {
    let text = "a: &x {n: 1}\nb: *x\nc: [*x, &s no, *s]\n"
    #expect(
      try value(text)?.text == #"{"a":{"n":1},"b":{"n":1},"c":[{"n":1},"no","no"]}"#)
  }

  @Test func anAnchorBombIsRefused() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...30 {
      let alias = "*a\(level - 1)"
      text +=
        "a\(level): &a\(level) [\(Array(repeating: alias, count: 10).joined(separator: ", "))]\n"
    }
    #expect(
      try errors(text) == [
        "x.yaml:1: aliases make the file too large; write out less with “*”"
      ])
  }

  @Test func aBombOfLongTextsIsRefused() throws {
    let long = String(repeating: "x", count: 1 << 20)
    let aliases = Array(repeating: "*t", count: 50).joined(separator: ", ")
    #expect(try errors("a: &t \(long)\nb: [\(aliases)]\n").first?.contains("too large") == true)
  }

  @Test(arguments: [
    "? *a20\n: 1\n", "*a20 : 1\n", "*a20: 1\n", "{[*a20]: 1}\n", "[*a20] : 1\n", "{?[*a20] : 1}\n",
  ])
  func aBombWithinAKeyIsRefusedBeforeItIsParsed(_ key: String) throws {
    var text = "- &a0 [x, x]\n"
    for level in 1...40 { text += "- &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
    text += "- " + key.replacing("\n: 1", with: "\n  : 1")
    #expect(
      try errors(text) == ["x.yaml:42: the file uses aliases within keys; write the keys out"])
  }

  @Test func codeWithStarsAndAmpersandsIsNoSuspect() throws {
    let code = String(
      repeating: "    void f(int *a, int &b) { *a = b; x[*a]: y ? *a : b; }\n", count: 20)
    #expect(AliasedKeys.suspect(in: "a: |\n" + code) != nil)
    let plain = String(repeating: "    void f(int *a, int &b) { *a = b; }\n", count: 20)
    #expect(AliasedKeys.suspect(in: "a: |\n" + plain) == nil)
  }

  @Test(arguments: ["[", "{a: ", "- "])
  func deepNestingIsRefused(_ opening: String) throws {
    for depth in [150, 900, 100_000] {
      let found = try errors(String(repeating: opening, count: depth))
      #expect(found.count == 1)
    }
    let closed = String(repeating: "[", count: 150) + String(repeating: "]", count: 150)
    #expect(
      try errors(closed) == ["x.yaml:1: nested more than 100 levels deep; flatten it"])
  }

  @Test(arguments: [
    "a: 1\n\"a\": 2\n", "{b: {a: 1, a: 2}}", "- 1: a\n  \"1\": b\n",
  ])
  func aKeyThatStandsTwiceIsAnError(_ text: String) throws {
    #expect(try errors(text).first?.contains("stands twice in one mapping") == true)
  }

  @Test func linesOfNestedFieldsAreTold() throws {
    let text = """
      # a remark
      - a: 1

      - b:
          c:
            - 1
            - d: x
      """
    let record = try #require(try YAMLReader.record(of: text, path: "x.yaml"))
    let place = record.place.at(1).at("b")
    #expect(place.line == 4)
    #expect(place.at("c").at(1).line == 7)
    #expect(place.at("c").at(1).at("d").line == 7)
    #expect(place.at("missing").line == 4)
  }

  @Test func invalidTextIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write("x.yaml", bytes: [0x61, 0x3A, 0x20, 0xFF, 0x0A])
    #expect(errors(folder, "x.yaml") == ["x.yaml: the file is not UTF-8 text; save it as UTF-8"])
    #expect(try errors("- a\n- b\u{1}\n").first?.hasPrefix("x.yaml:2: not YAML") == true)
  }

  @Test func aByteOrderMarkIsPassedOver() throws {
    let loaded = try read("\u{FEFF}{id: a, kind: answer, statement: s, answer: 1}", as: "x.yaml")
    #expect(loaded.set.problems.count == 1)
  }

  @Test func aFileLargerThanTheLimitIsRefused() throws {
    let text = "- " + String(repeating: "x", count: YAMLReader.fileLimit)
    #expect(try errors(text) == ["x.yaml: the file is larger than 8 MiB; split it"])
  }
}
