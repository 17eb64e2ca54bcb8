import Foundation
import Grading
import Problems
import Testing

/// The set, the prompts and the rubrics that ship with Assay, and the time that loading takes.
@Suite struct StarterSetTests {
  private let root = FileManager.default.currentDirectoryPath

  @Test func theStarterSetLoadsAndRendersWithoutErrors() throws {
    let path = root + "/problems/starter"
    guard FileManager.default.fileExists(atPath: path + "/set.yaml") else { return }
    let loaded = try ProblemSetReader(rubricFolders: [root + "/rubrics"]).read(path)
    #expect(loaded.set.problems.count >= 90)
    let renderer = PromptRenderer(try PromptTemplates.load(root + "/prompts"), folder: path)
    for problem in loaded.set.problems {
      #expect(try Problem(document: problem.document).document == problem.document)
      let prompt = renderer.prompt(for: problem)
      #expect(prompt.system?.contains("{{") == false)
    }
    for recording in loaded.set.recordings {
      let outputs = try ProblemSetReader().recording(named: recording.name, in: loaded)
      #expect(!outputs.isEmpty)
    }
  }

  @Test func manyLinesAreReadWithTheirOrderAndNumbers() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("many.jsonl", StarterSetTests.lines(1_319))
    let loaded = try ProblemSetReader().read(path)
    #expect(loaded.set.problems.count == 1_319)
    #expect(loaded.positions["q/1318"]?.line == 1_319)
  }

  /// Native lines of the length of school problems.
  static func lines(_ count: Int) -> String {
    let statement = String(repeating: "A train leaves the station with 12 wagons. ", count: 6)
    return (0..<count).map {
      "{\"id\":\"q/\($0)\",\"kind\":\"answer\",\"statement\":\"\($0): \(statement)\","
        + "\"answer\":\"\($0)\",\"tags\":[\"school\"],\"metadata\":{\"steps\":3}}\n"
    }.joined()
  }
}
