import Foundation
import Glibc
import Grading
import Testing

@testable import Inference

/// What servers do to a connection, and what the transport makes of it.
struct CurlTransportTests {
  private func send(
    _ server: ScriptedServer, body: String = "{}", limits: HTTPLimits = HTTPLimits(),
    over transport: CurlTransport? = nil
  ) async throws -> Result<HTTPResponse, TransportFailure> {
    let transport = try transport ?? CurlTransport()
    let request = HTTPRequest(
      .post, server.url + "/v1/x", headers: [HTTPHeader("Content-Type", "application/json")],
      body: Array(body.utf8), limits: limits)
    do throws(TransportFailure) {
      return .success(try await transport.send(request))
    } catch {
      return .failure(error)
    }
  }

  @Test func theRequestHasExactlyTheseBytes() async throws {
    let server = try ScriptedServer([.read, .reply(200, "{}")])
    _ = try await send(server, body: #"{"a":1}"#).get()
    #expect(
      server.requests == [
        "POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:\(server.port)\r\nAccept: */*\r\n"
          + "Accept-Encoding: identity\r\nContent-Type: application/json\r\nContent-Length: 7\r\n"
          + "\r\n{\"a\":1}"
      ])
  }

  @Test func aReplyHasStatusHeadersAndBody() async throws {
    let server = try ScriptedServer([.read, .reply(429, "[]", headers: "Retry-After:  7 \r\n")])
    let response = try await send(server).get()
    #expect(response.status == 429)
    #expect(response.header("retry-after") == "7")
    #expect(response.body == Array("[]".utf8))
  }

  @Test func aLargeBodyIsSentWithoutAskingForLeave() async throws {
    let server = try ScriptedServer([.read, .reply(200, "{}")])
    let body = String(repeating: "x", count: 3_000_000)
    _ = try await send(server, body: body).get()
    #expect(server.requests.first?.hasSuffix(body) == true)
    #expect(server.requests.first?.prefix(400).contains("Expect") == false)
  }

  @Test func anInterimHeadIsNotTheReply() async throws {
    let server = try ScriptedServer([
      .read, .send("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"), .reply(200, "{}"),
    ])
    let response = try await send(server).get()
    #expect(response.status == 200)
    #expect(response.header("x-early") == nil)
  }

  @Test(arguments: [
    // what the server sends before the connection ends
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Le",
    "HTTP/1.1 200 OK\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"choices\":",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cho",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"cho\r\n",
    "",
  ])
  func aReplyThatBreaksOffIsAFailure(sent: String) async throws {
    for end in [[ScriptedServer.Step.reset], []] {
      let server = try ScriptedServer([.read, .send(sent)] + end)
      guard case .failure(.broken) = try await send(server) else {
        Issue.record("taken for a whole reply: \(sent)")
        return
      }
    }
  }

  @Test(arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "<html>hello</html>", "\0\0\0\0\0\0\0\0"])
  func garbageIsAFailure(sent: String) async throws {
    let server = try ScriptedServer([.read, .send(sent)])
    switch try await send(server) {
    case .failure(.malformed), .failure(.broken): break
    case let other: Issue.record("\(other)")
    }
  }

  @Test func aBodyAboveTheLimitIsCutOff() async throws {
    let server = try ScriptedServer([.read, .reply(200, String(repeating: "x", count: 5000))])
    let result = try await send(server, limits: HTTPLimits(bodyBytes: 4999))
    #expect(result == .failure(.tooLarge(limit: 4999)))
    let other = try ScriptedServer([.read, .reply(200, String(repeating: "x", count: 5000))])
    #expect(try await send(other, limits: HTTPLimits(bodyBytes: 5000)).get().body.count == 5000)
  }

  @Test func anEndlessHeadIsCutOff() async throws {
    let line = "X-Filler: \(String(repeating: "y", count: 990))\r\n"
    let server = try ScriptedServer([
      .read, .send("HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 100)), .untilClosed,
    ])
    let result = try await send(server, limits: HTTPLimits(headBytes: 50_000))
    #expect(result == .failure(.tooLarge(limit: 50_000)))
  }

  @Test func aServerThatSaysNothingRunsIntoTheTimeLimit() async throws {
    let server = try ScriptedServer([.read, .untilClosed])
    let result = try await send(server, limits: HTTPLimits(total: .milliseconds(50)))
    #expect(result == .failure(.timeout(.milliseconds(50))))
  }

  @Test func aServerThatStopsInMidBodyRunsIntoTheTimeLimit() async throws {
    let server = try ScriptedServer([
      .read, .send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), .untilClosed,
    ])
    let result = try await send(server, limits: HTTPLimits(total: .milliseconds(50)))
    #expect(result == .failure(.timeout(.milliseconds(50))))
  }

  @Test func aPortWhereNobodyListensIsNoConnection() async throws {
    let transport = try CurlTransport()
    let server = try ScriptedServer(listens: false)
    await #expect {
      try await transport.send(HTTPRequest(.get, server.url))
    } throws: { error in
      if case .unconnected? = error as? TransportFailure { true } else { false }
    }
  }

  @Test func aNameWithoutAnAddressFailsEverybodyWhoAskedForIt() async throws {
    let transport = try CurlTransport()
    let name = String(repeating: "x", count: 64)  // longer than a name's part may be
    let failures = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<20 {
        group.addTask {
          do throws(TransportFailure) {
            _ = try await transport.send(HTTPRequest(.get, "http://\(name)/"))
            return false
          } catch {
            if case .unresolved = error { return true }
            return false
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(failures == 20)
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "http://", "nonsense://x"])
  func onlyHTTPIsSpoken(url: String) async throws {
    let transport = try CurlTransport()
    await #expect {
      try await transport.send(HTTPRequest(.get, url))
    } throws: { error in
      if case .unsendable? = error as? TransportFailure { true } else { false }
    }
  }

  @Test func aConnectionIsUsedAgain() async throws {
    let server = try ScriptedServer([.read, .reply(), .read, .reply(), .read, .reply()])
    let transport = try CurlTransport(.init(idleConnectionSeconds: 3_600))
    #expect(try await !send(server, over: transport).get().timings.reusedConnection)
    #expect(try await send(server, over: transport).get().timings.reusedConnection)
    #expect(try await send(server, over: transport).get().timings.reusedConnection)
    #expect(server.connections == 1)
  }

  @Test func aReusedConnectionThatDiesBeforeAByteIsReplacedUnnoticed() async throws {
    for end in [[ScriptedServer.Step.reset], []] {
      let server = try ScriptedServer([.read, .reply(), .read] + end, [.read, .reply(201)])
      let transport = try CurlTransport(.init(idleConnectionSeconds: 3_600))
      _ = try await send(server, over: transport).get()
      #expect(try await send(server, over: transport).get().status == 201)
      #expect(server.connections == 2)
    }
  }

  @Test func aReusedConnectionThatDiesWithItsServerHasBroken() async throws {
    for end in [[ScriptedServer.Step.reset], []] {
      let server = try ScriptedServer([.read, .reply(), .read, .stopListening] + end)
      let transport = try CurlTransport(.init(idleConnectionSeconds: 3_600))
      _ = try await send(server, over: transport).get()
      guard case .failure(.broken(let text)) = try await send(server, over: transport) else {
        Issue.record("the request was in flight when its server went")
        return
      }
      #expect(text.hasPrefix("and there was no other"))
      guard case .failure(.unconnected) = try await send(server, over: transport) else {
        Issue.record("there was no server")
        return
      }
    }
  }

  @Test func aHandshakeThatBreaksOffMayPass() async throws {
    let transport = try CurlTransport()
    for end in [[ScriptedServer.Step.reset], []] {
      let server = try ScriptedServer([.receive] + end)
      let url = server.url.replacingOccurrences(of: "http:", with: "https:")
      await #expect {
        try await transport.send(HTTPRequest(.get, url))
      } throws: { error in
        if case .broken? = error as? TransportFailure { true } else { false }
      }
    }
  }

  @Test func aFreshConnectionThatDiesIsAFailure() async throws {
    let server = try ScriptedServer([.read], [.read, .reply()])
    guard case .failure(.broken) = try await send(server) else {
      Issue.record("tried again without being told")
      return
    }
    #expect(server.connections == 1)
  }

  @Test func cancellingReturnsAtOnceAndClosesTheConnection() async throws {
    let arrived = ScriptedServer.Signal()
    let left = ScriptedServer.Signal()
    let server = try ScriptedServer([.read, .fire(arrived), .untilClosed, .fire(left)])
    let transport = try CurlTransport()
    let task = Task { try await send(server, over: transport) }
    await arrived.reached()
    task.cancel()
    #expect(try await task.value == .failure(.cancelled))
    await left.reached()  // the server saw the connection close
  }

  @Test func aCancelledTaskSendsNothing() async throws {
    let server = try ScriptedServer([.read, .reply()])
    let transport = try CurlTransport()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await send(server, over: transport)
    }
    #expect(try await task.value == .failure(.cancelled))
  }

  @Test func aRedirectIsNotFollowed() async throws {
    let server = try ScriptedServer([.read, .reply(307, "", headers: "Location: /elsewhere\r\n")])
    #expect(try await send(server).get().status == 307)
    #expect(server.requests.count == 1)
  }

  @Test func compressedRepliesAreUnpackedWithinTheLimit() async throws {
    // 100,000 zeros, packed by gzip.
    let zeros: [UInt8] =
      [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0x02, 0x03, 0xED, 0xC1, 0x31, 0x01, 0, 0, 0, 0xC2, 0xA0]
      + [0xF5, 0x4F, 0x6D, 0x0D, 0x0F, 0xA0] + [UInt8](repeating: 0, count: 96)
      + [0x80, 0x57, 0x03, 0x7D, 0x95, 0x11, 0xD4, 0xA0, 0x86, 0x01, 0]
    let head =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(zeros.count)\r\n\r\n"
    let script: [ScriptedServer.Step] = [.read, .send(head), .sendBytes(zeros)]
    let server = try ScriptedServer(script, script)
    #expect(try await send(server).get().body == [UInt8](repeating: 0, count: 100_000))
    let result = try await send(server, limits: HTTPLimits(bodyBytes: 99_999))
    #expect(result == .failure(.tooLarge(limit: 99_999)))
  }

  @Test func tasksRunOnTheTransportsThread() async throws {
    let transport = try CurlTransport()
    let threads = await withTaskExecutorPreference(transport.executor) {
      let before = thread()
      await Task.yield()
      return (before, thread())
    }
    #expect(threads.0 == threads.1)
    #expect(threads.0 != thread())
  }

  private nonisolated func thread() -> UInt { UInt(pthread_self()) }
}
