/// Which requests seem to end the server that gets them: a prompt so large that the server runs out of
/// memory, and whose further tries end each server that was started anew.
///
/// A pure value; tries are numbered in the order in which they begin. A request *crashed* if its
/// connection broke and its endpoint was found to be gone: a try that began after the break met no
/// server, and none that did was answered before; or the endpoint had been gone already and had not
/// answered since, so this was what its new server got first. A network that merely resets connections
/// ends in no crash, however often it does.
///
/// After two breaks that may be crashes a request goes *apart*: of all such requests one is in flight at
/// a time, over all endpoints, while the others go on beside it. Those that only happened to be in
/// flight with the one at fault so get through one after another; the one at fault, once it has two
/// crashes and breaks apart, is *over*.
struct Crashes: Sendable {
  private var suspects: [Int: Suspect] = [:]
  /// Of which it is not known yet whether the server was gone afterwards.
  private var open: [Break] = []
  /// By endpoint that was found to be gone, until it answers again: how many tries had begun when a
  /// connection broke there.
  private var deaths: [Int: Int] = [:]
  /// The request that is in flight apart.
  private(set) var underWay: Int?
  private var hasReleased = false

  /// How a request may go.
  enum Standing: Sendable, Hashable {
    case free
    /// With no other of its kind.
    case apart
    /// Not any more.
    ///
    /// - Parameter endpoint: Where it broke last.
    case over(endpoint: Int)
  }

  /// One try of a request.
  struct Try: Sendable, Hashable {
    /// The request's ticket.
    var attempt: Int
    var endpoint: Int
    /// Its place among all tries, in the order of their beginnings.
    var number: Int
  }

  private struct Suspect {
    var crashes = 0
    var openBreaks = 0
    var brokeApart = false
    var lastEndpoint: Int

    var isApart: Bool { crashes + openBreaks >= Crashes.tolerated }
    var isOver: Bool { crashes >= Crashes.tolerated && brokeApart }
  }

  private struct Break {
    var of: Try
    /// How many tries had begun when it broke.
    var begun: Int
  }

  /// So many crashes may be another's doing.
  private static let tolerated = 2

  /// What is said of a request that is over.
  static let explanation =
    "the server was gone after two of its tries before, so the request itself seems to end it"

  /// Whether nobody is suspected; then nothing needs to be told.
  var isEmpty: Bool { suspects.isEmpty }

  /// Whether an endpoint was found to be gone and has not answered since.
  func isGone(_ endpoint: Int) -> Bool { deaths[endpoint] != nil }

  func standing(of attempt: Int) -> Standing {
    guard let suspect = suspects[attempt] else { return .free }
    if suspect.isOver { return .over(endpoint: suspect.lastEndpoint) }
    return suspect.isApart ? .apart : .free
  }

  /// A request goes.
  mutating func begin(_ attempt: Int) {
    if case .apart = standing(of: attempt) { underWay = attempt }
  }

  /// The connection of a try broke. It is still in flight until ``cameBack(_:)``.
  ///
  /// - Parameter begun: How many tries have begun so far.
  mutating func broke(_ it: Try, begun: Int) -> Standing {
    var suspect = suspects[it.attempt] ?? Suspect(lastEndpoint: it.endpoint)
    suspect.lastEndpoint = it.endpoint
    if underWay == it.attempt { suspect.brokeApart = true }
    if deaths[it.endpoint] != nil {
      suspect.crashes += 1
    } else {
      suspect.openBreaks += 1
      open.append(Break(of: it, begun: begun))
    }
    suspects[it.attempt] = suspect
    return standing(of: it.attempt)
  }

  /// A try met no server: what was in flight when a connection broke there before, crashed.
  mutating func metNobody(_ it: Try) {
    let seen = open.lazy.filter { $0.of.endpoint == it.endpoint && $0.begun < it.number }
    guard let death = seen.map(\.begun).max() else { return }
    deaths[it.endpoint] = death
    for broken in take({ $0.of.endpoint == it.endpoint && $0.of.number <= death }) {
      suspects[broken.of.attempt]?.openBreaks -= 1
      suspects[broken.of.attempt]?.crashes += 1
    }
  }

  /// A try was answered, in whatever way: the server had not gone when it began.
  mutating func wasAnswered(_ it: Try) {
    if let death = deaths[it.endpoint], death < it.number { deaths[it.endpoint] = nil }
    guard !open.isEmpty else { return }
    for broken in take({ $0.of.endpoint == it.endpoint && $0.begun < it.number }) {
      acquit(broken.of.attempt)
    }
  }

  private mutating func acquit(_ attempt: Int) {
    guard var suspect = suspects[attempt] else { return }
    let wasApart = suspect.isApart
    suspect.openBreaks -= 1
    suspects[attempt] = suspect.crashes + suspect.openBreaks > 0 ? suspect : nil
    guard wasApart, !suspect.isApart else { return }
    hasReleased = true
    cameBack(attempt)
  }

  /// Takes out the breaks that are settled.
  private mutating func take(_ isSettled: (Break) -> Bool) -> [Break] {
    let settled = open.filter(isSettled)
    if !settled.isEmpty { open.removeAll(where: isSettled) }
    return settled
  }

  /// A request is in flight no more.
  mutating func cameBack(_ attempt: Int) {
    if underWay == attempt { underWay = nil }
  }

  /// A request has ended, whatever came of it.
  mutating func forget(_ attempt: Int) {
    cameBack(attempt)
    suspects[attempt] = nil
    open.removeAll { $0.of.attempt == attempt }
    if isEmpty { deaths = [:] }
  }

  /// Whether a request that was to go apart need not any more; tells it once.
  mutating func takeReleased() -> Bool {
    defer { hasReleased = false }
    return hasReleased
  }
}
