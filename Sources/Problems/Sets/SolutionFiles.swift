import Grading

/// Reads `right/` and `wrong/` of a problem folder.
struct SolutionFiles {
  let parts: ProblemFolder
  let problem: Problem
  let log: ErrorLog

  /// What a wrong solution can be wrong for.
  static let reasons: [Reason] = [
    .wrongAnswer, .presentationError, .timeLimit, .memoryLimit, .outputLimit, .runtimeError,
    .compileError, .partialCredit,
  ]

  func read() -> [Solution] {
    files(of: "right").compactMap { solution($0, .accepted) }
      + files(of: "wrong").compactMap { entry in
        reason(of: entry).flatMap { solution(entry, .rejected($0)) }
      }
  }

  private func files(of name: String) -> [Folder.Entry] {
    let path = parts.inner(name)
    guard parts.folder.holds(path) else { return [] }
    guard problem.kind.isCode else {
      fail(path, "a problem of kind “\(problem.kind.rawValue)” has no solutions", "remove it")
      return []
    }
    do throws(FileFailure) {
      return try parts.folder.entries(of: path)
    } catch {
      fail(path, error.message, error.mend)
      return []
    }
  }

  /// The reason before `--`, or the whole name.
  private func reason(of entry: Folder.Entry) -> Reason? {
    let stem = entry.stem
    let end = stem.utf8.indices.first { stem[$0...].hasPrefix("--") } ?? stem.endIndex
    let word = String(stem[..<end])
    if let reason = Reason(rawValue: word), SolutionFiles.reasons.contains(reason) { return reason }
    let names = SolutionFiles.reasons.map(\.rawValue)
    fail(
      entry.path, "“\(word)” is no reason to be wrong",
      Nearest.mend(
        word, among: names,
        otherwise: "name the file REASON--NOTE, the reason one of \(names.joined(separator: ", "))"
      ))
    return nil
  }

  private func solution(
    _ entry: Folder.Entry, _ expectation: Solution.Expectation
  ) -> Solution? {
    if entry.isFolder, !problem.reference.files.isEmpty { return bundle(entry, expectation) }
    guard !entry.isFolder, let language = Language.ofFiles(endingIn: entry.ending) else {
      let endings = Language.all.map { "." + $0.fileExtension }.joined(separator: ", ")
      fail(entry.path, "this is no solution", "let its name end in one of \(endings)")
      return nil
    }
    let languages = problem.reference.languages
    guard languages.contains(language.id) else {
      fail(
        entry.path, "this is \(language.name), but the problem takes only \(names(languages))",
        "add “\(language.id)” to its languages, or remove the file")
      return nil
    }
    do throws(FileFailure) {
      let source = try parts.folder.text(of: entry.path, limit: ProblemFolder.sourceLimit)
      return Solution(
        path: parts.folder.path(of: entry.path), language: language.id, source: source,
        expectation: expectation)
    } catch {
      fail(entry.path, error.message, error.mend)
      return nil
    }
  }

  /// A folder with the files of one solution.
  private func bundle(
    _ entry: Folder.Entry, _ expectation: Solution.Expectation
  ) -> Solution? {
    let names = problem.reference.files
    do throws(FileFailure) {
      let present = try parts.folder.entries(of: entry.path)
      for file in present where file.isFolder || !names.contains(PathText.name(of: file.path)) {
        fail(
          file.path, "this is none of the problem's files",
          Nearest.mend(
            PathText.name(of: file.path), among: names,
            otherwise: "name it as one of \(names.joined(separator: ", "))"))
        return nil
      }
      var files: [JudgeProgram.File] = []
      for name in names {
        guard let file = present.first(where: { PathText.name(of: $0.path) == name }) else {
          continue
        }
        files.append(
          JudgeProgram.File(
            name: name,
            text: try parts.folder.text(of: file.path, limit: ProblemFolder.sourceLimit)))
      }
      guard files.first?.name == names[0] else {
        fail(entry.path, "the file “\(names[0])” is missing", "add it: it is the one that is run")
        return nil
      }
      return Solution(
        path: parts.folder.path(of: entry.path), language: problem.reference.languages[0],
        source: SourceBundle(files: files).text, expectation: expectation)
    } catch {
      fail(entry.path, error.message, error.mend)
      return nil
    }
  }

  private func names(_ languages: [String]) -> String {
    languages.map { Language.named($0)?.name ?? $0 }.joined(separator: ", ")
  }

  private func fail(_ path: String, _ message: String, _ mend: String) {
    log.add(
      ProblemError(
        path: parts.folder.path(of: path), problemID: problem.id, message: message, mend: mend))
  }
}

extension ProblemFolder {
  /// `tests/generate.py`, if there is one.
  func generator(log: ErrorLog, problemID: String) -> Generator? {
    let relative = inner("tests/generate.py")
    guard folder.holds(relative) else { return nil }
    let shown = folder.path(of: relative)
    do throws(FileFailure) {
      let source = try folder.text(of: relative, limit: ProblemFolder.sourceLimit)
      return Generator(path: shown, source: source)
    } catch {
      log.add(
        ProblemError(path: shown, problemID: problemID, message: error.message, mend: error.mend))
      return nil
    }
  }
}
