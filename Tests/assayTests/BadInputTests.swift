import Testing

/// Bad input and bad usage: one clear line, exit status 2, and nothing is written.
@Suite struct BadInputTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var arguments: String
    /// Files by name.
    var files: [String: String] = [:]
    /// All of them stand in the message.
    var says: [String]

    var testDescription: String { "\(arguments) \(files.values.joined().prefix(60))" }
  }

  private static let problem = #"{"id":"a","kind":"answer","statement":"1 + 1?","answer":"2"}"#
  private static let sound = ["set.jsonl": problem, "out.jsonl": #"{"id":"a","output":"2"}"#]
  private static let asked =
    "grade set.jsonl --endpoint http://127.0.0.1:9 --model m --retries 0 "

  /// A set, and what is said of it.
  private static func set(_ name: String, _ text: String, _ says: String...) -> Case {
    Case(arguments: "grade \(name) --outputs out.jsonl", files: [name: text], says: says)
  }

  static let files = [
    // the file, its text, what is said
    set(
      "set.jsonl", problem + "\n" + #"{"id":"b","kind":"answer","statement":"?","anwser":"2"}"#,
      "set.jsonl:2: b: ", "“anwser”", "did you mean “answer”?"),
    set("set.jsonl", #"{"id":"b","statement":"?","answer":"2"}"#, "set.jsonl:1: b: ", "“kind”"),
    set(
      "set.jsonl", #"{"id":"b","kind":"anser","statement":"?","answer":"2"}"#, "set.jsonl:1: b: ",
      "“anser”", "answer"),
    set("set.jsonl", #"{"kind":"answer","statement":"?","answer":"2"}"#, "set.jsonl:1: ", "“id”"),
    set(
      "set.jsonl", #"{"id":"b","kind":"answer","statement":"?"}"#, "set.jsonl:1: b: ", "“answer”"),
    set("set.jsonl", problem + "\n\n" + problem, "set.jsonl:3: a: ", "set.jsonl:1"),
    set("set.jsonl", problem + "\n{\"id\":\"b\",", "set.jsonl:2: "),
    set("set.json", "[\(problem),\n {\"id\": }]", "set.json:2"),
    set("set.yaml", "- id: a\n  kind: [answer\n  statement: x\n", "set.yaml:"),
    set(
      "set.yaml", "- id: a\n  kind: answer\n  statment: x\n  answer: 1\n", "set.yaml:3: a: ",
      "did you mean “statement”?"),
    set("set.csv", "id,kind,statment,answer\na,answer,x,1\n", "set.csv:", "“statment”"),
    set("set.txt", "hello", "set.txt", ".jsonl"),
    set("set.jsonl", "", "set.jsonl", "no problem"),
    Case(arguments: "grade none.jsonl", says: ["none.jsonl: ", "no such file"]),
    Case(
      arguments: "grade set.jsonl --outputs none.jsonl", files: sound,
      says: ["none.jsonl: ", "no such file"]),
    Case(
      arguments: "grade set.jsonl --outputs bad.jsonl",
      files: ["set.jsonl": problem, "bad.jsonl": "{\"id\":\"a\",\"output\":\"2\"}\n{\"id\"\n"],
      says: ["bad.jsonl:2: "]),
    Case(
      arguments: "grade set.jsonl --outputs bad.jsonl",
      files: ["set.jsonl": problem, "bad.jsonl": #"{"id":"a","outptu":"2"}"#],
      says: ["bad.jsonl:1: ", "“completion”"]),
    Case(arguments: "grade set.jsonl", files: sound, says: ["set.jsonl: ", "--endpoint"]),
    Case(
      arguments: "grade set.jsonl --recorded strong", files: sound, says: ["set.jsonl", "strong"]),
    Case(
      arguments: "extract in.jsonl", files: ["in.jsonl": #"{"id":"a"}"#],
      says: ["in.jsonl:1: ", "“completion”"]),
    Case(
      arguments: "equal --pairs in.jsonl", files: ["in.jsonl": "\n[1]\n"],
      says: ["in.jsonl:2: ", "“gold”"]),
    Case(arguments: "check set.jsonl --only b", files: sound, says: ["“b”"]),
    Case(arguments: "serve set.jsonl", files: sound, says: ["set.jsonl: ", "recorded"]),
  ]

  static let flags = [
    Case(arguments: asked + "--only b", files: sound, says: ["set.jsonl", "“b”", "“a”"]),
    Case(
      arguments: asked + "--rubric none", files: sound,
      says: ["none", "are correctness, course, partial-credit"]),
    Case(
      arguments: "grade set.jsonl --endpoint http://127.0.0.1:9", files: sound, says: ["--model"]),
    Case(arguments: asked + "--extra-body {", files: sound, says: ["--extra-body: "]),
    Case(arguments: asked + "--extra-body [1]", files: sound, says: ["--extra-body: ", "object"]),
    Case(arguments: asked + "--timeout soon", files: sound, says: ["--timeout soon: ", "30s"]),
    Case(arguments: asked + "--timeout -1", files: sound, says: ["--timeout"]),
    Case(arguments: asked + "--deadline 0", files: sound, says: ["--deadline 0: ", "30s"]),
    Case(
      arguments: asked + "--protocol smtp", files: sound, says: ["--protocol smtp", "openai-chat"]),
    Case(
      arguments: "grade set.jsonl --model m --endpoint ftp://x", files: sound,
      says: ["--endpoint", "http"]),
    Case(
      arguments: "grade set.jsonl --model m --endpoint http://host:port", files: sound,
      says: ["--endpoint", "port"]),
    Case(
      arguments: "grade set.jsonl --model m --endpoint http://u:secret@host", files: sound,
      says: ["--endpoint", "credentials"]),
    Case(arguments: asked + "--fail-under 1.5", files: sound, says: ["--fail-under", "0 to 1"]),
    Case(arguments: asked + "--fail-under nan", files: sound, says: ["--fail-under"]),
    Case(arguments: asked + "--attempts 0", files: sound, says: ["--attempts"]),
    Case(arguments: asked + "--attempts 99999999", files: sound, says: ["--attempts"]),
    Case(arguments: asked + "--retries 9223372036854775807", files: sound, says: ["--retries"]),
    Case(arguments: "serve set.jsonl --rate-limit nan", files: sound, says: ["--rate-limit"]),
    Case(arguments: asked + "--limit 0", files: sound, says: ["--limit"]),
    Case(arguments: asked + "--concurrency none", files: sound, says: ["--concurrency"]),
    Case(arguments: asked + "--temperature warm", files: sound, says: ["--temperature", "warm"]),
    Case(arguments: asked + "--temperature nan", files: sound, says: ["--temperature"]),
    Case(arguments: asked + "--top-p 2", files: sound, says: ["--top-p"]),
    Case(
      arguments: asked + "--temprature 1", files: sound, says: ["--temprature", "--temperature"]),
    Case(
      arguments: asked + "--system @none.md", files: sound, says: ["none.md: ", "no such file"]),
    Case(arguments: asked + "--run a/b", files: sound, says: ["--run a/b"]),
    Case(arguments: asked + "--run last", files: sound, says: ["--run last"]),
    Case(
      arguments: asked + "--outputs out.jsonl", files: sound, says: ["--outputs", "--endpoint"]),
    Case(
      arguments: "grade set.jsonl --recorded --outputs out.jsonl", files: sound,
      says: ["--outputs", "--recorded"]),
    Case(arguments: "grade", says: ["<set>", "assay grade --help"]),
    Case(arguments: "garde set.jsonl", files: sound, says: ["garde", "assay --help"]),
    Case(arguments: "report last", says: ["reports/assay.db: ", "no grade book"]),
    Case(arguments: "report last --format pdf", says: ["--format pdf: ", "html"]),
    Case(arguments: "runs --store none.db", says: ["none.db: ", "no grade book"]),
    Case(arguments: "runs --store set.jsonl", files: sound, says: ["set.jsonl: "]),
    Case(arguments: "export last", says: ["reports/assay.db: "]),
    Case(arguments: "rescore last", says: ["reports/assay.db: "]),
    Case(arguments: "show", says: ["<run>", "assay show --help"]),
    Case(arguments: "explain last", says: ["--problem"]),
    Case(arguments: "extract none.jsonl", says: ["none.jsonl: ", "no such file"]),
    Case(arguments: "extract in.jsonl --kind essay", says: ["--kind", "essay"]),
    Case(arguments: "extract in.jsonl --language cobol", says: ["--language cobol"]),
    Case(arguments: "extract in.jsonl --choices 1", says: ["--choices"]),
    Case(arguments: "equal 1", says: ["--pairs"]),
    Case(arguments: "equal --pair in.jsonl", says: ["--pair"]),
    Case(
      arguments: "grade set.jsonl --outputs out.jsonl",
      files: ["set.jsonl": problem.replacing(#""2""#, with: #""(2""#)],
      says: ["set.jsonl: a: ", "“(2”", "byte"]),
    Case(arguments: "serve set.jsonl --port 70000", files: sound, says: ["--port", "70000"]),
  ]

  @Test(arguments: files + flags)
  func badInputIsOneClearLineAndNothingIsWritten(_ example: Case) async throws {
    let desk = Desk()
    for (name, text) in example.files { try desk.write(name, text) }
    let before = desk.files
    let result = try await desk.assay(example.arguments.split(separator: " ").map(String.init))
    #expect(result.status == 2, "\(result.output)\(result.messages)")
    for words in example.says {
      #expect(result.messages.contains(words), "“\(words)” is not in: \(result.messages)")
    }
    #expect(result.output.isEmpty)
    #expect(desk.files == before)
    // A line for each error in a file; where a field is misspelt, it is missing as well.
    let lines = result.messages.split(separator: "\n")
    #expect(
      lines.count == 1
        || lines.count == 2
          && ["is missing", "nothing was asked"].contains { lines[1].contains($0) },
      "\(result.messages)")
    for noise in ["Fatal", "Error Domain", "Error(", "stack", ".swift"] {
      #expect(!result.messages.contains(noise), "\(result.messages)")
    }
  }

  @Test func anUnknownRunIsNamedWithThoseThatThereAre() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    try desk.write("outputs.jsonl", Sums.outputs(1))
    _ = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--run", "monday", "--no-report")
    for command in [
      ["report", "sunday"], ["export", "sunday"], ["show", "sunday"], ["rescore", "sunday"],
      ["explain", "sunday", "--problem", "p1"],
    ] {
      let result = try await desk.assay(command)
      #expect(result.status == 2)
      #expect(result.messages == "sunday: no such run; the newest are monday\n")
    }
    // command, what is said
    for (command, words) in [
      ("show last --problem p9", "--problem p9"),
      ("show last --problem p1 --attempt 2", "attempt 2"),
      ("explain last --problem p1 --attempt 7", "attempt 7"),
      ("export last --marking 9", "marking 9"), ("report last --marking 9", "marking 9"),
      ("show last --marking 9", "marking 9"), ("rescore last --only p9", "--only p9"),
      ("rescore last --set none.yaml", "none.yaml"), ("rescore last --rubric none", "none"),
      ("report last --format html,csv --out one.html", "--out one.html"),
    ] {
      let before = desk.files
      let result = try await desk.assay(command.split(separator: " ").map(String.init))
      #expect(result.status == 2, "\(command)")
      #expect(result.messages.contains(words), "\(command): \(result.messages)")
      #expect(result.messages.split(separator: "\n").count == 1, "\(result.messages)")
      #expect(result.output.isEmpty)
      #expect(desk.files == before)
    }
  }

  @Test func aStoreWithoutRunsSaysSo() async throws {
    let desk = Desk()
    try desk.write("empty.db", "")
    let result = try await desk.assay("report", "last", "--store", "empty.db")
    #expect(result.status == 2)
    #expect(result.messages == "last: the grade book empty.db has no runs yet\n")
  }
}
