public import Grading

/// Puts the pieces of a streamed reply together again: what comes out is read by the same code as a
/// reply that came whole, so that both give the same completion. Pure: no clock, no network.
public protocol StreamFold: Sendable {
  /// How the protocol cuts its stream into events.
  var form: StreamForm { get }

  /// Takes one event.
  ///
  /// - Throws: an error that the event states, or what is wrong with it.
  mutating func take(_ event: StreamEvent) throws(ReplyFailure) -> StreamProgress

  /// Whether the server has said that nothing of weight follows, so that a connection that breaks now
  /// has done its work.
  var isOver: Bool { get }

  /// The completion, once the stream has ended.
  ///
  /// - Throws: if the stream ended too early.
  func completion() throws(ReplyFailure) -> Completion

  /// All text that has come, reasoning first.
  var received: String { get }
}

/// How a stream is cut into events.
public enum StreamForm: Sendable, Hashable {
  /// Server-sent events.
  case events
  /// A JSON value a line.
  case lines
}

/// What an event brought.
public enum StreamProgress: Sendable, Hashable {
  /// A sign of life.
  case nothing
  case something
  /// Text of the content or of the reasoning.
  case text
}

extension StreamEvent {
  /// The data as JSON, repaired as whole replies are.
  func json() throws(ReplyFailure) -> JSON {
    do throws(JSONError) {
      return try JSON(parsing: data, depth: 64, repairsText: true)
    } catch {
      let start = ServerError.line(data.prefix(200))
      throw .malformed("an event of the stream is no JSON: \(error.message): \(start)")
    }
  }

  /// Whether this is what OpenAI's servers end their streams with.
  var isDone: Bool { data.trimmingASCIISpace.starts(with: "[DONE]".utf8) }
}

extension ReplyFailure {
  /// A stream that broke off, in the words of every protocol.
  static func endedEarly(_ missing: String, hasEvents: Bool) -> ReplyFailure {
    .malformed(
      hasEvents
        ? "the stream ended before the completion did: \(missing)" : "the stream has no events")
  }
}
