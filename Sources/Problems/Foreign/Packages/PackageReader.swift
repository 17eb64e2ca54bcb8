import Grading

/// Reads folders of other systems as problems: ICPC and Kattis, Polygon, Exercism.
struct PackageReader {
  let folder: Folder
  /// Relative to the set's folder; empty for the set's folder itself.
  let path: String
  let log: ErrorLog

  /// Bytes of tests above which they stay in their files until the problem is marked.
  static let inlineLimit = 8 << 20

  /// The format of a folder, told by what it holds; `nil` for none of these.
  static func format(of path: String, in folder: Folder) -> ProblemFormat? {
    func holds(_ name: String) -> Bool { folder.holds(PathText.joined(path, name)) }
    if holds("problem.yaml") {
      return folder.isFolder(PathText.joined(path, "data/secret"))
        || folder.isFolder(PathText.joined(path, "data/sample")) ? .kattis : nil
    }
    if holds("problem.xml") { return .polygon }
    if holds(".meta/config.json"), holds(".docs/instructions.md") { return .exercism }
    return nil
  }

  /// - Returns: `nil` after logging at least one error.
  func mapped(as format: ProblemFormat) -> (mapped: MappedProblem, place: Place)? {
    switch format {
    case .kattis: KattisPackage(reader: self).mapped()
    case .polygon: PolygonPackage(reader: self).mapped()
    case .exercism: ExercismFolder(reader: self).mapped()
    default: nil
    }
  }

  var name: String { path.isEmpty ? PathText.name(of: folder.path) : path }

  func inner(_ name: String) -> String { PathText.joined(path, name) }

  func fail(_ name: String, _ message: String, _ mend: String) {
    log.add(
      ProblemError(
        path: folder.path(of: inner(name)), problemID: ForeignID.cleaned(self.name),
        message: message, mend: mend))
  }

  func place(_ name: String) -> Place {
    Place(source: Source(path: folder.path(of: inner(name)), lines: .unknown))
  }

  /// The text of a file; `nil` without a word if there is none.
  func text(_ name: String, limit: Int = ProblemFolder.statementLimit) -> String? {
    guard folder.holds(inner(name)) else { return nil }
    do throws(FileFailure) {
      return try folder.text(of: inner(name), limit: limit)
    } catch {
      fail(name, error.message, error.mend)
      return nil
    }
  }

  func entries(_ name: String) -> [Folder.Entry] {
    guard folder.isFolder(inner(name)) else { return [] }
    do throws(FileFailure) {
      return try folder.entries(of: inner(name))
    } catch {
      fail(name, error.message, error.mend)
      return []
    }
  }

  /// A test in two files, relative to the set's folder.
  struct TestFiles {
    var name: String
    var input: String
    var output: String
    var isHidden: Bool
  }

  /// Puts the tests into the problem: their text, or their files where they are large.
  ///
  /// - Returns: The outputs; `nil` where they stay in their files.
  @discardableResult func set(
    _ tests: [TestFiles], in problem: inout MappedProblem, at file: String
  ) -> [String]? {
    guard !tests.isEmpty else {
      fail(file, "there is no test", "generate the tests before")
      return nil
    }
    do throws(FileFailure) {
      var sizes: [Int] = []
      for test in tests {
        sizes.append(try folder.size(of: test.input) + folder.size(of: test.output))
      }
      if sizes.reduce(0, +) <= PackageReader.inlineLimit {
        let texts = try tests.map(inline)
        problem.set(.tests, .array(texts))
        return texts.compactMap { $0["output"]?.string }
      } else {
        let shown = try tests.filter { !$0.isHidden }.map(inline)
        if !shown.isEmpty { problem.set(.tests, .array(shown)) }
        let hidden = zip(tests, sizes).filter { $0.0.isHidden }
        problem.set(
          .deferredTests,
          [
            "form": .string(DeferredTests.Form.files.rawValue), "folder": .string(folder.path),
            "tests": .array(
              hidden.map { test, size in
                [
                  "name": .string(test.name), "input": .string(test.input),
                  "output": .string(test.output), "bytes": .int(size),
                ]
              }),
          ])
      }
    } catch {
      fail(file, error.message, error.mend)
    }
    return nil
  }

  private func inline(_ test: TestFiles) throws(FileFailure) -> JSON {
    [
      "name": .string(test.name),
      "input": .string(try folder.text(of: test.input, limit: ProblemFolder.testFileLimit)),
      "output": .string(try folder.text(of: test.output, limit: ProblemFolder.testFileLimit)),
      "hidden": .bool(test.isHidden),
    ]
  }

  /// Adds the programs of a folder as solutions.
  func add(
    _ entries: [Folder.Entry], _ expectation: Solution.Expectation,
    to problem: inout MappedProblem
  ) {
    for entry in entries where !entry.isFolder {
      guard let language = PackageReader.language(of: entry.name) else { continue }
      do throws(FileFailure) {
        problem.solutions.append(
          .init(
            name: folder.path(of: entry.path), language: language.id,
            source: try folder.text(of: entry.path, limit: ProblemFolder.sourceLimit),
            expectation: expectation))
      } catch {
        log.add(
          ProblemError(
            path: folder.path(of: entry.path), message: error.message, mend: error.mend))
      }
    }
  }

  /// The language of a source file; contests have more endings than we.
  static func language(of name: String) -> Language? {
    let ending = PathText.ending(of: PathText.name(of: name))
    return Language.ofFiles(endingIn: ending) ?? known[ending]
  }

  private static let known: [String: Language] = Dictionary(
    [
      ("cc", "cpp"), ("cxx", "cpp"), ("c++", "cpp"), ("C", "cpp"), ("py3", "python"),
      ("py2", "python"),
    ].compactMap { ending, id in
      Language.named(id).map { (ending, $0) }
    }, uniquingKeysWith: { a, _ in a })

  /// Every language, since contests take any; Python first.
  static let languages: JSON = .strings(Language.all.map(\.id))
}
