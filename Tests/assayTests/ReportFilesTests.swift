import Grading
import Testing

/// The files of a report.
@Suite struct ReportFilesTests {
  @Test func everyFormatIsWrittenAndTheSameBytesEachTime() async throws {
    let desk = try await graded()
    let formats = ["--format", "html,markdown,json,csv,junit"]
    let first = try await desk.assay(["report", "r", "--out", "one"] + formats)
    #expect(first.status == 0, "\(first.messages)")
    let names = ["index.html", "report.md", "report.json", "report.csv", "junit.xml"]
    #expect(first.output == names.map { "one/\($0)\n" }.joined())
    let second = try await desk.assay(["report", "last", "--out", "two/"] + formats)
    #expect(second.status == 0)
    for name in names {
      let text = try desk.text("one/" + name)
      #expect(!text.isEmpty)
      #expect(try desk.text("two/" + name) == text, "\(name)")
    }
    #expect(try JSON(parsing: try desk.text("one/report.json"))["attempts"]?.array?.count == 4)
    #expect(try desk.text("one/report.csv").split(separator: "\r\n").count >= 5)
    #expect(try desk.text("one/junit.xml").contains(#"tests="4""#))
  }

  @Test func withoutOptionsThePageAndTheMarkdownAreWrittenIntoTheRunsFolder() async throws {
    let desk = try await graded()
    let result = try await desk.assay("report", "last")
    #expect(result.output == "reports/r/index.html\nreports/r/report.md\n")
    // The same that grading wrote.
    let page = try desk.text("reports/r/index.html")
    let regraded = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--out", "other")
    #expect(regraded.status == 0)
    #expect(regraded.messages.contains("other/index.html"))
    #expect(try desk.text("other/index.html") == page)
  }

  /// What grading shows is made of the grades as they came in, and not of what was stored.
  @Test func whatGradingWritesIsWhatIsReadBackLater() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(40))
    try desk.write(
      "outputs.jsonl",
      Sums.outputs(40) { $0 % 5 == 4 ? "I do not know." : "Answer: \($0 % 3 == 0 ? $0 : $0 + 1)" })
    let graded = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--run", "r", "--out", "graded")
    #expect(graded.status == 0, "\(graded.messages)")
    let again = try await desk.assay("report", "r", "--out", "again")
    #expect(again.status == 0, "\(again.messages)")
    for name in ["index.html", "report.md"] {
      #expect(try desk.text("graded/" + name) == desk.text("again/" + name), "\(name)")
    }
    #expect(try await desk.assay("show", "r").output.contains("40"))
  }

  // the path, the format
  @Test(arguments: [
    ("grades.json", "json"), ("deep/page.html", "html"), ("a.md", "markdown"), ("a.csv", "csv"),
    ("tests.xml", "junit"),
  ])
  func aPathThatEndsInAFileNameIsThatFile(path: String, format: String) async throws {
    let desk = try await graded()
    let result = try await desk.assay("report", "r", "--format", format, "--out", path)
    #expect(result.status == 0, "\(result.messages)")
    #expect(result.output == path + "\n")
    #expect(try !desk.text(path).isEmpty)
    #expect(!desk.files.contains("reports/r/report.json"))
  }

  @Test func allFormsGiveTheSameFigures() async throws {
    let desk = try await graded()
    _ = try await desk.assay("report", "r", "--format", "html,markdown,json", "--out", "all")
    let shown = try await desk.assay("show", "r")
    for text in [
      try desk.text("all/index.html"), try desk.text("all/report.md"), shown.output,
    ] {
      #expect(text.contains("75.0%"))
      #expect(text.contains("19.4–99.4%"))
    }
    let overall = try JSON(parsing: try desk.text("all/report.json"))["summary"]?["overall"]
    #expect(overall?["accuracy"]?["value"] == .number("0.75"))
    #expect(overall?["correct"] == .int(3))
    #expect(overall?["incorrect"] == .int(1))
    #expect(try await desk.assay("runs").output.contains("75.0%"))
    let runs = try await desk.assay("runs", "--json").lines()
    #expect(runs[0][0]?["accuracy"] == .number("0.75"))
  }

  @Test func hostileTextStaysTextAndNothingIsLoadedFromElsewhere() async throws {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(1))
    let hostile =
      "<script>alert(1)</script><img src=x onerror=alert(2)>\u{1B}[31m ]]> Answer: <b>9</b>"
    try desk.write("outputs.jsonl", Sums.outputs(1) { _ in hostile })
    let graded = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--run", "<i>r", "--no-report")
    #expect(graded.status == 0, "\(graded.messages)")
    #expect(!graded.output.contains("\u{1B}"))
    _ = try await desk.assay(
      "report", "last", "--format", "html,markdown,csv,junit", "--out", "out")
    let page = try desk.text("out/index.html")
    #expect(page.contains(#"\u003cscript>alert(1)\u003c/script>"#))
    for forbidden in [
      "<script>alert", "<script src", "<img", "<i>", "<link", "@import", "src=\"http",
      "href=\"http://", "url(http", "\u{1B}",
    ] {
      #expect(!page.contains(forbidden), "\(forbidden)")
    }
    for file in ["out/report.md", "out/report.csv", "out/junit.xml"] {
      #expect(try !desk.text(file).contains("\u{1B}"), "\(file)")
    }
    #expect(try !desk.text("out/junit.xml").contains("<script"))
  }

  /// A run `r` of four attempts, three of them right, with its report.
  private func graded() async throws -> Desk {
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(4))
    try desk.write("outputs.jsonl", Sums.outputs(4) { "Answer: \($0 == 2 ? 99 : $0 + 1)" })
    let result = try await desk.assay(
      "grade", "set.jsonl", "--outputs", "outputs.jsonl", "--run", "r")
    #expect(result.status == 0, "\(result.messages)")
    return desk
  }
}
