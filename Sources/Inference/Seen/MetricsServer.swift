internal import Glibc
public import Grading

/// Answers every HTTP request on a port of 127.0.0.1 with one text: for Prometheus.
///
/// One thread, one connection at a time, each for two seconds at most: who scrapes asks every few
/// seconds, and nobody else may reach it. The thread lives as long as the process.
public final class MetricsServer: Sendable {
  /// The port in use.
  public let port: UInt16
  private let socket: Int32
  private let text: @Sendable () -> String

  /// - Parameters:
  ///   - port: 0 lets the system choose.
  ///   - text: Called for each request.
  /// - Throws: a network fault if the port cannot be had.
  public init(port: UInt16, text: @escaping @Sendable () -> String) throws(Fault) {
    self.text = text
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var on: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    _ = fcntl(socket, F_SETFD, FD_CLOEXEC)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let socket = socket
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && listen(socket, 16) == 0
          && getsockname(socket, $0, &size) == 0
      }
    }
    self.port = UInt16(bigEndian: address.sin_port)
    guard isBound else {
      let reason = String(cString: strerror(errno))
      close(socket)
      throw Fault(.network, "port \(port) cannot be had: \(reason)")
    }
    var thread = pthread_t()
    let me = Unmanaged.passRetained(self)
    guard pthread_create(&thread, nil, runMetricsServer, me.toOpaque()) == 0 else {
      me.release()
      throw Fault(.network, "the system has no thread left")
    }
    pthread_detach(thread)
  }

  fileprivate func run() {
    while true {
      let peer = accept(socket, nil, nil)
      guard peer >= 0 else {
        if errno == EINTR || errno == ECONNABORTED { continue }
        return
      }
      answer(peer)
      close(peer)
    }
  }

  private func answer(_ peer: Int32) {
    var patience = timeval(tv_sec: 2, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    setsockopt(peer, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
    setsockopt(peer, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    var head: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !head.endsHead, head.count < 16_384 {
      let count = recv(peer, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      head.append(contentsOf: buffer.prefix(count))
    }
    let body = Array(text().utf8)
    var rest = Array(
      ("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
        + "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n").utf8)
    rest += body
    var sent = 0
    while sent < rest.count {
      let count = rest[sent...].withUnsafeBytes {
        send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }
}

extension [UInt8] {
  /// Whether an empty line has come.
  fileprivate var endsHead: Bool { suffix(4) == [13, 10, 13, 10] }
}

private func runMetricsServer(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let context else { return nil }
  Unmanaged<MetricsServer>.fromOpaque(context).takeRetainedValue().run()
  return nil
}
