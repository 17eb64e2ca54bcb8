internal import Grading

/// Requests that wait for an endpoint, by their tickets.
struct WaitingLine {
  typealias Reply = CheckedContinuation<Result<Dispatcher.Lease, Fault>, Never>

  private struct Place {
    var ticket: Int
    var avoided: Int?
    var reply: Reply?
  }

  /// Sorted by ticket; those before `start` are gone, and so are those without a reply.
  private var places: [Place] = []
  private var start = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// The first in the line: its ticket, and which endpoint it avoids.
  var first: (ticket: Int, avoided: Int?)? {
    isEmpty ? nil : (places[start].ticket, places[start].avoided)
  }

  mutating func add(_ ticket: Int, _ avoided: Int?, _ reply: Reply) {
    let place = Place(ticket: ticket, avoided: avoided, reply: reply)
    count += 1
    // New attempts have the highest tickets; only further tries go in between.
    guard let last = places.last, start < places.count, last.ticket > ticket else {
      if start == places.count { (places, start) = ([], 0) }
      return places.append(place)
    }
    places.insert(place, at: index(of: ticket))
    skipGone()
  }

  mutating func removeFirst() -> Reply {
    guard let reply = places[start].reply else { preconditionFailure("the line is empty") }
    places[start].reply = nil
    count -= 1
    skipGone()
    return reply
  }

  /// Moves the first to another line, in its place there.
  mutating func moveFirst(to other: inout WaitingLine) {
    guard let first else { return }
    other.add(first.ticket, first.avoided, removeFirst())
  }

  /// Takes one out of the line; `nil` if it is not there.
  mutating func remove(_ ticket: Int) -> Reply? {
    let index = index(of: ticket)
    guard index < places.count, places[index].ticket == ticket, let reply = places[index].reply
    else { return nil }
    places[index].reply = nil
    count -= 1
    skipGone()
    return reply
  }

  private mutating func skipGone() {
    while start < places.count, places[start].reply == nil { start += 1 }
    if start > 1024, start * 2 > places.count {
      places.removeFirst(start)
      start = 0
    }
  }

  /// Where the ticket stands or would stand.
  private func index(of ticket: Int) -> Int {
    var (low, high) = (start, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle].ticket < ticket { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
