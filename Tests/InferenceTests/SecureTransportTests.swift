import Foundation
import Inference
import Testing

/// TLS and HTTP/2, against Node's server; skipped where Node or OpenSSL is not installed.
@Suite(.enabled(if: SecureServer.isPossible)) struct SecureTransportTests {
  @Test func aTrustedServerIsSpokenToInHTTP2OverOneConnection() async throws {
    let server = try SecureServer()
    defer { server.stop() }
    let transport = try CurlTransport(.init(caFile: server.certificate))
    let bodies = try await withThrowingTaskGroup(of: String.self) { group in
      for number in 0..<50 {
        group.addTask {
          let request = HTTPRequest(
            .post, server.url, body: Array(String(repeating: "\(number % 10)", count: 10_000).utf8))
          return String(decoding: try await transport.send(request).body, as: UTF8.self)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(bodies.count == 50)
    // The protocol, the number of the connection, the size of what was sent.
    #expect(Set(bodies) == ["2.0 1 10000"])
  }

  @Test func aServerWithoutATrustedCertificateIsNotSpokenTo() async throws {
    let server = try SecureServer()
    defer { server.stop() }
    let transport = try CurlTransport()
    await #expect {
      try await transport.send(HTTPRequest(.post, server.url, body: [1]))
    } throws: { error in
      if case .insecure? = error as? TransportFailure { true } else { false }
    }
  }

  @Test func plainTextIsNotTakenForTLS() async throws {
    let server = try ScriptedServer([.send("HTTP/1.1 400 Bad Request\r\n\r\n"), .untilClosed])
    let transport = try CurlTransport()
    let url = server.url.replacingOccurrences(of: "http:", with: "https:")
    await #expect {
      try await transport.send(HTTPRequest(.get, url))
    } throws: { error in
      if case .insecure? = error as? TransportFailure { true } else { false }
    }
  }
}

/// A server that answers each request with its protocol, its connection's number and its body's size.
private final class SecureServer: Sendable {
  static let isPossible = find("node") != nil && find("openssl") != nil

  let url: String
  let certificate: String
  private let folder: URL
  private let process: Process

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let key = folder.appendingPathComponent("key.pem").path
    certificate = folder.appendingPathComponent("certificate.pem").path
    let making = try SecureServer.run(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", key, "-out", certificate,
      ])
    making.process.waitUntilExit()
    let script = """
      const fs = require('fs'); let sessions = 0; const numbers = new Map();
      const server = require('http2').createSecureServer(
        {key: fs.readFileSync(process.argv[1]), cert: fs.readFileSync(process.argv[2]),
         allowHTTP1: true},
        (request, response) => {
          const session = request.stream ? request.stream.session : request.socket;
          if (!numbers.has(session)) numbers.set(session, ++sessions);
          let size = 0;
          request.on('data', (piece) => size += piece.length);
          request.on('end', () =>
            response.end(`${request.httpVersion} ${numbers.get(session)} ${size}`));
        });
      server.listen(0, '127.0.0.1', () => console.log(server.address().port));
      """
    let (process, output) = try SecureServer.run("node", ["-e", script, key, certificate])
    self.process = process
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    url = "https://127.0.0.1:\(line.trimmingCharacters(in: .whitespacesAndNewlines))/"
  }

  func stop() {
    process.terminate()
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  private static func run(
    _ name: String, _ arguments: [String]
  ) throws -> (process: Process, output: Pipe) {
    let process = Process()
    let output = Pipe()
    process.executableURL = find(name)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, output)
  }

  private static func find(_ name: String) -> URL? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").lazy
      .map { URL(fileURLWithPath: String($0)).appendingPathComponent(name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
