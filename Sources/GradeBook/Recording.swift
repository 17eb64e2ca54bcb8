public import Grading

/// A model that writes each completion into the grade book before anybody sees it, and never asks
/// for one that is there.
public struct Recording: Model {
  private let base: any Model
  private let book: GradeBook
  private let run: Run
  private let completed: Set<AttemptID>

  /// - Parameters:
  ///   - base: Where completions come from that the book does not have.
  ///   - completed: The attempts whose completions the book has.
  public init(_ base: any Model, in book: GradeBook, of run: Run, completed: Set<AttemptID>) {
    self.base = base
    self.book = book
    self.run = run
    self.completed = completed
  }

  public func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    do throws(GradeBookError) {
      if completed.contains(request.id),
        let stored = try await book.completion(of: request.id, in: run)
      {
        return stored
      }
    } catch {
      throw Fault(.storage, error.message)
    }
    let completion = try await base.complete(request)
    do throws(GradeBookError) {
      try await book.record(completion, of: request.id, in: run)
    } catch {
      throw Fault(.storage, error.message, tries: completion.tries)
    }
    return completion
  }
}

/// A model that answers from the grade book alone.
public struct Replay: Model {
  private let book: GradeBook
  private let run: Run

  public init(of run: Run, in book: GradeBook) {
    self.book = book
    self.run = run
  }

  public func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    do throws(GradeBookError) {
      if let stored = try await book.completion(of: request.id, in: run) { return stored }
    } catch {
      throw Fault(.storage, error.message)
    }
    throw Fault(.missingOutput, "the run has no completion of this attempt")
  }
}
