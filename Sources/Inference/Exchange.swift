internal import Grading

/// One request of a model and what came of it: a single exchange, a stream, or a place in a batch.
///
/// Everything between "this endpoint, now" and "a completion, or why not"; asking again is decided
/// elsewhere.
struct Exchange: Sendable {
  let wire: any WireProtocol
  let transport: any Transport
  /// Gathers requests, for protocols that carry several; `nil` if each goes alone.
  let batcher: MicroBatcher?

  /// What came of it, and what is known of the reply besides. An object: thousands of requests in flight
  /// each have room for several.
  final class Reply: Sendable {
    let outcome: Outcome
    /// `nil` if not even a head came.
    let status: Int?
    let timings: HTTPTimings?

    init(_ outcome: Outcome, _ response: HTTPResponse? = nil) {
      self.outcome = outcome
      status = response?.status
      timings = response?.timings
    }
  }

  enum Outcome: Sendable {
    case completed(Completion)
    /// - Parameter received: The text that had come when a stream broke off.
    case failed(TryFailure, received: String?)
    /// The request cannot even be written.
    case unsendable(Fault)
  }

  init(_ wire: any WireProtocol, over transport: any Transport, batching: Batching? = nil) {
    self.wire = wire
    self.transport = transport
    batcher = (wire as? any BatchProtocol).flatMap { wire in
      batching.map { MicroBatcher(wire, over: transport, $0) }
    }
  }

  /// Asks once.
  ///
  /// - Parameters:
  ///   - dress: Adds what no protocol knows: key, names, limits.
  ///   - unixSeconds: The time now, for dates in headers.
  func ask(
    _ request: ModelRequest, at endpoint: Endpoint, unixSeconds: Int,
    dress: @escaping @Sendable (HTTPRequest) -> HTTPRequest
  ) async -> Reply {
    if let batcher {
      return await batcher.ask(request, at: endpoint, unixSeconds: unixSeconds, dress: dress)
    }
    let message: HTTPRequest
    do throws(Fault) {
      message = try self.message(request, at: endpoint, dress)
    } catch {
      return Reply(.unsendable(error))
    }
    if wire.streams, let fold = wire.fold {
      return await stream(message, fold, unixSeconds: unixSeconds)
    }
    return reply(await transport.exchange(message, into: nil), unixSeconds: unixSeconds)
  }

  // Not inlined, here and elsewhere on a request's way: what they need for a moment would otherwise be
  // kept for each request as long as it is in flight.

  @inline(never) private func message(
    _ request: ModelRequest, at endpoint: Endpoint, _ dress: (HTTPRequest) -> HTTPRequest
  ) throws(Fault) -> HTTPRequest {
    dress(try wire.request(for: request, at: endpoint))
  }

  @inline(never) private func reply(_ exchange: HTTPExchange, unixSeconds: Int) -> Reply {
    Reply(read(exchange, unixSeconds: unixSeconds), exchange.response)
  }

  private func stream(
    _ message: HTTPRequest, _ fold: any StreamFold, unixSeconds: Int
  ) async -> Reply {
    let collector = StreamCollector(fold)
    var exchange = await transport.exchange(message, into: collector)
    let outcome: Outcome
    if let response = exchange.response, 200..<300 ~= response.status {
      switch collector.end(isCut: exchange.failure != nil) {
      case .completion(let completion) where exchange.failure == nil || collector.isOver:
        outcome = .completed(completion.measured(by: response))
      case .failed(let failure) where exchange.failure == nil:
        outcome = .failed(.reply(failure), received: collector.received)
      case .failed(.error(let error)):  // stated before the connection broke
        outcome = .failed(.reply(.error(error)), received: collector.received)
      case .whole(let body) where exchange.failure == nil:
        exchange.response?.body = body
        outcome = read(exchange, unixSeconds: unixSeconds)
      case .completion, .failed, .whole:
        outcome = .failed(
          .transport(exchange.failure ?? .broken("in a stream")), received: collector.received)
      }
    } else {
      outcome = read(exchange, unixSeconds: unixSeconds)
    }
    return Reply(outcome, exchange.response)
  }

  /// What a whole reply says, or why there is none.
  private func read(_ exchange: HTTPExchange, unixSeconds: Int) -> Outcome {
    if let failure = exchange.failure { return .failed(.transport(failure), received: nil) }
    guard let response = exchange.response else {
      return .failed(.transport(.broken("no reply")), received: nil)
    }
    guard 200..<300 ~= response.status else {
      return .failed(.status(response, wire, unixSeconds: unixSeconds), received: nil)
    }
    do throws(ReplyFailure) {
      if let completion = try StreamReplay.completion(of: response, wire.fold) {
        return .completed(completion.measured(by: response))
      }
      return .completed(try wire.completion(from: response).measured(by: response))
    } catch {
      return .failed(.reply(error), received: nil)
    }
  }
}

extension TryFailure {
  /// The failure that a reply of another status than 200 is.
  static func status(
    _ response: HTTPResponse, _ wire: any WireProtocol, unixSeconds: Int
  ) -> TryFailure {
    let (status, error) = wire.error(in: response)
    return .status(status, error, RetryAdvice(response, unixSeconds: unixSeconds))
  }
}

extension Completion {
  /// The completion with what the reply's frame tells.
  func measured(by response: HTTPResponse) -> Completion {
    var completion = self
    completion.latencyMilliseconds = response.timings.totalMilliseconds
    completion.requestID = requestID ?? response.header("x-request-id")
    return completion
  }
}

/// Streams that came although nobody asked for one.
enum StreamReplay {
  /// The completion of a reply whose body is a stream; `nil` if it is none.
  static func completion(
    of response: HTTPResponse, _ fold: (any StreamFold)?
  ) throws(ReplyFailure) -> Completion? {
    guard let fold, isStream(response, fold.form) else { return nil }
    let collector = StreamCollector(fold)
    guard collector.begin(status: response.status, headers: response.headers) else { return nil }
    _ = response.body.withUnsafeBytes { collector.receive($0, milliseconds: 0) }
    switch collector.end(isCut: false) {
    case .completion(var completion):
      completion.wire.firstTokenMilliseconds = nil  // nobody looked when it came
      return completion
    case .whole: return nil
    case .failed(let failure): throw failure
    }
  }

  private static func isStream(_ response: HTTPResponse, _ form: StreamForm) -> Bool {
    let type = response.header("content-type") ?? ""
    let body = response.body.prefix(256).trimmingASCIISpace
    switch form {
    case .events:
      return type.containsIgnoringCase("event-stream") || body.starts(with: "data:".utf8)
        || body.starts(with: "event:".utf8)
    case .lines: return type.containsIgnoringCase("ndjson")
    }
  }
}
