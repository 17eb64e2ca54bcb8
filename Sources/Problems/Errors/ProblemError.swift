/// One thing that is wrong with a file, where it stands, and how to mend it.
public struct ProblemError: Error, Sendable, Hashable {
  /// The file, as the user would name it.
  public var path: String
  /// Counted from 1; `nil` where the file as a whole is meant.
  public var line: Int?
  public var problemID: String?
  public var field: String?
  /// What is wrong, without a full stop.
  public var message: String
  /// What to do about it, without a full stop; may be empty.
  public var mend: String

  public init(
    path: String, line: Int? = nil, problemID: String? = nil, field: String? = nil,
    message: String, mend: String = ""
  ) {
    self.path = path
    self.line = line
    self.problemID = problemID
    self.field = field
    self.message = message
    self.mend = mend
  }
}

extension ProblemError: CustomStringConvertible {
  /// `problems/x.yaml:14: gcd-of-two: “anwser” is no field; did you mean “answer”?`
  public var description: String {
    var text = path
    if let line { text += ":\(line)" }
    if let problemID { text += ": \(problemID)" }
    text += ": \(message)"
    if !mend.isEmpty { text += "; \(mend)" }
    return text
  }
}

/// All that is wrong with what was read, in the order found.
public struct LoadingErrors: Error, Sendable, Hashable {
  /// At least one, at most ``limit``.
  public var errors: [ProblemError]
  /// How many more there were.
  public var omitted: Int

  public init(_ errors: [ProblemError], omitted: Int = 0) {
    self.errors = errors
    self.omitted = omitted
  }

  /// How many errors are kept.
  public static let limit = 100
}

extension LoadingErrors: CustomStringConvertible {
  /// One line for each error, and one for those left out.
  public var lines: [String] {
    errors.map(\.description) + (omitted > 0 ? ["… and \(omitted) more"] : [])
  }

  public var description: String { lines.joined(separator: "\n") }
}

/// Collects errors while reading goes on, so that one attempt shows them all.
final class ErrorLog {
  private(set) var errors: [ProblemError] = []
  private(set) var count = 0

  /// Whether further errors are only counted. Finding their lines may be dear, so callers ask first.
  var isFull: Bool { errors.count >= LoadingErrors.limit }

  /// Counts an error that is not kept.
  func countOne() { count += 1 }

  /// Adds an error. One in `defaults` shows again with every problem, and is kept once.
  func add(_ error: ProblemError, once: Bool = false) {
    if once, errors.contains(error) { return }
    count += 1
    if errors.count < LoadingErrors.limit { errors.append(error) }
  }

  func throwIfAny() throws(LoadingErrors) {
    guard count > 0 else { return }
    throw LoadingErrors(errors, omitted: count - errors.count)
  }
}
