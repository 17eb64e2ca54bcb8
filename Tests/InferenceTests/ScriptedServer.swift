import Foundation
import Glibc
import Grading

/// A server on the loopback that does exactly what a script says, byte for byte, and remembers
/// exactly what it was sent.
///
/// Each connection runs the next script, on a thread of its own; connections beyond the last are
/// closed at once. Nothing sleeps: a script waits for a request, a signal, or the client's leaving.
final class ScriptedServer: Sendable {
  enum Step: Sendable {
    /// Reads one whole request.
    case read
    /// Reads what comes first, such as the beginning of a handshake: who is left before it has sent anything
    /// cannot tell whether there ever was a connection.
    case receive
    case send(String)
    case sendBytes([UInt8])
    /// Waits until the test says so.
    case wait(Signal)
    /// Lets the test go on.
    case fire(Signal)
    /// Waits until the client closes the connection.
    case untilClosed
    /// Lets time pass; for what cannot be told from a signal, such as silence.
    case pause(milliseconds: Int)
    /// Accepts no more connections: the port refuses them from now on.
    case stopListening
    /// Ends the connection so that the client sees a reset instead of an end.
    case reset
  }

  /// Something that a test lets happen once.
  final class Signal: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    func fire() { semaphore.signal() }
    func wait() { semaphore.wait() }

    /// Waits on a thread of its own, so that no thread of the tests is held.
    func reached() async {
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          self.semaphore.wait()
          continuation.resume()
        }
      }
    }
  }

  /// A socket that is closed when nobody uses it any more: its number may be another's at once.
  private final class Listener: Sendable {
    let number: Int32
    init(_ number: Int32) { self.number = number }
    deinit { close(number) }

    /// Refuses connections from now on, and wakes who waits for one.
    func stop() { shutdown(number, Int32(SHUT_RDWR)) }
  }

  let port: UInt16
  private let listener: Listener
  private let state: Locked<State>

  private struct State {
    var scripts: [[Step]]
    var requests: [String] = []
    var connections = 0
  }

  var url: String { "http://127.0.0.1:\(port)" }
  /// What was read, whole requests in the order in which they were complete.
  var requests: [String] { state.withLock { $0.requests } }
  var connections: Int { state.withLock { $0.connections } }

  /// - Parameters:
  ///   - scripts: One for each connection.
  ///   - listens: Whether to accept connections at all; without, the port refuses them.
  init(scripts: [[Step]], listens: Bool = true) throws {
    state = Locked(State(scripts: scripts))
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(listener, generic, length) == 0 && (!listens || listen(listener, 64) == 0)
          && getsockname(listener, generic, &length) == 0
      }
    }
    guard bound else {
      close(listener)
      throw POSIXError(.EADDRINUSE)
    }
    let owned = Listener(listener)
    self.listener = owned
    port = UInt16(bigEndian: address.sin_port)
    guard listens else { return }
    let state = state
    Thread.detachNewThread {
      while true {
        let connection = accept(owned.number, nil, nil)
        guard connection >= 0 else { return }
        let script = state.withLock { state -> [Step] in
          state.connections += 1
          return state.scripts.isEmpty ? [] : state.scripts.removeFirst()
        }
        Thread.detachNewThread { ScriptedServer.run(script, on: connection, of: owned, state) }
      }
    }
  }

  convenience init(_ scripts: [Step]..., listens: Bool = true) throws {
    try self.init(scripts: scripts, listens: listens)
  }

  deinit { listener.stop() }

  private static func run(
    _ script: [Step], on socket: Int32, of listener: Listener, _ state: Locked<State>
  ) {
    defer { close(socket) }
    var buffer: [UInt8] = []
    for step in script {
      switch step {
      case .read:
        guard let request = readRequest(socket, &buffer) else { return }
        state.withLock { $0.requests.append(request) }
      case .receive:
        var piece = [UInt8](repeating: 0, count: 65536)
        guard recv(socket, &piece, piece.count, 0) > 0 else { return }
      case .send(let text): write(Array(text.utf8), to: socket)
      case .sendBytes(let bytes): write(bytes, to: socket)
      case .wait(let signal): signal.wait()
      case .fire(let signal): signal.fire()
      case .untilClosed:
        var byte: UInt8 = 0
        while recv(socket, &byte, 1, 0) > 0 {}
      case .pause(let milliseconds): usleep(UInt32(milliseconds) * 1000)
      case .stopListening: listener.stop()
      case .reset:
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
          socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        return
      }
    }
  }

  private static func write(_ bytes: [UInt8], to socket: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = rest.withUnsafeBytes {
        send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard sent > 0 else { return }
      rest = rest.dropFirst(sent)
    }
  }

  private static func readRequest(_ socket: Int32, _ buffer: inout [UInt8]) -> String? {
    while true {
      if let end = end(of: buffer) {
        defer { buffer.removeFirst(end) }
        return String(decoding: buffer[..<end], as: UTF8.self)
      }
      var piece = [UInt8](repeating: 0, count: 65536)
      let count = recv(socket, &piece, piece.count, 0)
      guard count > 0 else { return nil }
      buffer += piece[..<count]
    }
  }

  /// Where the first whole request in `buffer` ends.
  private static func end(of buffer: [UInt8]) -> Int? {
    let text = String(decoding: buffer, as: UTF8.self)
    guard let head = text.range(of: "\r\n\r\n") else { return nil }
    let size = text[..<head.lowerBound].utf8.count + 4
    let length = text[..<head.lowerBound].split(separator: "\r\n").compactMap { line in
      line.lowercased().hasPrefix("content-length:")
        ? Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces)) : nil
    }.first
    let end = size + (length ?? 0)
    return buffer.count >= end ? end : nil
  }
}

extension ScriptedServer.Step {
  /// A reply of that status with a JSON body.
  static func reply(
    _ status: Int = 200, _ body: String = Replies.chat("hello"), headers: String = ""
  ) -> Self {
    .send(
      "HTTP/1.1 \(status) Whatever\r\nContent-Type: application/json\r\n\(headers)"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
  }
}

extension ScriptedServer.Step {
  /// A stream whose end is the connection's.
  static func stream(_ body: String, type: String = "text/event-stream") -> Self {
    .send("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nConnection: close\r\n\r\n\(body)")
  }

  /// The head of a stream that comes in chunks.
  static func chunkedHead(type: String = "text/event-stream") -> Self {
    .send("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n")
  }

  static func chunk(_ text: String) -> Self { .chunk(Array(text.utf8)) }

  static func chunk(_ bytes: [UInt8]) -> Self {
    .sendBytes(
      Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + Array("\r\n".utf8))
  }
}

/// Bodies that servers send.
enum Replies {
  static func chat(_ content: String) -> String {
    #"{"id":"c-1","object":"chat.completion","model":"served","choices":[{"index":0,"message":"#
      + #"{"role":"assistant","content":"\#(content)"},"finish_reason":"stop"}],"usage":"#
      + #"{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}"#
  }
}
