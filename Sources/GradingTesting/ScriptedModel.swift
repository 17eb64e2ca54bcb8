public import Grading

/// A model that answers from a table and may fail at a given request.
public struct ScriptedModel: Model {
  private let replies: [String: Completion]
  private let failing: [Int: Fault]
  private let asked = Locked<[ModelRequest]>([])

  /// - Parameters:
  ///   - replies: Completions by problem id, or by `id#attempt` for one attempt only.
  ///   - failing: Faults by the number of the request, from 1 in the order of arrival.
  public init(_ replies: [String: Completion], failing: [Int: Fault] = [:]) {
    self.replies = replies
    self.failing = failing
  }

  /// Replies that are mere texts.
  public init(_ replies: [String: String], failing: [Int: Fault] = [:]) {
    self.init(replies.mapValues { Completion(content: $0) }, failing: failing)
  }

  /// All requests so far, in the order of arrival.
  public var requests: [ModelRequest] { asked.withLock { $0 } }

  public func complete(_ request: ModelRequest) async throws(Fault) -> Completion {
    let number = asked.withLock { requests in
      requests.append(request)
      return requests.count
    }
    if let fault = failing[number] { throw fault }
    let id = request.id.problemID
    guard let reply = replies["\(id)#\(request.id.number)"] ?? replies[id] else {
      throw Fault(.missingOutput, "the script has no reply to \(id)")
    }
    return reply
  }
}
