public import Grading

/// A model that writes each completion into the grade book before anybody sees it, and never asks
/// for one that is there.
public struct Recording: Model {
  private let base: any Model
  private let book: GradeBook
  private let run: Run
  private let completed: @Sendable (AttemptID) -> Bool
  private let fingerprint: RequestFingerprint?
  private let reuse: Reuse

  /// Whether completions of equal requests are taken from other runs.
  public enum Reuse: Sendable {
    case nothing
    case from(Run)
    case fromAnyRun
  }

  /// - Parameters:
  ///   - base: Where completions come from that the book does not have.
  ///   - completed: Whether the book may have the completion of an attempt.
  ///   - fingerprint: Names the requests; `nil` where `base` asks nobody.
  public init(
    _ base: any Model, in book: GradeBook, of run: Run,
    completed: @escaping @Sendable (AttemptID) -> Bool,
    fingerprint: RequestFingerprint? = nil, reuse: Reuse = .nothing
  ) {
    self.base = base
    self.book = book
    self.run = run
    self.completed = completed
    self.fingerprint = fingerprint
    self.reuse = reuse
  }

  public var executor: (any TaskExecutor)? { base.executor }

  public func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    let name = fingerprint?.digest(of: request)
    if let known = try await known(request, name) { return known }
    let completion = try await base.complete(request)
    do throws(GradeBookError) {
      try await book.record(completion, of: request.id, in: run, fingerprint: name)
    } catch {
      throw Fault(.storage, error.message, tries: completion.tries)
    }
    return completion
  }

  /// What need not be asked.
  private func known(_ request: ModelRequest, _ name: String?) async throws(Fault) -> Completion? {
    do throws(GradeBookError) {
      if completed(request.id),
        let stored = try await book.completion(of: request.id, in: run)
      {
        return stored
      }
      guard let name, let same = try await reused(name) else { return nil }
      try await book.record(same, of: request.id, in: run, fingerprint: name)
      return same
    } catch {
      throw Fault(.storage, error.message)
    }
  }

  /// The completion of an equal request in another run, if there is one and it is wanted.
  private func reused(_ name: String) async throws(GradeBookError) -> Completion? {
    switch reuse {
    case .nothing: nil
    case .from(let run): try await book.completion(fingerprint: name, from: run)
    case .fromAnyRun: try await book.completion(fingerprint: name)
    }
  }
}
