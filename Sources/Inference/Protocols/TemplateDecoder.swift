public import Grading

/// What is wrong with a template, and where.
public struct TemplateError: Error, Sendable, Hashable {
  /// The members that lead to it, from the outermost.
  public var place: [String]
  public var message: String
  public var mend: String
  /// The names that could stand there instead, if a wrong one does.
  public var candidates: [String]

  init(_ place: [String], _ message: String, mend: String = "", candidates: [String] = []) {
    self.place = place
    self.message = message
    self.mend = mend
    self.candidates = candidates
  }
}

extension Template {
  /// Reads a template.
  ///
  /// - Parameters:
  ///   - name: What runs call it, unless the template has a name of its own.
  /// - Throws: the first thing that is wrong.
  public init(_ json: JSON, named name: String) throws(TemplateError) {
    let top = Members(json, place: [])
    try top.require([
      "name", "path", "headers", "body", "reply", "stream", "models",
    ])
    guard let body = json["body"], body.members != nil else {
      throw TemplateError(
        ["body"], "“body” is missing or no mapping",
        mend: "give the request's JSON, for example body: {prompt: \"{prompt}\"}")
    }
    try Template.check(body, ["body"], depth: 32)
    guard body.text.contains("{prompt}") else {
      throw TemplateError(
        ["body"], "the body has no “{prompt}”", mend: "put \"{prompt}\" where the prompt goes")
    }
    let stream = try json["stream"].map { value throws(TemplateError) in
      try Stream(value, reply: json["reply"] ?? .null)
    }
    self.init(
      name: try top.text("name") ?? name, path: try top.path("path"),
      headers: try Template.headers(json["headers"] ?? [:]), body: body,
      reply: try Reply(json["reply"] ?? .null), stream: stream, models: try top.path("models"),
      digest: SHA256.hex(json.text))
  }

  private static func headers(_ json: JSON) throws(TemplateError) -> [Field] {
    guard let members = json.members else {
      throw TemplateError(
        ["headers"], "“headers” is \(json.typeName)", mend: "give names and values")
    }
    var fields: [Field] = []
    for member in members {
      guard let value = member.value.string ?? member.value.double.map({ _ in member.value.text })
      else {
        throw TemplateError(
          ["headers", member.key], "the header “\(member.key)” has no text",
          mend: "put the value in quotation marks")
      }
      guard value.split(separator: "{key}", omittingEmptySubsequences: false).count <= 2 else {
        throw TemplateError(["headers", member.key], "“{key}” stands twice")
      }
      if value.contains("{key}"), !value.hasSuffix("{key}") {
        throw TemplateError(
          ["headers", member.key], "something follows “{key}”", mend: "end the value with it")
      }
      fields.append(Field(name: member.key, value: value))
    }
    return fields
  }

  /// Looks for placeholders that are none, and for those that YAML took for mappings.
  private static func check(_ json: JSON, _ place: [String], depth: Int) throws(TemplateError) {
    guard depth > 0 else { throw TemplateError(place, "nested too deeply") }
    switch json {
    case .null, .bool, .number: return
    case .string(let text):
      guard text.first == "{", text.last == "}" else { return }
      let name = String(text.dropFirst().dropLast())
      guard !name.isEmpty, name.utf8.allSatisfy({ 97...122 ~= $0 || $0 == 95 }) else { return }
      if name == "key" {
        throw TemplateError(place, "the key goes into a header", mend: "move it to “headers”")
      }
      guard placeholders.contains(name) else {
        throw TemplateError(
          place, "“{\(name)}” is no placeholder", candidates: placeholders.map { "{\($0)}" })
      }
    case .array(let elements):
      for element in elements { try check(element, place, depth: depth - 1) }
    case .object(let members):
      if members.count == 1, members[0].value.isNull, placeholders.contains(members[0].key) {
        throw TemplateError(
          place, "YAML takes {\(members[0].key)} for a mapping",
          mend: "write \"{\(members[0].key)}\", in quotation marks")
      }
      for member in members { try check(member.value, place + [member.key], depth: depth - 1) }
    }
  }
}

extension Template.Reply {
  init(_ json: JSON) throws(TemplateError) {
    let members = Members(json, place: ["reply"])
    guard json.members != nil else {
      throw TemplateError(
        ["reply"], "“reply” is missing",
        mend: "say where the text is, for example reply: {text: answer}")
    }
    try members.require([
      "text", "reasoning", "finish_reason", "prompt_tokens", "completion_tokens", "model", "id",
      "error",
    ])
    guard let text = try members.place("text") else {
      throw TemplateError(["reply"], "“text” is missing", mend: "say where the text is")
    }
    self.init(
      text: text, reasoning: try members.place("reasoning"),
      finishReason: try members.place("finish_reason"),
      promptTokens: try members.place("prompt_tokens"),
      completionTokens: try members.place("completion_tokens"),
      model: try members.place("model"), id: try members.place("id"),
      error: try members.place("error"))
  }
}

extension Template.Stream {
  init(_ json: JSON, reply: JSON) throws(TemplateError) {
    let members = Members(json, place: ["stream"])
    try members.require(["form", "path", "body", "text", "reasoning", "done"])
    let form: StreamForm
    switch try members.text("form") ?? "sse" {
    case "sse": form = .events
    case "ndjson": form = .lines
    case let other:
      throw TemplateError(
        ["stream", "form"], "“\(other)” is no form of a stream", candidates: ["sse", "ndjson"])
    }
    guard let text = try members.place("text") else {
      throw TemplateError(
        ["stream"], "“text” is missing", mend: "say where each event has its piece of text")
    }
    self.init(
      form: form, path: try members.path("path"), body: json["body"] ?? [:], text: text,
      reasoning: try members.place("reasoning"), done: try members.text("done"))
  }
}

/// The members of a mapping, read with their types.
private struct Members {
  let json: JSON
  let place: [String]

  init(_ json: JSON, place: [String]) {
    self.json = json
    self.place = place
  }

  /// Refuses members of other names.
  func require(_ known: [String]) throws(TemplateError) {
    guard let members = json.members else {
      throw TemplateError(place, "\(json.typeName) where a mapping is wanted")
    }
    for member in members where !known.contains(member.key) {
      throw TemplateError(
        place + [member.key], "“\(member.key)” is no field here", candidates: known)
    }
  }

  func text(_ key: String) throws(TemplateError) -> String? {
    guard let value = json[key], !value.isNull else { return nil }
    guard let text = value.string, !text.isEmpty else {
      throw TemplateError(place + [key], "“\(key)” is no text")
    }
    return text
  }

  /// A path on the server.
  func path(_ key: String) throws(TemplateError) -> String? {
    guard let text = try text(key) else { return nil }
    guard text.hasPrefix("/"), text.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
      throw TemplateError(
        place + [key], "“\(text)” is no path",
        mend: "begin it with a slash; the host comes from --endpoint")
    }
    return text
  }

  func place(_ key: String) throws(TemplateError) -> JSONPath? {
    guard let text = try text(key) else { return nil }
    guard let path = JSONPath(text) else {
      throw TemplateError(
        place + [key], "“\(text)” is no path into JSON",
        mend: "write it as in choices[0].message.content")
    }
    return path
  }
}
