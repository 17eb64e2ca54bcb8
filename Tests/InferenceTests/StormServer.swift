import Glibc
import Grading

/// A server on the loopback that misbehaves at a share of its requests, in every way there is, and
/// writes down what it was asked and what it did.
///
/// A thread for each connection; what it does to a request depends on the request's number alone.
final class StormServer: Sendable {
  enum Deed: Int, Sendable, CaseIterable {
    case reset, silence, cutBody, cutHead, garbage, trickle, hang, noJSON, errorInReply
    case busySeconds, busyMilliseconds, busyDate, busyReset, busyBare
    case brokenServer, noGateway
  }

  struct Entry: Sendable {
    var sentID: String
    /// `nil` for a good answer.
    var deed: Deed?
  }

  let port: UInt16
  private let listener: Int32
  private let percent: Int
  private let log = Locked<[Entry]>([])

  /// What was asked, in the order in which it was read.
  var entries: [Entry] { log.withLock { $0 } }

  /// - Parameter percent: The share of requests that something happens to.
  init(percent: Int) throws {
    self.percent = percent
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 1024) == 0
          && getsockname(listener, $0, &size) == 0
      }
    }
    port = UInt16(bigEndian: address.sin_port)
    guard isListening else { throw Fault(.network, "no port") }
    detach { [self] in accept() }
  }

  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func accept() {
    while true {
      let peer = Glibc.accept(listener, nil, nil)
      guard peer >= 0 else { break }
      detach { [self] in
        serve(peer)
        close(peer)
      }
    }
    close(listener)
  }

  private func serve(_ peer: Int32) {
    var buffer: [UInt8] = []
    while let request = StormServer.read(peer, &buffer) {
      let id = StormServer.header("X-Request-Id: ", in: request)
      let deed = log.withLock { log -> Deed? in
        var number = UInt64(log.count) &* 0x9E37_79B9_7F4A_7C15
        number ^= number >> 29
        number = number &* 0xBF58_476D_1CE4_E5B9
        number ^= number >> 32
        let deed: Deed? =
          number % 100 < UInt64(percent)
          ? Deed(rawValue: Int(number >> 8) % Deed.allCases.count) : nil
        log.append(Entry(sentID: id, deed: deed))
        return deed
      }
      guard commit(deed, peer, id) else { return }
    }
  }

  /// Answers; returns whether the connection lives on.
  private func commit(_ deed: Deed?, _ peer: Int32, _ id: String) -> Bool {
    let good = #"{"choices":[{"message":{"content":"\#(id)"},"finish_reason":"stop"}]}"#
    switch deed {
    case nil: return reply(peer, 200, good)
    case .reset?:
      var linger = linger(l_onoff: 1, l_linger: 0)
      setsockopt(peer, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
      return false
    case .silence?: return false
    case .cutBody?:
      return send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{\"choices\":[{") && false
    case .cutHead?: return send(peer, "HTTP/1.1 200 OK\r\nContent-Le") && false
    case .garbage?: return send(peer, "\u{1}\u{2}\u{3} 5 no http\r\n\r\n") && false
    case .trickle?:
      return send(peer, "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n{") && untilGone(peer)
    case .hang?: return untilGone(peer)
    case .noJSON?: return reply(peer, 200, "<html>Log in</html>")
    case .errorInReply?: return reply(peer, 200, #"{"error":{"message":"lost it","code":500}}"#)
    case .busySeconds?: return reply(peer, 429, "{}", "Retry-After: 0\r\n")
    case .busyMilliseconds?: return reply(peer, 429, "{}", "retry-after-ms: 20\r\n")
    case .busyDate?:
      return reply(peer, 429, "{}", "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n")
    case .busyReset?:
      return reply(
        peer, 429, "{}",
        "x-ratelimit-remaining-requests: 0\r\nx-ratelimit-reset-requests: 15ms\r\n")
    case .busyBare?: return reply(peer, 429, "slow down")
    case .brokenServer?: return reply(peer, 500, "error \(id)")
    case .noGateway?: return reply(peer, 503, "<h1>503</h1>")
    }
  }

  private func reply(_ peer: Int32, _ status: Int, _ body: String, _ headers: String = "") -> Bool {
    send(
      peer,
      "HTTP/1.1 \(status) X\r\n\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }

  private func send(_ peer: Int32, _ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return Glibc.send(peer, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
  }

  /// Waits until the client closes the connection.
  private func untilGone(_ peer: Int32) -> Bool {
    var byte: UInt8 = 0
    while recv(peer, &byte, 1, 0) > 0 {}
    return false
  }

  /// One whole request; `nil` if the connection ends.
  private static func read(_ peer: Int32, _ buffer: inout [UInt8]) -> String? {
    var chunk = [UInt8](repeating: 0, count: 8192)
    while true {
      let text = String(decoding: buffer, as: UTF8.self)
      if let head = text.utf8.firstRange(of: "\r\n\r\n") {
        let length = Int(header("Content-Length: ", in: text)) ?? 0
        let end = head + 4 + length
        if buffer.count >= end {
          buffer.removeFirst(end)
          return text
        }
      }
      let count = recv(peer, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      buffer.append(contentsOf: chunk.prefix(count))
    }
  }

  private static func header(_ name: String, in text: String) -> String {
    guard let start = text.utf8.firstRange(of: name) else { return "" }
    let value = text.utf8.dropFirst(start + name.utf8.count).prefix { $0 != 13 }
    return String(decoding: value, as: UTF8.self)
  }
}

extension String.UTF8View {
  /// How many bytes stand before `word`; `nil` if it is not there.
  fileprivate func firstRange(of word: String) -> Int? {
    let bytes = Array(self)
    let pattern = Array(word.utf8)
    guard bytes.count >= pattern.count else { return nil }
    return (0...(bytes.count - pattern.count)).first { start in
      bytes[start] == pattern[0] && bytes[start..<start + pattern.count].elementsEqual(pattern)
    }
  }
}

/// Runs `body` on a thread of its own.
private func detach(_ body: @escaping @Sendable () -> Void) {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let box = Unmanaged.passRetained(Box(body))
  pthread_create(
    &thread, nil,
    { context in
      guard let context else { return nil }
      Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body()
      return nil
    }, box.toOpaque())
  pthread_detach(thread)
}
