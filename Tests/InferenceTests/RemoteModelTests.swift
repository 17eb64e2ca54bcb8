import Grading
import Inference
import ModelServer
import Testing

/// Real requests over the loopback to the embedded server.
struct RemoteModelTests {
  @Test func twoThousandRequestsAreAnsweredOnceEach() async throws {
    let prompts = (0..<2000).map { "What is \($0) + 1?" }
    let server = ModelServer(
      playback: prompts.enumerated().map { number, prompt in
        PlaybackEntry(prompt: prompt, completions: [.init(content: "It is \(number + 1).")])
      })
    let endpoint = try Endpoint(try await server.start())
    let model = RemoteModel(
      OpenAIChat(model: "m"), at: [endpoint], over: try CurlTransport(), options: .test)

    let contents = try await withThrowingTaskGroup(of: (Int, String).self) { group in
      var contents: [Int: String] = [:]
      var next = 0
      func ask() {
        guard next < prompts.count else { return }
        let number = next
        next += 1
        group.addTask { (number, try await model.complete(.test(prompts[number])).content) }
      }
      for _ in 0..<64 { ask() }
      for try await (number, content) in group {
        contents[number] = content
        ask()
      }
      return contents
    }

    #expect(contents.count == 2000)
    #expect(contents.allSatisfy { $0.value == "It is \($0.key + 1)." })
    #expect(server.requestCount == 2000)
    await server.stop()
  }
}

extension RemoteModel.Options {
  static let test = RemoteModel.Options(
    runPrefix: "run", userAgent: "assay/test", limits: HTTPLimits(total: .seconds(60)))
}

extension ModelRequest {
  static func test(_ text: String, attempt: Int = 1, system: String? = nil) -> ModelRequest {
    ModelRequest(
      id: AttemptID(problemID: text, number: attempt), prompt: Prompt(system: system, text: text))
  }
}
