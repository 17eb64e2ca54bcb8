import Grading
import Problems
import Testing

/// Every error message, once: what is wrong, where, and how to mend it.
@Suite struct ErrorTests {
  /// Fields of a good problem of each kind, to which one mistake is added.
  static let good: [String: String] = [
    "answer": "kind: answer\n  statement: s\n  answer: 1\n",
    "choice": "kind: choice\n  statement: s\n  choices: [x, y, z]\n",
    "program": "kind: program\n  statement: s\n  tests: [{input: a, output: b}]\n",
    "function":
      "kind: function\n  statement: s\n  entry_point: f\n  tests: [{args: [], returns: 1}]\n",
    "harness": "kind: harness\n  statement: s\n  entry_point: f\n",
    "open": "kind: open\n  statement: s\n",
    "": "",
  ]

  @Test(arguments: [
    // kind, the rest of the problem, the line, what is said
    ("answer", "anwser: 2", 5, "“anwser” is no field; did you mean “answer”?"),
    ("answer", "colour: 2", 5, "“colour” is no field; put it under metadata: or remove it"),
    (
      "answer", "tests: []", 5,
      "“tests” is no field of kind “answer”; remove it; it belongs to function, program"
    ),
    (
      "answer", "points: 0", 5, "“points” is not a positive number; write points: 2"
    ),
    ("answer", "points: many", 5, "“points” is text, not a number; write points: 2"),
    ("answer", "title: [a]", 5, "“title” is a list, not text; put it in quotation marks"),
    ("answer", "title: ''", 5, "“title” is empty; fill it in or remove it"),
    (
      "answer", "tags: {a: b}", 5,
      "“tags” is a mapping, not text or a list of texts; write one text, or a list of them"
    ),
    ("answer", "date: 31.1.2026", 5, "“31.1.2026” is no date; write it as YYYY-MM-DD"),
    (
      "answer", "images: [a.txt]", 5,
      "“a.txt” is no image; give a file that ends in .png, .jpg, .jpeg, .gif, .webp"
    ),
    ("answer", "images: [a.png]", 5, "image “a.png”: there is no such file; check the path"),
    (
      "answer", "images: ../a.png", 5,
      "image “../a.png”: “../a.png” leads out of the set's folder; copy the file into the set"
    ),
    (
      "answer", "rubric: corectness", 1,
      "there is no rubric “corectness”; did you mean “correctness”?"
    ),
    ("choice", "answer: D", 5, "“D” is no letter of an option; the options are A to C"),
    ("choice", "answer: [A, a]", 5, "the letter “A” stands twice; name each letter once"),
    ("choice", "answer: []", 5, "“answer” is an empty list; name the right letters, A to C"),
    (
      "choice", "title: t", 1, "“answer” is missing; write answer: and the right option's letter"
    ),
    (
      "program", "language: pyton", 5,
      "“pyton” is no language that is known here; did you mean “python”?"
    ),
    ("program", "languages: [c, C]", 5, "“c” stands twice; name each language once"),
    ("program", "languages: []", 5, "“languages” is an empty list; name at least one language"),
    (
      "program", "language: c\n  languages: [c]", 6,
      "both “language” and “languages”; keep one of them"
    ),
    (
      "program", "checker: tokns", 5,
      "“tokns” is no checker; write exact, tokens, lines, trimmed, floats(abs, rel), unordered, unordered(tokens), a file such as checker.py"
    ),
    (
      "program", "checker: floats", 5,
      "the tolerances of “floats” are no numbers from 0 on; "
        + "write floats(1e-6, 1e-6): the absolute one, then the relative one"
    ),
    (
      "program", "limits: {cpu: 2h}", 5,
      "“2h” is no limit for “cpu”; write 2, 2s, 500ms or 1.5 min"
    ),
    (
      "program", "limits: {memory: 256MB}", 5,
      "“256MB” is no limit for “memory”; write 256MiB, 64KiB, 1GiB or a number of bytes"
    ),
    (
      "program", "limits:\n    memory: 64KiB", 6,
      "the limit “memory” is out of range; it lies between 1 MiB and 1024 GiB"
    ),
    (
      "program", "limits: {cpu: 0}", 5,
      "the limit “cpu” is out of range; it lies between 1ms and 60min"
    ),
    ("program", "limits: {cup: 1}", 5, "“cup” is no field; did you mean “cpu”?"),
    (
      "program", "limits: 2s", 5, "“limits” is text, not a mapping; write “field: value” pairs"
    ),
    (
      "function", "checker: lines", 6,
      "the checker “lines” is for programs; write exact, floats(abs, rel), unordered, {values: {…}}, a file such as checker.py"
    ),
    (
      "harness", "title: t", 1, "“harness” is missing; write harness: and the test code"
    ),
    ("harness", "harness: h.py", 5, "harness “h.py”: there is no such file; check the path"),
    (
      "harness", "harness: ../h.py", 5,
      "harness “../h.py”: “../h.py” leads out of the set's folder; copy the file into the set"
    ),
    (
      "open", "title: t", 1,
      "“rubric” is missing; name the rubric that marks this problem: rubric: NAME"
    ),
    (
      "", "kind: answr\n  statement: s\n  answer: 1", 2,
      "“answr” is no kind; did you mean “answer”?"
    ),
    (
      "", "statement: s", 1,
      "“kind” is missing; write kind: and one of answer, choice, function, program, harness, open"
    ),
    (
      "", "kind: answer\n  answer: 1", 1,
      "“statement” is missing; write statement: and what the model is asked"
    ),
    (
      "", "kind: answer\n  statement: s", 1,
      "“answer” is missing; write answer: and the right answer"
    ),
    (
      "", "kind: answer\n  statement: s\n  answer: []", 4,
      "“answer” is an empty list; name at least one right answer"
    ),
    (
      "", "kind: answer\n  statement: s\n  answer: {a: 1}", 4,
      "“answer” is a mapping, not text or a list of texts; write one text, or a list of them"
    ),
    (
      "", "kind: answer\n  statement: s\n  answer: [1, [2]]", 4,
      "“answer” holds a list as entry 2, not text; put it in quotation marks"
    ),
    (
      "", "kind: choice\n  statement: s\n  choices: [x]\n  answer: A", 4,
      "“choices” has 1 entry; give 2 to 26 options"
    ),
    (
      "", "kind: choice\n  statement: s\n  answer: A", 1,
      "“choices” is missing; write choices: and a list of the options' texts"
    ),
    (
      "", "kind: program\n  statement: s", 1,
      "“tests” is missing; write tests: and a list of {input: …, output: …}"
    ),
    (
      "", "kind: program\n  statement: s\n  tests: []", 4,
      "“tests” is an empty list; write at least one {input: …, output: …}"
    ),
    (
      "", "kind: program\n  statement: s\n  tests: {a: 1}", 4,
      "“tests” is a mapping, not a list; write one test for each “-”"
    ),
    (
      "",
      "kind: program\n  statement: s\n  tests:\n    - input: 1\n      ouput: 2\n      output: 2", 6,
      "“ouput” is no field; did you mean “output”?"
    ),
    (
      "", "kind: program\n  statement: s\n  tests: [{input: 1}]", 4,
      "“output” is missing; write output: and the standard output wanted"
    ),
    (
      "", "kind: program\n  statement: s\n  tests: [1]", 4,
      "test 1 is a number, not a mapping; write “field: value” pairs"
    ),
    (
      "", "kind: function\n  statement: s\n  tests: [{args: [], returns: 1}]", 1,
      "“entry_point” is missing; write entry_point: and the function's name"
    ),
    (
      "", "kind: function\n  statement: s\n  entry_point: f(x)\n  tests: [{args: [], returns: 1}]",
      4,
      "“f(x)” is no name of a function; write the bare name"
    ),
    (
      "", "kind: function\n  statement: s\n  entry_point: f\n  tests: [{args: 1, returns: 1}]", 5,
      "“args” is a number, not a list; write args: [1, 2], the arguments in order"
    ),
    (
      "", "kind: function\n  statement: s\n  entry_point: f\n  tests: [{args: []}]", 5,
      "“returns” is missing; write returns: and the value wanted, null for None"
    ),
    (
      "", "kind: function\n  statement: s\n  entry_point: f\n  tests: [{returns: 1}]", 5,
      "“args” is missing; write args: [1, 2], the arguments in order, or []"
    ),
    (
      "",
      "kind: function\n  statement: s\n  entry_point: f\n  tests: [{args: [1e999], returns: 1}]", 5,
      "1e999 is too large for a float; write {\"$float\": \"inf\"} if infinity is meant"
    ),
    (
      "",
      "kind: function\n  statement: s\n  entry_point: f\n"
        + "  tests: [{args: [[{$tupel: []}]], returns: 1}]", 5,
      "“$tupel” is unknown or malformed; "
        + "see “Tests” in the problem format for $tuple, $set, $dict, $bytes and others"
    ),
    (
      "",
      "kind: function\n  statement: s\n  entry_point: f\n"
        + "  tests: [{args: [], returns: 1, hidden: maybe}]", 5,
      "“hidden” is text, not true or false; write hidden: true"
    ),
  ])
  func aMistakeIsNamedWithItsLineAndMend(
    _ kind: String, _ rest: String, _ line: Int, _ said: String
  )
    throws
  {
    let start = ErrorTests.good[kind] ?? ""
    let text = "- id: p\n\(start.isEmpty ? "" : "  " + start)  \(rest)\n"
    #expect(try errors(text) == ["x.yaml:\(line): p: \(said)"])
  }

  @Test(arguments: [
    ("''", "“id” is empty; fill it in or remove it"),
    ("a b", "the id holds “a space”; use letters, digits, “-”, “_”, “.”, “/”"),
    ("é", "the id holds “é”; use letters, digits, “-”, “_”, “.”, “/”"),
    ("a//b", "the id has an empty part, or one of points only; write names between “/”"),
    ("../b", "the id has an empty part, or one of points only; write names between “/”"),
    ("/b", "the id has an empty part, or one of points only; write names between “/”"),
  ])
  func anIDHasFewCharacters(_ id: String, _ said: String) throws {
    let text = "id: \(id)\nkind: answer\nstatement: s\nanswer: 1\n"
    #expect(try errors(text).first?.hasSuffix(said) == true)
  }

  @Test func aMissingIDIsNamed() throws {
    #expect(
      try errors("- kind: answer\n  statement: s\n  answer: 1\n") == [
        "x.yaml:1: “id” is missing; write id: and a name that is unique in the set"
      ])
  }

  @Test func anIDThatStandsTwiceNamesBothPlaces() throws {
    let problem = "\"id\":\"a\",\"kind\":\"answer\",\"statement\":\"s\",\"answer\":1"
    #expect(
      try errors("{\(problem)}\n\n{\(problem)}\n", as: "x.jsonl")
        == [
          "x.jsonl:3: a: the id stands twice; first in x.jsonl:1; rename one of the two"
        ])
  }

  @Test func allErrorsOfASetAreFoundAtOnce() throws {
    let found = try errors(
      "- {id: a, kind: answer, statement: s}\n- {id: b, kind: what}\n"
        + "- {id: c, kind: answer, statement: '', answer: 1, x: 1}\n")
    #expect(found.count == 5)
    #expect(found.map { $0.prefix(9) }.sorted() == found.map { $0.prefix(9) })
  }

  @Test func moreThanAHundredErrorsAreCounted() throws {
    let found = try errors(String(repeating: "- {id: a}\n", count: 80))
    #expect(found.count == 101)
    #expect(found.last == "… and 60 more")
  }

  @Test func linesOfJSONListsAreThoseOfTheFile() throws {
    let text = """
      {"defaults": {"kind": "answer"},
       "problems": [
        {"id": "a", "statement": "s",

         "anwser": 1}, {"id": "b",
         "statement": ["s"], "answer": 1}]}
      """
    let found = try errors(text, as: "x.json").map { $0.prefix(12) }
    #expect(found == ["x.json:5: a:", "x.json:3: a:", "x.json:6: b:"])
  }

  @Test func aWrongDefaultIsNamedOnceWithoutAProblem() throws {
    #expect(
      try errors(
        """
        defaults: {kind: answer, points: -1, id: x, tgas: [a]}
        problems:
          - {id: a, statement: s, answer: 1}
          - {id: b, statement: s, answer: 1}
        """) == [
          "x.yaml:1: “id” cannot be a default; give it to each problem",
          "x.yaml:1: “tgas” is no field; did you mean “tags”?",
          "x.yaml:1: “points” is not a positive number; write points: 2",
        ])
  }

  @Test(arguments: [
    ("x.yaml", "", "x.yaml: the file is empty; write a list of problems"),
    ("x.jsonl", "", "x.jsonl: there is no problem in it; add one; see the problem format"),
    ("x.yaml", "[]", "x.yaml: there is no problem in it; add one; see the problem format"),
    (
      "x.json", "7",
      "x.json:1: the file is a number, not a list of problems; write one problem for each “-”"
    ),
    ("x.yaml", "- a", "x.yaml:1: the problem is text, not a mapping; write “field: value” pairs"),
    (
      "x.yaml", "problems: 1",
      "x.yaml:1: “problems” is a number, not a list; write one problem for each “-”"
    ),
    (
      "x.json", "[\n\n{]",
      "x.json:3: not JSON: a key in quotation marks is missing; mend the text there"
    ),
    (
      "x.jsonl", "\n{\"a\"}",
      "x.jsonl:2: not JSON at byte 5 of the line: “:” is missing after the key “a”; mend the text there"
    ),
    (
      "x.yaml", "a: 1\nb: 2\na: 3\n",
      "x.yaml:1: “a” stands twice in one mapping; keep one of them"
    ),
    ("x.yaml", "a: !python/x 1", "x.yaml:1: the tag “!python/x” is not known; remove the tag"),
    ("x.yaml", "[a]: 1", "x.yaml:1: a key that is no text; write the key as text"),
    (
      "x.yaml", "a: b: c",
      "x.yaml:1: not YAML: mapping values are not allowed in this context; "
        + "put a text that holds “: ” in quotation marks"
    ),
    (
      "x.yaml", "a: 1\n---\nb: 1\n",
      "x.yaml:2: not YAML: but found another document, expected a single document in the stream of "
        + "line 1; remove the line “---”"
    ),
    (
      "x.txt", "",
      "x.txt: the file's name does not tell its format; let it end in .jsonl, .json, .yaml or .csv"
    ),
  ])
  func aFileThatCannotBeReadSaysWhy(_ name: String, _ text: String, _ said: String) throws {
    #expect(try errors(text, as: name) == [said])
  }

  @Test func aMissingFileSaysSo() throws {
    let folder = try TemporaryFolder()
    #expect(errors(folder, "no.yaml") == ["no.yaml: there is no such file; check the path"])
    #expect(
      errors(folder, "no/no.yaml") == ["no/no.yaml: there is no such file; check the path"])
  }
}
