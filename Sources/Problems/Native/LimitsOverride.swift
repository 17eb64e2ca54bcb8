public import Grading

/// Limits that replace those of problems, for example on a slower machine.
public struct LimitsOverride: Sendable, Hashable {
  /// The limits given, by name, as written.
  public let json: JSON

  /// Reads `cpu=4s,memory=512MiB`: names and forms are those of a problem's `limits`.
  ///
  /// - Throws: what is wrong with the first entry that is.
  public init(_ text: String) throws(LoadingErrors) {
    var json: JSON = [:]
    for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
      let halves = entry.split(separator: "=", omittingEmptySubsequences: false)
      guard halves.count == 2, LimitsParser.names.contains(String(halves[0])) else {
        throw LoadingErrors([
          ProblemError(
            path: "--limits", message: "“\(entry)” is no limit",
            mend: "write cpu=4s,memory=512MiB; the names are "
              + LimitsParser.names.joined(separator: ", "))
        ])
      }
      json = json.setting(String(halves[0]), to: .string(String(halves[1])))
    }
    self.json = json
  }

  /// The problem with these limits; one that runs no code stays as it is.
  ///
  /// Where only `cpu` is given, `wall` follows from it as in a problem file.
  public func applied(to problem: Problem) throws(LoadingErrors) -> Problem {
    guard let own = problem.document["limits"]?.members, let new = json.members else {
      return problem
    }
    let keepsWall = json["cpu"] == nil
    let kept = own.filter { keepsWall || $0.key != "wall" }
    let limits = new.reduce(JSON.object(kept)) { $0.setting($1.key, to: $1.value) }
    return try Problem(document: problem.document.setting("limits", to: limits))
  }
}
