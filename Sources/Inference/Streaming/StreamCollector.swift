internal import Grading

/// Reads one reply as it comes in, if it is a stream; leaves it alone if it is none.
///
/// What a server sends decides, not what was asked for: by its Content-Type, then by its first byte.
final class StreamCollector: BodySink {
  /// The most bytes of one event; a whole completion in one event must fit.
  static let eventLimit = 16 << 20

  private let fresh: any StreamFold
  private let state: Locked<State>

  fileprivate struct State {
    var fold: any StreamFold
    var reader: Reader?
    /// The first bytes, until they tell what the reply is.
    var kind: MediaKind = .unknown
    var undecided: [UInt8] = []
    /// The body of what is no stream.
    var body: [UInt8] = []
    var hasEvents = false
    var failure: ReplyFailure?
    var firstText: Double?
    var lastProgress: Double?
  }

  fileprivate enum Reader {
    case events(EventStreamParser)
    case lines(LineStreamParser)
    /// No stream at all.
    case whole
  }

  init(_ fold: any StreamFold) {
    fresh = fold
    state = Locked(State(fold: fold))
  }

  func begin(status: Int, headers: [HTTPHeader]) -> Bool {
    guard 200..<300 ~= status else { return false }
    let type = headers.first { $0.name.equalsIgnoringCase("content-type") }?.value ?? ""
    state.withLock { state in
      state = State(fold: fresh)
      state.kind = MediaKind(type)
    }
    return true
  }

  func receive(_ bytes: UnsafeRawBufferPointer, milliseconds: Double) -> Bool {
    state.withLock { $0.receive(bytes, milliseconds: milliseconds) }
  }

  var lastProgress: Double? { state.withLock { $0.lastProgress } }

  /// What came, once the reply has ended.
  enum Ending {
    case completion(Completion)
    /// It was no stream: its body.
    case whole([UInt8])
    case failed(ReplyFailure)
  }

  /// - Parameter isCut: Whether the connection broke before the body's end.
  func end(isCut: Bool) -> Ending {
    state.withLock { $0.end(isCut: isCut) }
  }

  /// Whether the server said that nothing follows.
  var isOver: Bool { state.withLock { $0.fold.isOver } }

  /// All text that has come; `nil` if there is none.
  var received: String? {
    state.withLock { state in
      let text = state.fold.received
      return text.isEmpty ? nil : text
    }
  }
}

extension StreamCollector.State {
  mutating func receive(_ bytes: UnsafeRawBufferPointer, milliseconds: Double) -> Bool {
    guard failure == nil else { return false }
    if reader == nil {
      undecided += bytes
      guard let chosen = kind.reader(for: undecided, fold.form) else { return true }
      reader = chosen
      let first = undecided
      undecided = []
      return first.withUnsafeBytes { feed($0, milliseconds) }
    }
    return feed(bytes, milliseconds)
  }

  private mutating func feed(_ bytes: UnsafeRawBufferPointer, _ milliseconds: Double) -> Bool {
    guard let reader else { return true }
    self.reader = nil  // so that the parser is changed in its place
    do throws(ReplyFailure) {
      switch reader {
      case .events(var parser):
        try parser.feed(bytes) { event throws(ReplyFailure) in try take(event, milliseconds) }
        self.reader = .events(parser)
      case .lines(var parser):
        try parser.feed(bytes) { event throws(ReplyFailure) in try take(event, milliseconds) }
        self.reader = .lines(parser)
      case .whole:
        body += bytes
        self.reader = .whole
      }
      return true
    } catch {
      failure = error
      return false
    }
  }

  private mutating func take(_ event: StreamEvent, _ milliseconds: Double) throws(ReplyFailure) {
    hasEvents = true
    switch try fold.take(event) {
    case .nothing: return
    case .something: break
    case .text: firstText = firstText ?? milliseconds
    }
    lastProgress = milliseconds
  }

  mutating func end(isCut: Bool) -> StreamCollector.Ending {
    do throws(ReplyFailure) {
      if let failure { throw failure }
      let last = lastProgress ?? 0
      switch reader {
      case nil:
        guard undecided.trimmingASCIISpace.isEmpty, kind == .events || kind == .lines else {
          return .whole(undecided)
        }
      case .whole: return .whole(body)
      case .events(var parser):
        // A cut stream's last event is in pieces.
        if !isCut {
          try parser.finish { event throws(ReplyFailure) in try take(event, last) }
        }
      case .lines(var parser):
        if !isCut {
          try parser.finish { event throws(ReplyFailure) in try take(event, last) }
        }
      }
      guard hasEvents else { throw .endedEarly("", hasEvents: false) }
      var completion = try fold.completion()
      completion.wire.isStreamed = true
      completion.wire.firstTokenMilliseconds = firstText
      return .completion(completion)
    } catch {
      return .failed(error)
    }
  }
}

/// What a Content-Type promises.
private enum MediaKind {
  case events, lines, json, unknown

  init(_ contentType: String) {
    if contentType.containsIgnoringCase("event-stream") {
      self = .events
    } else if contentType.containsIgnoringCase("ndjson")
      || contentType.containsIgnoringCase("jsonl")
      || contentType.containsIgnoringCase("json-seq")
    {
      self = .lines
    } else if contentType.containsIgnoringCase("json") {
      self = .json
    } else {
      self = .unknown
    }
  }

  /// How to read a body that begins so; `nil` if only white space has come.
  func reader(for start: [UInt8], _ form: StreamForm) -> StreamCollector.Reader? {
    guard let first = start.first(where: { !$0.isASCIISpace }) else { return nil }
    let looksLikeJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    let events = StreamCollector.Reader.events(.init(limit: StreamCollector.eventLimit))
    let lines = StreamCollector.Reader.lines(.init(limit: StreamCollector.eventLimit))
    switch self {
    case .events: return looksLikeJSON ? .whole : events
    case .lines: return lines
    case .json: return looksLikeJSON ? .whole : events
    case .unknown:
      if looksLikeJSON { return form == .lines ? lines : .whole }
      // The fields of events, a comment, a byte order mark.
      return "deir:".utf8.contains(first) || first == 0xEF ? events : .whole
    }
  }
}
