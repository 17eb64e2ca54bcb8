internal import Grading

/// Gathers prompts into shared requests: a batch goes when it is full or its first prompt has waited
/// long enough.
///
/// Each prompt keeps its own tries, its own cancellation and its own fate. A batch that the server
/// refuses as a whole is halved until the prompts that are at fault stand alone, so that one bad
/// prompt does not lose the others. What waits is bounded: less than a batch for each endpoint and
/// key; what is sent is bounded by the callers, who each have one prompt at a time.
final class MicroBatcher: Sendable {
  private let wire: any BatchProtocol
  private let transport: any Transport
  private let batching: Batching
  private let sleep: @Sendable (Duration) async throws -> Void
  private let state = Locked(State())

  private struct State {
    var nextToken = 0
    var nextQueue = 0
    var queues: [Key: Queue] = [:]
    /// All that wait for a reply, in a queue or in a request.
    var waiting: [Int: CheckedContinuation<Exchange.Reply, Never>] = [:]
    /// Requests in flight by their number, with the prompts that still want them.
    var flights: [Int: Flight] = [:]
    var flightOf: [Int: Int] = [:]
    /// Between their first word and their place in a queue; true if cancelled in the meantime.
    var arriving: [Int: Bool] = [:]
  }

  private struct Key: Hashable {
    var endpoint: Endpoint
    var kind: Int
  }

  private struct Queue {
    /// Tells this queue from a later one of the same key.
    var number: Int
    var items: [Item] = []
  }

  private struct Item {
    var token: Int
    var request: ModelRequest
    var unixSeconds: Int
    var dress: @Sendable (HTTPRequest) -> HTTPRequest
  }

  private struct Flight {
    var wanted: Int
    var task: Task<Void, Never>?
  }

  /// - Parameter sleep: Returns early, by throwing, when the task is cancelled.
  init(
    _ wire: any BatchProtocol, over transport: any Transport, _ batching: Batching,
    sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) {
    self.wire = wire
    self.transport = transport
    self.batching = batching
    self.sleep = sleep
  }

  /// Asks once, in company.
  func ask(
    _ request: ModelRequest, at endpoint: Endpoint, unixSeconds: Int,
    dress: @escaping @Sendable (HTTPRequest) -> HTTPRequest
  ) async -> Exchange.Reply {
    let token = state.withLock { state in
      state.nextToken += 1
      state.arriving[state.nextToken] = false
      return state.nextToken
    }
    let item = Item(token: token, request: request, unixSeconds: unixSeconds, dress: dress)
    let key = Key(endpoint: endpoint, kind: wire.batchKey(of: request))
    return await withTaskCancellationHandler {
      await withCheckedContinuation { enqueue(item, key, $0) }
    } onCancel: {
      cancel(token)
    }
  }

  private enum Next {
    case nothing
    case wait(queue: Int)
    case send([Item])
  }

  private func enqueue(
    _ item: Item, _ key: Key, _ reply: CheckedContinuation<Exchange.Reply, Never>
  ) {
    let next = state.withLock { state -> Next? in
      guard state.arriving.removeValue(forKey: item.token) == false else { return nil }
      state.waiting[item.token] = reply
      var queue = state.queues[key] ?? Queue(number: state.nextQueue)
      if queue.items.isEmpty { state.nextQueue += 1 }
      queue.items.append(item)
      guard queue.items.count < batching.size else {
        state.queues[key] = nil
        return .send(queue.items)
      }
      state.queues[key] = queue
      return queue.items.count == 1 ? .wait(queue: queue.number) : .nothing
    }
    switch next {
    case nil: reply.resume(returning: .init(.failed(.transport(.cancelled), received: nil)))
    case .nothing?: break
    case .wait(let number)?: Task { await flush(key, number) }
    case .send(let items)?: launch(items, key.endpoint)
    }
  }

  /// Sends a queue that did not fill up in time.
  private func flush(_ key: Key, _ number: Int) async {
    try? await sleep(batching.wait)
    let items = state.withLock { state -> [Item] in
      guard let queue = state.queues[key], queue.number == number else { return [] }
      state.queues[key] = nil
      return queue.items
    }
    if !items.isEmpty { launch(items, key.endpoint) }
  }

  private func launch(_ items: [Item], _ endpoint: Endpoint) {
    guard let number = items.first?.token else { return }
    let isWanted = state.withLock { state -> Bool in
      let wanted = items.filter { state.waiting[$0.token] != nil }
      for item in wanted { state.flightOf[item.token] = number }
      state.flights[number] = Flight(wanted: wanted.count)
      return !wanted.isEmpty
    }
    guard isWanted else { return state.withLock { $0.flights[number] = nil } }
    let task = Task(executorPreference: transport.executor) { [self] in
      await send(items, endpoint)
      state.withLock { $0.flights[number] = nil }
    }
    let isLate = state.withLock { state -> Bool in
      state.flights[number]?.task = task
      return state.flights[number]?.wanted == 0
    }
    if isLate { task.cancel() }
  }

  private func cancel(_ token: Int) {
    let (reply, task) = state.withLock {
      state -> (CheckedContinuation<Exchange.Reply, Never>?, Task<Void, Never>?) in
      guard let reply = state.waiting.removeValue(forKey: token) else {
        if state.arriving[token] != nil { state.arriving[token] = true }
        return (nil, nil)
      }
      for key in state.queues.keys { state.queues[key]?.items.removeAll { $0.token == token } }
      state.queues = state.queues.filter { !$0.value.items.isEmpty }
      guard let flight = state.flightOf.removeValue(forKey: token) else { return (reply, nil) }
      state.flights[flight]?.wanted -= 1
      return (reply, state.flights[flight]?.wanted == 0 ? state.flights[flight]?.task : nil)
    }
    task?.cancel()
    reply?.resume(returning: .init(.failed(.transport(.cancelled), received: nil)))
  }

  private func deliver(
    _ outcome: Exchange.Outcome, _ response: HTTPResponse? = nil, to item: Item
  ) {
    let reply = state.withLock { state in
      state.flightOf[item.token] = nil
      return state.waiting.removeValue(forKey: item.token)
    }
    reply?.resume(returning: .init(outcome, response))
  }

  /// Sends some prompts in one request, and in halves if the server will not have them together.
  private func send(_ items: [Item], _ endpoint: Endpoint) async {
    guard let first = items.first else { return }
    let message: HTTPRequest
    do throws(Fault) {
      message = first.dress(
        try wire.request(forBatch: items.map(\.request), at: endpoint))
    } catch {
      guard items.count == 1 else { return await sendHalves(items, endpoint) }
      return deliver(.unsendable(error), to: first)
    }
    let exchange = await transport.exchange(message, into: nil)
    if let failure = exchange.failure {
      return fail(items, .transport(failure))
    }
    let response = exchange.response ?? HTTPResponse(status: 0)
    guard 200..<300 ~= response.status else {
      let failure = TryFailure.status(response, wire, unixSeconds: first.unixSeconds)
      guard items.count > 1, failure.mayBeOnesFault else { return fail(items, failure, response) }
      return await sendHalves(items, endpoint)
    }
    do throws(ReplyFailure) {
      let results = try wire.completions(from: response, to: items.map(\.request))
      for (item, result) in zip(items, results) {
        switch result {
        case .success(let completion):
          var completion = completion.measured(by: response)
          completion.wire.batchSize = items.count
          deliver(.completed(completion), response, to: item)
        case .failure(let failure):
          deliver(.failed(.reply(failure), received: nil), response, to: item)
        }
      }
      fail(
        Array(items.dropFirst(results.count)),
        .reply(.malformed("the batch's reply is short")), response)
    } catch {
      guard items.count > 1 else { return fail(items, .reply(error), response) }
      await sendHalves(items, endpoint)
    }
  }

  private func sendHalves(_ items: [Item], _ endpoint: Endpoint) async {
    let middle = items.count / 2
    async let first: Void = send(Array(items[..<middle]), endpoint)
    async let second: Void = send(Array(items[middle...]), endpoint)
    _ = await (first, second)
  }

  private func fail(
    _ items: [Item], _ failure: TryFailure, _ response: HTTPResponse? = nil
  ) {
    for item in items { deliver(.failed(failure, received: nil), response, to: item) }
  }
}

extension TryFailure {
  /// Whether one prompt of several may have brought this on all.
  fileprivate var mayBeOnesFault: Bool {
    switch self {
    case .status(let status, _, _): [400, 413, 422, 500].contains(status)
    case .transport, .reply: false
    }
  }
}
