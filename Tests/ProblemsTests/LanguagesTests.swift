import Grading
import Problems
import Testing

/// Languages that a user adds.
@Suite struct LanguagesReaderTests {
  private func read(_ text: String) throws -> [LanguageTools] {
    let folder = try TemporaryFolder(["languages.yaml": text])
    return try LanguagesReader().read(folder.path + "/languages.yaml")
  }

  @Test func aLanguageIsReadWithAllThatItCanSay() throws {
    let tools = try read(
      """
      languages:
        - id: perl
          name: Perl
          extension: pl
          fence: perl
          aliases: [pl, Perl5]
          source: main.pl
          compile: [perl, -c, "{source}"]
          run: [perl, "{source}"]
          version: [perl, -v]
          package: perl
          environment: {PERL_HASH_SEED: 0}
          multiplier: 2.5
          extra_memory: 64MiB
          extra_processes: 4
      """)
    let perl = try #require(tools.first)
    #expect(perl.language.id == "perl" && perl.language.name == "Perl")
    #expect(perl.language.aliases == ["pl", "perl5"] && perl.language.fileExtension == "pl")
    #expect(
      perl.language.allowance
        == Language.Allowance(timeFactor: 2.5, memoryBytes: 64 << 20, processes: 4))
    #expect(perl.sourceName == "main.pl" && perl.package == "perl")
    #expect(perl.compile == ["perl", "-c", "{source}"] && perl.run == ["perl", "{source}"])
    #expect(perl.version == ["perl", "-v"] && perl.environment == ["PERL_HASH_SEED=0"])
  }

  @Test func littleIsEnough() throws {
    let tools = try read("- {id: awk, extension: awk, run: [awk, -f, \"{source}\"]}")
    let awk = try #require(tools.first)
    #expect(awk.sourceName == "solution.awk" && awk.version == ["awk", "--version"])
    #expect(awk.language.fence == "awk" && awk.package == "awk" && awk.compile.isEmpty)
  }

  // a file, a line of it, what is said
  @Test(arguments: [
    ("- {id: awk, extension: awk}", 1, "“run” is missing"),
    ("- id: awk\n  extension: awk\n  runs: [awk]", 3, "“runs” is no field; did you mean “run”?"),
    (
      "- {id: python, extension: awk, run: [awk]}", 1, "“python” already means another language"
    ),
    ("- {id: awk, extension: py, run: [awk]}", 1, "“.py” already means another language"),
    ("- {id: A W, extension: awk, run: [awk]}", 1, "“A W” is no id"),
    ("- id: awk\n  extension: awk\n  run: [awk, \"{file}\"]", 3, "“{file}” stands for nothing"),
    ("- {id: awk, extension: awk, run: [\"{program}\"]}", 1, "nothing makes it"),
    ("- {id: awk, extension: awk, run: [awk], multiplier: 0}", 1, "“multiplier” is no number"),
    ("- {id: awk, extension: awk, run: [awk], source: a/b}", 1, "“a/b” is no file name"),
    ("languages: 3", 1, "a list of at most"), ("", nil, "there is no language in it"),
  ])
  func whatIsWrongIsToldInALine(text: String, line: Int?, says: String) throws {
    do {
      _ = try read(text)
      Issue.record("it was read")
    } catch let error as LoadingErrors {
      #expect(error.errors.contains { $0.description.contains(says) }, "\(error.errors)")
      #expect(error.errors.first?.line == line)
    }
  }
}
