import Foundation
import Glibc
import Grading
import ModelServer
import Testing

/// The key goes to the server, and nowhere else.
@Suite struct SecretsTests {
  private let key = "sk-5ecre7-0f-th3-c0ur5e"
  private let collectorKey = "col1ect0r-k3y"

  @Test func theKeyIsInNoFileNoMessageAndNoTelemetry() async throws {
    let body = #"{"error":{"message":"no such key: \#(key)"}}"#
    let server = ModelServer(
      playback: Sums.playback(6),
      options: .init(faults: [Injection(.status(429, retryAfter: 0), .first(1))]))
    let address = try await server.start()
    let refusing = try ScriptedServer(scripts: Array(repeating: refusal(body), count: 64))
    let collector = try ScriptedServer(scripts: Array(repeating: accepting, count: 32))
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(6))
    let environment = [
      "OPENAI_API_KEY": key, "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
      "OTEL_EXPORTER_OTLP_HEADERS": "api-key=\(collectorKey)",
    ]
    let call = [
      "grade", "set.jsonl", "--model", "m", "--trace", "trace.jsonl", "--concurrency", "1",
    ]
    let good = try await desk.assay(
      call + ["--endpoint", address, "--run", "good"], environment: environment)
    let refused = try await desk.assay(
      call + ["--endpoint", refusing.url, "--run", "refused"], environment: environment)
    await server.stop()
    #expect(good.status == 0 && refused.status == 3, "\(good.messages)\(refused.messages)")
    // It was sent, and what was refused says so.
    #expect(refusing.requests.contains { $0.contains("Bearer " + key) })
    #expect(refused.messages.contains("no such key: ***"), "\(refused.messages)")
    #expect(collector.requests.contains { $0.contains("/v1/traces") })
    #expect(collector.requests.contains { $0.contains(collectorKey) })
    #expect(!collector.requests.contains { $0.contains(key) })
    for result in [
      good, refused, try await desk.assay("explain", "refused", "--problem", "p1"),
      try await desk.assay("export", "refused"),
    ] {
      #expect(!(result.output + result.messages).contains(key))
    }
    let files = desk.files
    #expect(files.contains { $0.hasSuffix("assay.db") } && files.contains("trace.jsonl"))
    #expect(files.contains { $0.hasSuffix(".html") })
    for file in files {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: desk.path + "/" + file))
      for secret in [key, collectorKey] {
        #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
      }
    }
  }

  @Test func theKeyIsNeitherInTheListOfProcessesNorInTheMetrics() async throws {
    let server = ModelServer(
      playback: Sums.playback(6), options: .init(faults: [Injection(.hang, .first(1))]))
    let address = try await server.start()
    let desk = Desk()
    try desk.write("set.jsonl", Sums.set(6))
    let (process, metrics) = try await Tool.serve(
      [
        "grade", "set.jsonl", "--endpoint", address, "--model", "m", "--concurrency", "1",
        "--metrics", "0",
      ], environment: ["OPENAI_API_KEY": key], in: desk.path)
    defer { process.kill() }
    let found = try #require(metrics)
    let port = try #require(UInt16(found.split(separator: ":").last?.prefix { $0 != "/" } ?? ""))
    var text = ""
    // The request hangs, so it will be seen.
    while !text.contains("assay_requests_in_flight{endpoint=\"\(address)\"} 1") {
      text = try await page(port)
    }
    #expect(!text.contains(key))
    let arguments = try Data(
      contentsOf: URL(fileURLWithPath: "/proc/\(process.number)/cmdline"))
    #expect(arguments.range(of: Data("grade".utf8)) != nil)
    #expect(arguments.range(of: Data(key.utf8)) == nil)
    process.kill()
    _ = try await process.wait()
    await server.stop()
  }

  /// The metrics at a port of this machine.
  private func page(_ port: UInt16) async throws -> String {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(connection) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isThere = withUnsafePointer(to: &address) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
          }
        }
        var text: [UInt8] = []
        if isThere {
          let request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
          _ = send(connection, request, request.utf8.count, Int32(MSG_NOSIGNAL))
          var piece = [UInt8](repeating: 0, count: 65536)
          while case let count = recv(connection, &piece, piece.count, 0), count > 0 {
            text += piece[..<count]
          }
        }
        continuation.resume(returning: String(decoding: text, as: UTF8.self))
      }
    }
  }

  private func refusal(_ body: String) -> [ScriptedServer.Step] {
    let reply =
      "HTTP/1.1 401 Unauthorized\r\nServer: \(key)\r\nx-request-id: \(key)\r\n"
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    return Array(repeating: [.read, .send(reply)], count: 20).flatMap(\.self)
  }

  private var accepting: [ScriptedServer.Step] {
    let reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    return Array(repeating: [.read, .send(reply)], count: 20).flatMap(\.self)
  }
}
