public import Grading

/// What a model's tensors are called and how they are shaped.
///
/// Read from the model's metadata where there is any; otherwise the names are those of Triton's
/// language model backends, and the batch is the first of two dimensions.
public struct KServeSignature: Sendable, Hashable {
  /// Inputs by name, with their datatype and number of dimensions.
  public var inputs: [String: Tensor]
  /// The input that takes the prompt.
  public var textInput: String
  /// The output that holds the completion.
  public var textOutput: String
  /// All outputs; empty where they are not known.
  public var outputs: [String]
  /// Whether a request may carry several prompts.
  public var isBatched: Bool

  public struct Tensor: Sendable, Hashable {
    public var datatype: String
    public var dimensions: Int
  }

  public static let usual = KServeSignature(
    inputs: ["text_input": Tensor(datatype: "BYTES", dimensions: 2)], textInput: "text_input",
    textOutput: "text_output", isBatched: true)

  public init(
    inputs: [String: Tensor], textInput: String, textOutput: String, outputs: [String] = [],
    isBatched: Bool
  ) {
    self.inputs = inputs
    self.textInput = textInput
    self.textOutput = textOutput
    self.outputs = outputs
    self.isBatched = isBatched
  }

  /// Reads `GET /v2/models/MODEL`; `nil` if it tells of no text going in, as some servers' does not.
  public init?(metadata json: JSON) {
    var inputs: [String: Tensor] = [:]
    var order: [String] = []
    for input in (json["inputs"]?.array ?? []).prefix(64) {
      guard let name = input["name"]?.string, let datatype = input["datatype"]?.string else {
        continue
      }
      let shape = input["shape"]?.array ?? []
      inputs[name] = Tensor(datatype: datatype, dimensions: max(1, min(shape.count, 2)))
      if datatype == "BYTES" { order.append(name) }
    }
    let known = ["text_input", "prompt", "text", "PROMPT", "INPUT", "input"]
    guard let text = known.first(where: order.contains) ?? order.first else { return nil }
    let outputs = (json["outputs"]?.array ?? []).filter { $0["datatype"]?.string == "BYTES" }
      .compactMap { $0["name"]?.string }
    let named = ["text_output", "text", "output", "OUTPUT", "completion", "answer"]
    let input = (json["inputs"]?.array ?? []).first { $0["name"]?.string == text }
    self.init(
      inputs: inputs, textInput: text,
      textOutput: named.first(where: outputs.contains) ?? outputs.first ?? "text_output",
      outputs: (json["outputs"]?.array ?? []).prefix(64).compactMap { $0["name"]?.string },
      isBatched: (input?["shape"]?.array?.first?.int ?? -1) < 0)
  }
}

/// A request's tensors, as JSON or with their bytes behind it.
struct KServeBody {
  let count: Int
  let signature: KServeSignature
  let isBinary: Bool
  private var inputs: [JSON] = []
  private var raw: [UInt8] = []

  init(count: Int, signature: KServeSignature, isBinary: Bool) {
    self.count = count
    self.signature = signature
    self.isBinary = isBinary
  }

  /// Adds a tensor of texts, one for each prompt.
  mutating func add(texts: [String], to name: String) {
    guard isBinary else { return add(.strings(texts), "BYTES", to: name) }
    let start = raw.count
    for text in texts {
      withUnsafeBytes(of: UInt32(text.utf8.count).littleEndian) { raw += $0 }
      raw += text.utf8
    }
    inputs.append([
      "name": .string(name), "shape": shape(of: name), "datatype": .string("BYTES"),
      "parameters": ["binary_data_size": .int(raw.count - start)],
    ])
  }

  /// Adds a parameter as a tensor if the model has an input of that name; each prompt gets it.
  mutating func add(value: JSON, to name: String) -> Bool {
    guard name != signature.textInput, let tensor = signature.inputs[name] else { return false }
    let element: JSON? =
      switch (tensor.datatype, value) {
      case ("BYTES", .string): value
      case ("BYTES", .array(let texts)): texts.count == 1 ? texts[0] : .string(value.text)
      case ("BOOL", .bool), ("FP32", .number), ("FP64", .number), ("FP16", .number): value
      case (let type, .number): type.hasPrefix("INT") || type.hasPrefix("UINT") ? value : nil
      case (_, _): nil
      }
    guard let element else { return false }
    if tensor.datatype == "BYTES", isBinary, let text = element.string {
      add(texts: Array(repeating: text, count: count), to: name)
    } else {
      add(.array(Array(repeating: element, count: count)), tensor.datatype, to: name)
    }
    return true
  }

  private mutating func add(_ data: JSON, _ datatype: String, to name: String) {
    inputs.append([
      "name": .string(name), "shape": shape(of: name), "datatype": .string(datatype),
      "data": data,
    ])
  }

  private func shape(of name: String) -> JSON {
    let dimensions = signature.inputs[name]?.dimensions ?? 2
    return .array(dimensions == 1 ? [.int(count)] : [.int(count), .int(1)])
  }

  func request(id: String, parameters: JSON, to url: String) -> HTTPRequest {
    var json: JSON = ["id": .string(id)]
    if parameters.members?.isEmpty == false { json = json.setting("parameters", to: parameters) }
    json = json.setting("inputs", to: .array(inputs))
    guard isBinary else { return .json(json, to: url) }
    let counts = KServeReply.counts.filter(signature.outputs.contains)
    let text: JSON = [
      "name": .string(signature.textOutput), "parameters": ["binary_data": .bool(true)],
    ]
    json = json.setting(
      "outputs", to: .array([text] + counts.map { ["name": .string($0)] }))
    var body: [UInt8] = []
    json.write(into: &body)
    let length = body.count
    return HTTPRequest(
      .post, url,
      headers: [
        HTTPHeader("Content-Type", "application/octet-stream"),
        HTTPHeader("Accept", "application/octet-stream, application/json"),
        HTTPHeader("Inference-Header-Content-Length", String(length)),
      ], body: body + raw)
  }
}

/// A reply's tensors, of either form.
struct KServeReply {
  /// Outputs that tell of a completion besides its text.
  static let counts = ["prompt_tokens", "completion_tokens", "finish_reason"]

  let json: JSON
  private let raw: ArraySlice<UInt8>

  init(_ response: HTTPResponse) throws(ReplyFailure) {
    let head = response.header("inference-header-content-length").flatMap { Int($0) }
    if let head {
      guard 0...response.body.count ~= head else {
        throw .malformed("the reply is shorter than its own head")
      }
      var frame = response
      frame.body = Array(response.body[..<head])
      json = try frame.json()
      raw = response.body[head...]
    } else {
      json = try response.json()
      raw = []
    }
    guard json["outputs"]?.array != nil else {
      if let error = ServerError(json) { throw .error(error) }
      throw .malformed("the reply has no outputs: \(ServerError.line(json.text.utf8))")
    }
  }

  /// The texts of the output of that name, or of the only one that holds texts.
  func texts(preferring name: String) throws(ReplyFailure) -> [String] {
    let all = outputs.filter { $0.json["datatype"]?.string == "BYTES" }
    let named = all.first { $0.json["name"]?.string == name }
    guard let output = named ?? (all.count == 1 ? all[0] : nil) else {
      let names = all.compactMap { $0.json["name"]?.string }.joined(separator: ", ")
      throw .malformed(
        "the reply has no output “\(name)”" + (names.isEmpty ? "" : " but \(names)"))
    }
    if let bytes = output.bytes { return try KServeReply.texts(in: bytes) }
    let flat = KServeReply.flattened(output.json["data"] ?? .null, depth: 4)
    return flat.map { $0.string ?? $0.text }
  }

  /// The elements of the output of that name; none if there is no such output, or it came as bytes.
  func values(_ name: String) -> [JSON] {
    let output = outputs.first { $0.json["name"]?.string == name }
    return KServeReply.flattened(output?.json["data"] ?? .null, depth: 4)
  }

  private var outputs: [(json: JSON, bytes: ArraySlice<UInt8>?)] {
    var rest = raw
    return (json["outputs"]?.array ?? []).map { output in
      guard let size = output["parameters"]?["binary_data_size"]?.int, size >= 0 else {
        return (output, nil)
      }
      let bytes = rest.prefix(size)
      rest = rest.dropFirst(size)
      return (output, bytes)
    }
  }

  /// Each text after its length, four bytes, the least first.
  private static func texts(in bytes: ArraySlice<UInt8>) throws(ReplyFailure) -> [String] {
    var texts: [String] = []
    var rest = bytes
    while !rest.isEmpty {
      let length = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
      guard rest.count >= 4 + length else { throw .malformed("a text in the reply is cut off") }
      rest = rest.dropFirst(4)
      texts.append(String(decoding: rest.prefix(length), as: UTF8.self))
      rest = rest.dropFirst(length)
    }
    return texts
  }

  private static func flattened(_ value: JSON, depth: Int) -> [JSON] {
    guard depth > 0, case .array(let elements) = value else { return value.isNull ? [] : [value] }
    return elements.flatMap { flattened($0, depth: depth - 1) }
  }
}
