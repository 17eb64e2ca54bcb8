import Grading
import Problems
import Testing

@Suite struct RubricTests {
  static let text = """
    name: course
    title: Course work
    pass: 0.5
    criteria:
      - {id: a, title: All, points: 10, measure: correct}
      - {id: b, points: 2.5, measure: tests, which: hidden}
      - {id: c, points: 1, measure: quality, max_line_length: 100, max_nesting: 0}
      - id: d
        points: 1
        measure: mentions
        all_of: [one, [two, no]]
        none_of: [7]
      - {id: e, points: 1, measure: words, min: 5}
      - {id: f, points: 1, measure: judge, question: Good?, scale: 5}
    """

  @Test func everyMeasureIsRead() throws {
    let rubric = try RubricReader.rubric(text: RubricTests.text, path: "course.yaml")
    #expect(rubric.name == "course" && rubric.title == "Course work" && rubric.passMark == 0.5)
    #expect(rubric.source == RubricTests.text)
    #expect(rubric.criteria.map(\.title) == ["All", "b", "c", "d", "e", "f"])
    #expect(rubric.total == 16.5)
    #expect(
      rubric.criteria.map(\.measure) == [
        .correct, .tests(.hidden), .quality(.init(lineLengthMax: 100, nestingMax: 0)),
        .mentions(.init(all: [["one"], ["two", "no"]], none: [["7"]])), .words(5...1_000_000),
        .judge(question: "Good?", scale: 5),
      ])
  }

  @Test(arguments: [
    ("", "r.yaml: the file is empty; write name: and criteria:"),
    ("[]", "r.yaml:1: the rubric is a list, not a mapping; write “field: value” pairs"),
    ("name: a", "r.yaml:1: “criteria” is missing; write criteria: and a list of them"),
    ("criteria: []", "r.yaml:1: “criteria” is an empty list; write one criterion for each “-”"),
    ("criteria: 1", "r.yaml:1: “criteria” is a number; write one criterion for each “-”"),
    ("pass: 2\n", "r.yaml:1: “pass” is no share above 0 and at most 1; write pass: 0.6"),
    ("nmae: 2\n", "r.yaml:1: “nmae” is no field; did you mean “name”?"),
    ("- {points: 1, measure: correct}", "r.yaml:3: “id” is missing; give criterion 2 an id"),
    ("- {id: a, measure: correct}", "r.yaml:3: “points” is missing; write points: 10"),
    (
      "- {id: a, points: -1, measure: correct}",
      "r.yaml:3: “points” is not a positive number; write points: 2"
    ),
    (
      "- {id: a, points: 1}",
      "r.yaml:3: “measure” is missing; write one of correct, tests, quality, mentions, words, judge"
    ),
    (
      "- {id: a, points: 1, measure: corect}",
      "r.yaml:3: “corect” is no measure; did you mean “correct”?"
    ),
    (
      "- {id: a, points: 1, measure: tests, wich: all}",
      "r.yaml:3: “wich” is no field; did you mean “which”?"
    ),
    (
      "- {id: a, points: 1, measure: tests, which: some}",
      "r.yaml:3: “which” is none of all, visible, hidden; write which: all"
    ),
    (
      "- {id: a, points: 1, measure: quality}",
      "r.yaml:3: “quality” names no limit; write max_line_length: 100 or another"
    ),
    (
      "- {id: a, points: 1, measure: quality, max_nesting: -1, max_parameters: 3}",
      "r.yaml:3: “max_nesting” is no whole number from 0 on; write max_nesting: 100"
    ),
    (
      "- {id: a, points: 1, measure: mentions}",
      "r.yaml:3: “mentions” demands nothing; write all_of: [a phrase] or another"
    ),
    (
      "- {id: a, points: 1, measure: mentions, any_of: [x], all_of: [[]]}",
      "r.yaml:3: entry 1 of “all_of” is no phrase and no list of phrases; "
        + "write a phrase, or a list of alternatives"
    ),
    (
      "- {id: a, points: 1, measure: mentions, any_of: x, all_of: [y]}",
      "r.yaml:3: “any_of” is text; write a list of phrases"
    ),
    (
      "- {id: a, points: 1, measure: words}",
      "r.yaml:3: “words” names neither “min” nor “max”; write min: 50 and max: 200"
    ),
    (
      "- {id: a, points: 1, measure: words, min: 3, max: 2}",
      "r.yaml:3: “min” is above “max”; swap them"
    ),
    (
      "- {id: a, points: 1, measure: judge}",
      "r.yaml:3: “question” is missing; write what the judge is asked"
    ),
    (
      "- {id: a, points: 1, measure: judge, question: q, scale: 1}",
      "r.yaml:3: “scale” is no whole number from 2 to 100; write scale: 10"
    ),
    (
      "- {id: x, points: 1, measure: correct}",
      "r.yaml:3: the criterion “x” stands twice; rename one of the two"
    ),
  ])
  func aMistakeIsNamedWithItsLineAndMend(_ text: String, _ said: String) {
    let good = "criteria:\n- {id: x, points: 1, measure: correct}\n"
    let whole = text.hasPrefix("-") ? good + text : text.hasSuffix("\n") ? text + good : text
    do {
      _ = try RubricReader.rubric(text: whole, path: "r.yaml")
      Issue.record("no error")
    } catch {
      #expect(error.lines == [said])
    }
  }

  @Test func aRubricIsFoundByNameOrPath() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("course.yaml", RubricTests.text)
    let reader = RubricReader(folders: [folder.path])
    #expect(try reader.rubric(named: "course").name == "course")
    #expect(try reader.rubric(named: path).name == "course")
    #expect(try reader.rubric(named: "correctness") == .correctness)
    #expect {
      try reader.rubric(named: "corse")
    } throws: {
      ($0 as? LoadingErrors)?.lines == [
        "corse: there is no rubric “corse”; did you mean “course”?"
      ]
    }
  }

  @Test func aSetsOwnRubricComesFirst() throws {
    let folder = try TemporaryFolder()
    let rubric = "criteria: [{id: own, points: 1, measure: correct}]"
    try folder.write("set/rubrics/course.yaml", rubric)
    try folder.write("set/other/r.yaml", rubric)
    try folder.write("all/course.yaml", RubricTests.text)
    try folder.write("all/extra.yaml", RubricTests.text)
    try folder.write(
      "set/x.yaml",
      ["course", "extra", "other/r.yaml"].enumerated().map { index, name in
        "- {id: p\(index), kind: open, statement: s, rubric: \(name)}\n"
      }.joined())
    let loaded = try ProblemSetReader(rubricFolders: [folder.path + "/all"])
      .read(folder.path + "/set")
    #expect(loaded.rubrics["course"]?.criteria.map(\.id) == ["own"])
    #expect(loaded.rubrics["extra"]?.criteria.count == 6)
    #expect(loaded.rubrics["other/r.yaml"]?.name == "r")
    try folder.write(
      "set/x.yaml", "- {id: p, kind: open, statement: s, rubric: ../all/course.yaml}")
    #expect { try ProblemSetReader().read(folder.path + "/set") } throws: {
      ($0 as? LoadingErrors)?.lines.first?.contains("leads out of the set's folder") == true
    }
  }
}
