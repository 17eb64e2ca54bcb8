/// Where a pipeline's workers take attempts, hand on completions and leave grades. No task is made for an
/// attempt, and none is woken for each.
///
/// As long as marking only thinks, two markers are kept awake and the others sleep: waking costs more
/// than most marks. A marker that waits for somebody, a sandbox or a judge, does not count as awake, so
/// that as many can wait at once as there are markers.
final class Desk: Sendable {
  fileprivate struct State {
    var attempts: any IteratorProtocol<Attempt>
    var asking: Int
    /// Handed on and not taken yet: those from `taken` on.
    var papers: [Paper] = []
    var taken = 0
    var marking = 0
    /// Markers that take the next paper before long.
    var awake = 0
    var idle: [Continuation] = []
    /// Askers whose completions are beyond the backlog.
    var held: [Continuation] = []
    var grades: [Graded] = []
    /// Who takes the grades, while there are none.
    var receiver: Continuation?
    /// Markers whose grades lie here while the receiver does not keep up.
    var blocked: [Continuation] = []
    var isClosed = false
  }

  private let state: Locked<State>
  private let backlog: Int

  /// The most grades that lie here before markers have to wait.
  private static let room = 1024
  /// Markers kept awake for what needs no waiting.
  fileprivate static let mostAwake = 2

  init(_ attempts: some Sequence<Attempt> & Sendable, askers: Int, backlog: Int) {
    state = Locked(State(attempts: attempts.makeIterator(), asking: askers))
    self.backlog = backlog
  }

  // MARK: Asking

  func next() -> Attempt? {
    state.withLock { $0.isClosed ? nil : $0.attempts.next() }
  }

  /// Hands on what came of an attempt; waits while far too many wait to be marked.
  func hand(_ paper: Paper) async {
    let (marker, isFull) = state.withLock { state in
      if !state.isClosed { state.papers.append(paper) }
      return (state.wakeMarker(), state.unmarked > backlog)
    }
    marker?.resume()
    guard isFull else { return }
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        guard state.unmarked > backlog, !state.isClosed else { return true }
        state.held.append(continuation)
        return false
      }
      if goesOn { continuation.resume() }
    }
  }

  /// An asker has gone home.
  func leaveAsking() {
    let leaving = state.withLock { state in
      state.asking -= 1
      return state.everybodyIfOver()
    }
    for continuation in leaving { continuation.resume() }
  }

  // MARK: Marking

  /// The next paper to be marked; `nil` once there will be no more.
  ///
  /// - Parameter isAwake: Whether the desk counts on this marker to take the next paper before long; of no
  ///   concern to the marker but to be given back.
  func take(_ isAwake: inout Bool) async -> Paper? {
    while true {
      let (paper, woken, isOver) = state.withLock { state in
        if isAwake { state.awake -= 1 }
        guard let paper = state.takePaper() else {
          return (Paper?.none, [Continuation](), state.isOver)
        }
        guard paper.isImmediate else { return (paper, state.standIn(), false) }
        state.awake += 1
        return (paper, [], false)
      }
      for continuation in woken { continuation.resume() }
      isAwake = paper?.isImmediate ?? false
      if paper != nil || isOver { return paper }
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          guard state.isEmpty, !state.isOver else {
            state.awake += 1
            return true
          }
          state.idle.append(continuation)
          return false
        }
        if goesOn { continuation.resume() }
      }
      isAwake = true  // as who woke it has counted
    }
  }

  /// Leaves the grade of a paper; waits while far too many lie here.
  func put(_ graded: Graded) async {
    let (woken, isFull) = state.withLock { state in
      state.marking -= 1
      state.grades.append(graded)
      var woken = state.everybodyIfOver()
      if state.isWorthReceiving, let receiver = state.receiver.take() { woken.append(receiver) }
      if state.unmarked <= backlog, !state.held.isEmpty {
        woken += state.held
        state.held.removeAll()
      }
      return (woken, state.grades.count >= Desk.room)
    }
    for continuation in woken { continuation.resume() }
    guard isFull else { return }
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        guard state.grades.count >= Desk.room, !state.isClosed else { return true }
        state.blocked.append(continuation)
        return false
      }
      if goesOn { continuation.resume() }
    }
  }

  // MARK: Receiving

  /// All grades that lie here, as soon as there are any; `nil` once there will be no more.
  func finished() async -> [Graded]? {
    while true {
      let (grades, blocked, isOver) = state.withLock { state in
        defer { (state.grades, state.blocked) = ([], []) }
        return (state.grades, state.blocked, state.isOver)
      }
      for continuation in blocked { continuation.resume() }
      if !grades.isEmpty { return grades }
      if isOver { return nil }
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          guard !state.isWorthReceiving, !state.isOver else { return true }
          state.receiver = continuation
          return false
        }
        if goesOn { continuation.resume() }
      }
    }
  }

  /// Hands out nothing more, and lets everybody go.
  func close() {
    let leaving = state.withLock { state in
      state.isClosed = true
      (state.papers, state.taken) = ([], 0)
      defer { (state.blocked, state.held) = ([], []) }
      return state.blocked + state.held + state.everybodyIfOver()
    }
    for continuation in leaving { continuation.resume() }
  }
}

private typealias Continuation = CheckedContinuation<Void, Never>

extension Desk.State {
  fileprivate var isEmpty: Bool { taken == papers.count }

  /// Handed on and not marked yet.
  fileprivate var unmarked: Int { papers.count - taken + marking }

  fileprivate var isOver: Bool { asking == 0 && unmarked == 0 }

  /// Whether to wake the receiver: not for each grade while more are about to come.
  fileprivate var isWorthReceiving: Bool {
    grades.count >= 16 || (!grades.isEmpty && isEmpty)
  }

  fileprivate mutating func takePaper() -> Paper? {
    guard taken < papers.count else { return nil }
    let paper = papers[taken]
    taken += 1
    marking += 1
    if taken == papers.count {
      papers.removeAll(keepingCapacity: taken <= 4096)
      taken = 0
    } else if taken >= 1024 {
      papers.removeFirst(taken)
      taken = 0
    }
    return paper
  }

  /// A marker for what lies here, if too few are awake.
  fileprivate mutating func wakeMarker() -> Continuation? {
    guard !isEmpty, awake < Desk.mostAwake, let marker = idle.popLast() else { return nil }
    awake += 1
    return marker
  }

  /// Who takes over from a marker that is about to wait for somebody.
  fileprivate mutating func standIn() -> [Continuation] {
    var woken: [Continuation] = []
    if let marker = wakeMarker() { woken.append(marker) }
    if !grades.isEmpty, let receiver = receiver.take() { woken.append(receiver) }
    return woken
  }

  /// All who wait for what will not come any more.
  fileprivate mutating func everybodyIfOver() -> [Continuation] {
    guard isOver else { return [] }
    defer { (idle, receiver) = ([], nil) }
    return idle + (receiver.map { [$0] } ?? [])
  }
}
