/// A language that a user adds: its names, and how it is compiled and run.
public struct LanguageTools: Sendable, Hashable {
  public var language: Language
  /// The name that a source file must have.
  public var sourceName: String
  /// Program and arguments; empty if there is nothing to compile. `{source}` stands for the source
  /// file, `{program}` for the file to be made or run, `{output}` for its folder, `{heap}` for the
  /// memory limit in MiB. The first word is a program that is looked for, or a path.
  public var compile: [String]
  public var run: [String]
  /// Tells the version of the compiler or interpreter.
  public var version: [String]
  /// What to install, for the message when it is missing.
  public var package: String
  /// Variables besides those that all programs get, `NAME=value`.
  public var environment: [String]
  /// Whether the runtime reserves much more memory than it uses.
  public var reservesMuch: Bool

  public init(
    language: Language, sourceName: String, compile: [String] = [], run: [String],
    version: [String], package: String, environment: [String] = [], reservesMuch: Bool = false
  ) {
    self.language = language
    self.sourceName = sourceName
    self.compile = compile
    self.run = run
    self.version = version
    self.package = package
    self.environment = environment
    self.reservesMuch = reservesMuch
  }
}
