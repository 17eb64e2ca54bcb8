import Grading
import Scoring
import Testing

/// Which blocks of a completion are the files that a problem asks for.
struct FilesExtractorTests {
  private static let names = ["main.py", "geometry.py"]
  private static let main = "from geometry import area\nprint(area(int(input())))"
  private static let geometry = "def area(x):\n    return x * x"

  private static func answer(
    _ content: String, names: [String] = names, language: String = "python",
    finish: Completion.FinishReason = .stop
  ) -> Answer? {
    let extractor = FilesExtractor(names: names, languages: [language])
    let completion = Completion(content: content, finishReason: finish)
    guard case .found(let answer) = extractor.extract(from: completion) else { return nil }
    return answer
  }

  private static func files(
    _ content: String, finish: Completion.FinishReason = .stop
  ) -> [String: String] {
    guard let answer = answer(content, finish: finish) else { return [:] }
    let bundle = SourceBundle(parsing: answer.text, names: names)
    return Dictionary(
      uniqueKeysWithValues: bundle.files.map { file in
        var text = file.text[...]
        while text.last == "\n" { text.removeLast() }
        return (file.name, String(text))
      })
  }

  private static func filled(_ template: String) -> String {
    template.replacing("@M", with: main).replacing("@G", with: geometry)
  }

  @Test(arguments: [
    // In the info string.
    "```python main.py\n@M\n```\n```python geometry.py\n@G\n```",
    "```python:main.py\n@M\n```\n```python:src/geometry.py\n@G\n```",
    "```py title=\"main.py\"\n@M\n```\n```py title=\"geometry.py\"\n@G\n```",
    "```main.py\n@M\n```\n```geometry.py\n@G\n```",
    "```{.python filename=main.py}\n@M\n```\n```{.python filename=geometry.py}\n@G\n```",
    // In the line above.
    "`main.py`:\n```python\n@M\n```\n`geometry.py`:\n```python\n@G\n```",
    "### geometry.py\n\n```python\n@G\n```\n\n### main.py\n\n```python\n@M\n```",
    "**File: main.py**\n```\n@M\n```\n**File: geometry.py**\n```\n@G\n```",
    "1. main.py\n```python\n@M\n```\n2. geometry.py\n```python\n@G\n```",
    "Here `main.py` needs what is in `geometry.py`:\n```python\n@G\n```\nmain.py\n```python\n@M\n```",
    "./main.py\n~~~python\n@M\n~~~\n./geometry.py\n~~~python\n@G\n~~~",
    // In the first comment.
    "```python\n# main.py\n@M\n```\n```python\n# geometry.py\n@G\n```",
    "```python\n#!/usr/bin/env python3\n# main.py\n@M\n```\n```python\n\"\"\"geometry.py\"\"\"\n@G\n```",
    // Drafts, uses and outputs are none of the files.
    "main.py\n```python\npass\n```\nBetter main.py\n```python\n@M\n```\ngeometry.py\n```python\n@G\n```",
    "main.py\n```python\n@M\n```\ngeometry.py\n```python\n@G\n```\nRun `python main.py`:\n```bash\npython main.py\n```",
    "main.py\n```python\n@M\n```\ngeometry.py\n```python\n@G\n```\nOutput of main.py:\n```text\n9\n```",
    "main.py\n```python\n@M\n```\ngeometry.py\n```python\n@G\n```\nNot in my_main.py:\n```python\nx = 1\n```",
    // As one text.
    "==== main.py ====\n@M\n\n==== geometry.py ====\n@G\n",
    "```python\n==== main.py ====\n@M\n\n==== geometry.py ====\n@G\n```",
    "````markdown\n```python main.py\n@M\n```\n```python geometry.py\n@G\n```\n````",
    "<think>main.py\n```python\nx\n```</think>```python main.py\n@M\n```\n```python geometry.py\n@G\n```",
  ])
  func everyFileIsFound(_ template: String) {
    let files = Self.files(Self.filled(template))
    #expect(files.keys.sorted() == ["geometry.py", "main.py"], "\(files)")
    #expect(files["main.py"]?.hasSuffix(Self.main) == true, "\(files)")
    #expect(files["geometry.py"]?.hasSuffix(Self.geometry) == true, "\(files)")
  }

  @Test func namesGiveCertaintyAndOrderIsAGuess() throws {
    let named = try #require(
      Self.answer(Self.filled("```python main.py\n@M\n```\n```python geometry.py\n@G\n```")))
    #expect(named.confidence == .high && named.rule == "files" && named.language == "python")
    let unnamed = try #require(
      Self.answer(Self.filled("```python\n@M\n```\nand\n```python\n@G\n```")))
    #expect(unnamed.confidence == .low)
    #expect(unnamed.text.contains("==== geometry.py ====\ndef area"))
  }

  @Test func aMissingNameIsFilledByTheOnlyBlockLeft() {
    let files = Self.files(
      Self.filled("The entry:\n```python\n@M\n```\ngeometry.py\n```python\n@G\n```"))
    #expect(files == ["main.py": Self.main, "geometry.py": Self.geometry])
  }

  @Test func aProgramInOneFileIsTheOneThatIsStarted() throws {
    let content = "All in one:\n```python\nprint(int(input()) ** 2)\n```"
    let answer = try #require(Self.answer(content))
    #expect(answer.text == "==== main.py ====\nprint(int(input()) ** 2)\n")
    #expect(answer.rule == "files+fence" && answer.confidence == .low)
  }

  @Test func filesThatWereCutOffAreNoAnswer() {
    let cut = Self.filled("main.py\n```python\n@M\n```\ngeometry.py\n```python\ndef area(x):\n   ")
    #expect(Self.files(cut, finish: .length).isEmpty)
    let again = Self.filled(
      "main.py\n```python\n@M\n```\ngeometry.py\n```python\n@G\n```\nAgain geometry.py:\n```python\ndef"
    )
    #expect(
      Self.files(again, finish: .length) == ["main.py": Self.main, "geometry.py": Self.geometry])
  }

  @Test(arguments: [
    "", "I would split it into main.py and geometry.py.", "geometry.py\n```python\n@G\n```",
    "main.py prints:\n```text\n9\n```",
  ])
  func withoutTheFileThatIsStartedThereIsNoAnswer(_ template: String) {
    #expect(Self.answer(Self.filled(template)) == nil)
  }

  @Test func headersAndSourcesAreToldApartByTheirNames() throws {
    let content = """
      `vec.h`
      ```cpp
      int twice(int);
      ```
      `vec.cpp`
      ```cpp
      #include "vec.h"
      int twice(int x) { return 2 * x; }
      ```
      `main.cpp`
      ```cpp
      #include "vec.h"
      int main() { return twice(0); }
      ```
      """
    let names = ["main.cpp", "vec.h", "vec.cpp"]
    let answer = try #require(Self.answer(content, names: names, language: "cpp"))
    let bundle = SourceBundle(parsing: answer.text, names: names)
    #expect(bundle.files.map(\.name) == names)
    #expect(bundle.files[1].text.hasPrefix("int twice(int);"))
    #expect(answer.range.lowerBound < answer.range.upperBound)
  }

  @Test func aBundleIsReadAsItWasWritten() {
    let files = [
      JudgeProgram.File(name: "main.py", text: "a\n==== other.py ====\nb\n"),
      JudgeProgram.File(name: "geometry.py", text: "\n\nc\n"),
    ]
    let bundle = SourceBundle(files: files)
    #expect(SourceBundle(parsing: bundle.text, names: Self.names).files.map(\.name) == Self.names)
    #expect(
      SourceBundle(parsing: bundle.text, names: Self.names).files[0].text.hasPrefix(files[0].text))
    #expect(SourceBundle(parsing: "x = 1", names: Self.names).files.map(\.name) == ["main.py"])
    #expect(SourceBundle(parsing: "", names: Self.names).files.isEmpty)
  }
}
