/// Lets one request find a host's address before the others go.
///
/// libcurl resolves names on threads, one for each request that does not find the name in its cache: a
/// thousand first requests would start a thousand threads. So the first request to a name, the scout,
/// goes alone until it has a socket; after that the name is in the cache. Addresses in digits and
/// this machine's own names need no scout.
struct Scouting<Traveller: AnyObject> {
  private var hosts: [String: Host] = [:]
  /// The URL met last whose host needs no scout: most requests go where the one before them went.
  private var settled: (url: String, isLoopback: Bool)?

  private struct Host {
    var isLoopback: Bool
    var isKnown: Bool
    var scout: Traveller?
    var waiting: [Traveller] = []
  }

  /// A run has few hosts; beyond this many the table is begun anew as soon as nobody waits.
  private static var mostHosts: Int { 256 }

  /// Whether `traveller` has to wait; if not, it may be the scout.
  mutating func mustWait(_ traveller: Traveller, for url: String) -> Bool {
    if settled?.url == url { return false }
    let key = Scouting.origin(url)
    var host = hosts[key] ?? Scouting.host(url)
    defer { hosts[key] = host }
    if host.isKnown {
      settled = (url, host.isLoopback)
      return false
    }
    if host.scout == nil {
      host.scout = traveller
      return false
    }
    host.waiting.append(traveller)
    return true
  }

  /// Whether the URL names this machine itself.
  func isLoopback(_ url: String) -> Bool {
    if let settled, settled.url == url { return settled.isLoopback }
    return hosts[Scouting.origin(url)]?.isLoopback ?? Scouting.host(url).isLoopback
  }

  /// The scouts that have arrived.
  func takeSuccessful(where hasArrived: (Traveller) -> Bool) -> [Traveller] {
    guard hosts.values.contains(where: { $0.scout != nil }) else { return [] }
    return hosts.values.compactMap(\.scout).filter(hasArrived)
  }

  /// Ends a scout's errand; returns who waited for it, or `nil` if the traveller is no scout.
  mutating func end(_ traveller: Traveller, _ url: String, found: Bool) -> [Traveller]? {
    if settled?.url == url { return nil }
    let key = Scouting.origin(url)
    guard var host = hosts[key], host.scout === traveller else { return nil }
    let waiting = host.waiting
    host.scout = nil
    host.waiting = []
    host.isKnown = found
    hosts[key] = host
    if hosts.count > Scouting.mostHosts, hosts.values.allSatisfy({ $0.scout == nil }) {
      hosts = [:]
    }
    return waiting
  }

  private static func host(_ url: String) -> Host {
    guard let endpoint = try? Endpoint(url) else { return Host(isLoopback: false, isKnown: true) }
    let isAddress =
      endpoint.host.first == "["
      || endpoint.host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || 48...57 ~= $0 }
    return Host(
      isLoopback: endpoint.isLoopback, isKnown: isAddress || endpoint.isLoopback)
  }

  /// A URL up to its path.
  private static func origin(_ url: String) -> String {
    var slashes = 0
    return String(
      Substring(
        url.utf8.prefix { byte in
          if byte == UInt8(ascii: "/") { slashes += 1 }
          return slashes < 3
        }))
  }
}
