internal import Grading

/// Puts Ollama's streams together: a JSON object a line, the last one with `done` and the counts.
struct OllamaFold: StreamFold {
  let form = StreamForm.lines
  private(set) var isOver = false
  private var hasEvents = false
  private var text = ""
  private var thoughts = ""
  private var last: JSON = [:]

  mutating func take(_ event: StreamEvent) throws(ReplyFailure) -> StreamProgress {
    let json = try event.json()
    if json["error"]?.isNull == false, let error = ServerError(json) { throw .error(error) }
    hasEvents = true
    let message = json["message"] ?? .null
    let (words, thinking) = (message["content"]?.string ?? "", message["thinking"]?.string ?? "")
    text += words
    thoughts += thinking
    if json["done"]?.bool == true {
      isOver = true
      last = json
    }
    return words.isEmpty && thinking.isEmpty ? .something : .text
  }

  func completion() throws(ReplyFailure) -> Completion {
    guard isOver else { throw .endedEarly("no line says done", hasEvents: hasEvents) }
    var message: JSON = ["content": .string(text)]
    if !thoughts.isEmpty { message = message.setting("thinking", to: .string(thoughts)) }
    return try OllamaChat.completion(from: last.setting("message", to: message))
  }

  var received: String { thoughts + text }
}
