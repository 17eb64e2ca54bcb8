internal import Grading

/// A header that many sources include and that is dear to read, compiled once.
///
/// For `bits/stdc++.h`, which takes GCC longer than most solutions that include it. It is made in
/// the sandbox from nothing of a submission's, and shown read-only.
struct PrecompiledHeader: Sendable {
  /// What a source that uses it has in it.
  var name: String
  /// Makes `{output}/stdc++.h.gch` from `{source}/header.h`.
  var command: [String]
  /// Where its directory is shown, and what makes the compiler look there.
  var target: String
  var flags: [String]
}

/// Who makes headers, and which there are. The first source that includes one goes without: it may
/// be the only one.
final class PrecompiledHeaders: Sendable {
  private enum State {
    case asked
    /// Being made, or impossible: everybody goes without.
    case none
    case made(WorkDirectory)
  }
  private let states = Locked<[String: State]>([:])

  enum Answer {
    case none
    /// The asker should make it and then tell.
    case make
    case made(WorkDirectory)
  }

  func ask(_ key: String) -> Answer {
    states.withLock { states in
      switch states[key] {
      case nil:
        states[key] = .asked
        return .none
      case .asked:
        states[key] = State.none
        return .make
      case .some(.none): return .none
      case .made(let directory): return .made(directory)
      }
    }
  }

  func tell(_ key: String, _ directory: WorkDirectory) {
    states.withLock { $0[key] = .made(directory) }
  }
}
