public import Grading

/// The address of a server, as a user gave it, taken apart.
///
/// `http://host:port`, `https://host/v1` and `…/v1/chat/completions` are all understood: each protocol
/// finds its own paths from what is given.
public struct Endpoint: Sendable, Hashable {
  /// `http` or `https`.
  public let scheme: String
  /// A name, an IPv4 address or an IPv6 address in brackets; in lower case.
  public let host: String
  public let port: Int?
  /// Without a slash at the end; empty or beginning with one.
  public let path: String
  /// Without its question mark; empty if there is none.
  public let query: String
  /// How many times as many requests as one of weight 1 it gets, 0.01 … 1000: `…/v1#weight=3`.
  public let weight: Double
  /// The scheme, the host and the port.
  private let origin: String
  /// The address for messages and records; the query may hold a secret and is left out.
  public let display: String
  /// The path below which a server keeps the OpenAI protocol: `/v1` unless another was given.
  public let openAIBase: String

  /// Reads an address; `http://` may be left out.
  ///
  /// - Throws: a `rejected` fault that says what is wrong. Credentials in an address are refused,
  ///   because addresses are stored and shown.
  public init(_ text: String) throws(Fault) {
    guard text.utf8.count <= 2048, text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw Endpoint.wrong("it is too long, or has spaces or characters outside ASCII")
    }
    var rest = Substring(text)
    (scheme, rest) = Endpoint.scheme(rest)
    guard scheme == "http" || scheme == "https" else { throw Endpoint.wrong("only http and https") }
    let fragment = rest.drop { $0 != "#" }.dropFirst()
    weight = try Endpoint.weight(fragment)
    rest = rest.prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard !authority.contains("@") else {
      throw Endpoint.wrong("credentials do not belong in it; name a variable that holds the key")
    }
    (host, port) = try Endpoint.split(authority)
    rest = rest[authority.endIndex...]
    var path = rest.prefix { $0 != "?" }
    query = String(rest[path.endIndex...].dropFirst())
    while path.last == "/" { path.removeLast() }
    self.path = String(path)
    // Once and not for every request.
    origin = "\(scheme)://\(host)\(port.map { ":\($0)" } ?? "")"
    display = origin + path
    openAIBase = Endpoint.base(
      of: self.path, below: "/v1", ["/chat/completions", "/completions", "/models"])
  }

  private static func wrong(_ reason: String) -> Fault {
    Fault(.rejected, "the endpoint is no address: \(reason), for example http://127.0.0.1:8000/v1")
  }

  /// The number after `weight=`; other fragments mean nothing.
  private static func weight(_ fragment: Substring) throws(Fault) -> Double {
    guard fragment.hasPrefix("weight=") else { return 1 }
    guard let weight = Double(fragment.dropFirst(7)), 0.01...1000 ~= weight else {
      throw wrong("its weight is no number from 0.01 to 1000")
    }
    return weight
  }

  private static func scheme(_ text: Substring) -> (scheme: String, rest: Substring) {
    let letters = text.prefix { $0.isLetter }
    let rest = text[letters.endIndex...]
    guard rest.hasPrefix("://") else { return ("http", text) }
    return (letters.lowercased(), rest.dropFirst(3))
  }

  private static func split(_ authority: Substring) throws(Fault) -> (host: String, port: Int?) {
    let closing = authority.first == "[" ? authority.firstIndex(of: "]") : nil
    let colon = authority[(closing ?? authority.startIndex)...].firstIndex(of: ":")
    let host = authority[..<(colon ?? authority.endIndex)]
    guard !host.isEmpty, host.first != "[" || closing != nil else { throw wrong("it has no host") }
    guard let colon else { return (host.lowercased(), nil) }
    let digits = authority[authority.index(after: colon)...]
    guard let port = Int(digits), 1...65535 ~= port else { throw wrong("its port is no number") }
    return (host.lowercased(), port)
  }

  /// The address of `path` on this server; the query goes along.
  public func url(_ path: String) -> String {
    query.isEmpty ? origin + path : "\(origin)\(path)?\(query)"
  }

  /// The path without what a protocol adds to it.
  ///
  /// - Parameters:
  ///   - usual: Taken if no path was given.
  ///   - known: Endings that users copy along.
  func base(below usual: String, _ known: [String]) -> String {
    Endpoint.base(of: path, below: usual, known)
  }

  private static func base(of path: String, below usual: String, _ known: [String]) -> String {
    if path.isEmpty { return usual }
    for ending in known where path.hasSuffix(ending) { return String(path.dropLast(ending.count)) }
    return path
  }

  /// Whether the host is this machine.
  public var isLoopback: Bool {
    if host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
