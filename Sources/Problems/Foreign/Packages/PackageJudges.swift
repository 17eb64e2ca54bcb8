import Grading

/// The programs of a package that judge: its own validators, checkers and interactors.
struct PackageJudges {
  let reader: PackageReader

  private static let filesLimit = 32

  /// A program of the package.
  ///
  /// - Parameters:
  ///   - name: A source file, or a folder of source files, one of which has the program's `main`.
  ///   - headers: Files from elsewhere in the package that the source may include.
  /// - Returns: `nil` after logging why.
  func program(
    _ name: String, convention: JudgeProgram.Convention, arguments: [String] = [],
    limits: Limits = .judge, headers: [String] = []
  ) -> JudgeProgram? {
    let isFolder = reader.folder.isFolder(reader.inner(name))
    let paths =
      isFolder ? reader.entries(name).filter { !$0.isFolder }.map { "\(name)/\($0.name)" } : [name]
    guard paths.count <= PackageJudges.filesLimit else {
      reader.fail(name, "more than \(PackageJudges.filesLimit) files", "keep what it is made of")
      return nil
    }
    var texts: [(path: String, text: String)] = []
    for path in paths {
      guard let text = reader.text(path) else {
        reader.fail(path, "there is no such file", "add it")
        return nil
      }
      texts.append((path, text))
    }
    let sources = texts.filter { PackageReader.language(of: $0.path) != nil }
    let start =
      sources.count == 1
      ? sources.first
      : sources.first {
        $0.text.contains("main(") || PathText.stem(of: PathText.name(of: $0.path)) == "main"
      }
    guard let start, let language = PackageReader.language(of: start.path) else {
      let languages = Language.all.map(\.name).joined(separator: ", ")
      reader.fail(
        name, "the program is in no language that is known by its ending",
        "write it in one of \(languages)")
      return nil
    }
    let isC = language.id == "c" || language.id == "cpp"
    guard isC || sources.count == 1 || language.id == "python" else {
      reader.fail(name, "the program has several source files", "put them into one")
      return nil
    }
    var files = texts.filter { $0.path != start.path }.map {
      JudgeProgram.File(name: PathText.name(of: $0.path), text: $0.text)
    }
    // Further sources of C and C++ are compiled as parts of the first.
    let parts = isC ? sources.filter { $0.path != start.path } : []
    let source =
      start.text
      + parts.map { "\n#include \"\(PathText.name(of: $0.path))\"\n" }.joined()
    guard let header = testlib(source, start.path, files.map(\.name), headers) else { return nil }
    files += header
    return JudgeProgram(
      name: PathText.name(of: start.path), language: language.id, source: source, files: files,
      convention: convention, arguments: arguments, limits: limits)
  }

  /// `testlib.h`, where the source includes it; it has to be in the package.
  private func testlib(
    _ source: String, _ path: String, _ names: [String], _ headers: [String]
  ) -> [JudgeProgram.File]? {
    guard PackageJudges.includesTestlib(source), !names.contains("testlib.h") else { return [] }
    let places = [PathText.folder(of: path) + "/testlib.h"] + headers
    for place in places where reader.folder.holds(reader.inner(place)) {
      guard let text = reader.text(place) else { return nil }
      return [JudgeProgram.File(name: "testlib.h", text: text)]
    }
    reader.fail(
      path, "it includes testlib.h, which is not in the package",
      "put testlib.h beside it; Assay does not come with it")
    return nil
  }

  private static func includesTestlib(_ source: String) -> Bool {
    source.split(separator: "\n").contains { line in
      let text = line.drop(while: \.isWhitespace)
      return text.hasPrefix("#include") && text.contains("testlib.h")
    }
  }

  /// Kattis' default validator with its flags, as one of our own checkers where that says the same.
  ///
  /// - Parameter answers: The right outputs; `nil` where they are too large to look at.
  static func standard(_ flags: [String], answers: [String]?) -> JSON {
    func value(after name: String) -> String? {
      guard let index = flags.firstIndex(of: name), flags.indices.contains(index + 1) else {
        return nil
      }
      return flags[index + 1]
    }
    let both = value(after: "float_tolerance")
    let absolute = value(after: "float_absolute_tolerance") ?? both
    let relative = value(after: "float_relative_tolerance") ?? both
    let hasTolerance = absolute != nil || relative != nil
    let keepsCase =
      flags.contains("case_sensitive")
      || answers.map { !$0.contains { $0.utf8.contains(where: isLetter) } } ?? false
    guard keepsCase, !(hasTolerance && flags.contains("space_change_sensitive")) else {
      return JudgeProgram(
        name: "default_validator.py", language: "python", source: KattisDefaultValidator.source,
        arguments: flags
      ).json
    }
    if hasTolerance { return .string("floats(\(absolute ?? "0"), \(relative ?? "0"))") }
    return .string(flags.contains("space_change_sensitive") ? "exact" : "tokens")
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 }
}

/// What Kattis' default validator does, for the flags that no checker of ours has: letters of either
/// case, and white space that counts beside a tolerance.
/// Source: problem package format, “default output validator”.
enum KattisDefaultValidator {
  static let source = """
    import re
    import sys

    flags = sys.argv[4:]


    def after(name):
        return float(flags[flags.index(name) + 1]) if name in flags else None


    both = after("float_tolerance")
    absolute = after("float_absolute_tolerance")
    absolute = both if absolute is None else absolute
    relative = after("float_relative_tolerance")
    relative = both if relative is None else relative
    NUMBER = re.compile(rb"[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")


    def same(got, wanted):
        if absolute is not None or relative is not None:
            if NUMBER.fullmatch(wanted):
                if not NUMBER.fullmatch(got):
                    return False
                apart = abs(float(got) - float(wanted))
                return (apart == 0 or absolute is not None and apart <= absolute
                        or relative is not None and apart <= relative * abs(float(wanted)))
        if "case_sensitive" not in flags:
            got, wanted = got.lower(), wanted.lower()
        return got == wanted


    def verdict(right, message=""):
        with open(sys.argv[3] + "judgemessage.txt", "w") as file:
            file.write(message)
        sys.exit(42 if right else 43)


    with open(sys.argv[2], "rb") as file:
        answer = file.read()
    pattern = rb"\\s+|\\S+" if "space_change_sensitive" in flags else rb"\\S+"
    wanted, got = re.findall(pattern, answer), re.findall(pattern, sys.stdin.buffer.read())
    for number, (a, b) in enumerate(zip(got, wanted), 1):
        if not same(a, b):
            verdict(False, f"word {number}: {b[:40]!r} was wanted, {a[:40]!r} is there")
    if len(wanted) != len(got):
        verdict(False, f"{len(wanted)} words were wanted, {len(got)} are there")
    verdict(True)

    """
}
