public import Grading

/// A protocol that a user describes: any server that takes a request and gives a reply in JSON, without
/// a line of code. `docs/inference.md` has the form of the file.
public struct Template: Sendable, Hashable {
  /// What runs call it.
  public var name: String
  /// The path to ask, or a whole address; `nil` for the endpoint as it is given.
  public var path: String?
  public var headers: [Field]
  /// The request, with placeholders in its texts.
  public var body: JSON
  public var reply: Reply
  /// `nil` if the server does not stream.
  public var stream: Stream?
  /// The path of a list of models.
  public var models: String?
  /// Of the file: part of a run's identity.
  public var digest: String

  public struct Field: Sendable, Hashable {
    public var name: String
    public var value: String
  }

  /// Where things stand in a reply.
  public struct Reply: Sendable, Hashable {
    public var text: JSONPath
    public var reasoning: JSONPath?
    public var finishReason: JSONPath?
    public var promptTokens: JSONPath?
    public var completionTokens: JSONPath?
    public var model: JSONPath?
    public var id: JSONPath?
    /// The message of an error, also under status 200.
    public var error: JSONPath?
  }

  public struct Stream: Sendable, Hashable {
    public var form: StreamForm
    /// Replaces ``Template/path`` where given.
    public var path: String?
    /// Members that the body gets when a stream is wanted.
    public var body: JSON
    /// Where each event has its piece of text.
    public var text: JSONPath
    public var reasoning: JSONPath?
    /// The data of the event that ends the stream; `nil` if the stream's end is the end.
    public var done: String?
  }

  /// What may stand in braces, in texts of the body, in headers and in the path.
  public static let placeholders = [
    "prompt", "system", "model", "key", "attempt", "request_id", "temperature", "top_p",
    "max_tokens", "seed", "stop",
  ]
}

/// Where a value stands in JSON: `choices[0].message.content`. A `*` takes all elements of a list.
public struct JSONPath: Sendable, Hashable {
  let steps: [Step]
  public let text: String

  init(_ text: String, steps: [Step]) {
    self.text = text
    self.steps = steps
  }

  enum Step: Sendable, Hashable {
    case key(String)
    case index(Int)
    case all
  }

  /// - Returns: `nil` if the text is no path.
  public init?(_ text: String) {
    self.text = text
    var steps: [Step] = []
    var rest = Substring(text.hasPrefix("$") ? text.dropFirst() : text[...])
    while let first = rest.first {
      if first == "[" {
        guard let end = rest.firstIndex(of: "]") else { return nil }
        let inner = rest[..<end].dropFirst()
        rest = rest[rest.index(after: end)...]
        if inner == "*" {
          steps.append(.all)
        } else if let index = Int(inner) {
          steps.append(.index(index))
        } else {
          return nil
        }
        continue
      }
      if first == "." {
        rest = rest.dropFirst()
        guard let next = rest.first, next != ".", next != "[" else { return nil }
      }
      let key = rest.prefix { $0 != "." && $0 != "[" }
      guard !key.isEmpty else { return nil }
      steps.append(.key(String(key)))
      rest = rest[key.endIndex...]
    }
    guard !steps.isEmpty, steps.count <= 32 else { return nil }
    self.steps = steps
  }

  /// All values there; a negative index counts from the end.
  func values(in json: JSON) -> [JSON] {
    var found = [json]
    for step in steps {
      found = found.flatMap { value -> [JSON] in
        switch step {
        case .key(let key): value[key].map { [$0] } ?? []
        case .index(let index):
          value[index < 0 ? (value.array?.count ?? 0) + index : index].map { [$0] } ?? []
        case .all: value.array ?? []
        }
      }
    }
    return found
  }

  /// The text there, the texts of several joined; `nil` if there is none.
  func string(in json: JSON) -> String? {
    let texts = values(in: json).compactMap(\.string)
    return texts.isEmpty ? nil : texts.joined()
  }
}
