internal import Grading

/// What a compiler makes of its own library before it can compile anything, made once.
///
/// For Go, which ships its library as source since version 1.20: to compile what fmt alone needs takes
/// several seconds of processor time. It is made in the sandbox from nothing of a submission's, and
/// shown read-only.
struct CompilerStore: Sendable {
  /// Uses what most solutions use.
  var source: String
  /// Variables that name the store to the compiler: `{store}` where it is shown, `{output}` while it
  /// is made.
  var variable: String

  func setting(_ place: String) -> String { "\(variable)={\(place)}/store" }
}

/// Who makes stores, and which there are. Whoever comes while one is being made waits: to go without
/// would take everybody as long.
final class CompilerStores: Sendable {
  private enum State {
    case beingMade
    case impossible
    case made(WorkDirectory, at: Int64)
  }
  private let states = Locked<[String: State]>([:])

  enum Answer {
    /// The asker should make it and then tell.
    case make
    case wait
    case none
    case made(WorkDirectory)
  }

  /// Go looks once a day for what to throw away, and fails if it may not.
  private static let longestUse: Int64 = 12 * 3600 * 1_000_000_000

  func ask(_ key: String, now: Int64) -> Answer {
    states.withLock { states in
      switch states[key] {
      case .made(let directory, let time) where now - time < CompilerStores.longestUse:
        return .made(directory)
      case nil, .made:
        states[key] = .beingMade
        return .make
      case .beingMade: return .wait
      case .impossible: return .none
      }
    }
  }

  /// - Parameter directory: `nil` if none can be made.
  func tell(_ key: String, _ directory: WorkDirectory?, now: Int64) {
    states.withLock { states in
      states[key] = directory.map { .made($0, at: now) } ?? .impossible
    }
  }
}
