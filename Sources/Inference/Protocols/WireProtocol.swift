public import Grading

/// What a kind of server wants to be sent and what it sends back. Pure: no network, no clock.
public protocol WireProtocol: Sendable {
  /// What users and run records call it, for example `openai-chat`.
  var name: String { get }

  /// The request for one completion: its URL, its body and the headers that describe the body.
  ///
  /// - Throws: a fault if the prompt has something that this protocol cannot carry.
  func request(for request: ModelRequest, at endpoint: Endpoint) throws(Fault) -> HTTPRequest

  /// The header that carries a key.
  func authorization(_ key: Secret) -> HTTPHeader

  /// The completion in a reply of status 200, with what only the reply knows: text, reason of
  /// stopping, token counts, names.
  ///
  /// - Throws: ``ReplyFailure`` if the reply holds none.
  func completion(from response: HTTPResponse) throws(ReplyFailure) -> Completion

  /// What a reply of another status than 200 says, and the status that it should have had: some
  /// servers give their own failures as the client's.
  func error(in response: HTTPResponse) -> (status: Int, error: ServerError)

  /// Headers that every request to such a server carries, besides what describes its body.
  var headers: [HTTPHeader] { get }

  /// Whether requests ask for a stream.
  var streams: Bool { get }

  /// Puts a streamed reply together, anew for each; `nil` if the protocol has no streams.
  var fold: (any StreamFold)? { get }

  /// Where the server lists its models; `nil` if it has no such list.
  func modelsURL(at endpoint: Endpoint) -> String?

  /// Where the server tells its version; `nil` if it does not.
  func versionURL(at endpoint: Endpoint) -> String?

  /// Parameters of sampling that are set but that this protocol has no place for, by their flags.
  var unsent: [String] { get }
}

extension WireProtocol {
  public func authorization(_ key: Secret) -> HTTPHeader {
    key.header("Authorization", prefix: "Bearer ")
  }

  public func error(in response: HTTPResponse) -> (status: Int, error: ServerError) {
    (response.status, ServerError(body: response.body))
  }

  public var headers: [HTTPHeader] { [] }

  public var streams: Bool { false }

  public var fold: (any StreamFold)? { nil }

  public func modelsURL(at endpoint: Endpoint) -> String? { nil }

  public func versionURL(at endpoint: Endpoint) -> String? { nil }

  public var unsent: [String] { [] }
}

/// A protocol whose requests carry several prompts.
public protocol BatchProtocol: WireProtocol {
  /// The request for the completions of all `requests`, at least one.
  func request(
    forBatch requests: [ModelRequest], at endpoint: Endpoint
  ) throws(Fault) -> HTTPRequest

  /// The completions in a reply of status 200, in the order of the requests; what is wrong with one
  /// says nothing of the others.
  ///
  /// - Throws: if the reply as a whole holds none.
  func completions(
    from response: HTTPResponse, to requests: [ModelRequest]
  ) throws(ReplyFailure) -> [Result<Completion, ReplyFailure>]

  /// What requests must have in common to share a batch, for example a seed.
  func batchKey(of request: ModelRequest) -> Int
}

/// Why a reply of status 200 holds no completion.
public enum ReplyFailure: Error, Sendable, Hashable {
  /// Not what the protocol promises; the text says what is missing.
  case malformed(String)
  /// An error in the clothes of a success.
  case error(ServerError)
}

extension HTTPRequest {
  /// A `POST` of a JSON body.
  ///
  /// - Parameter accept: What the reply may be.
  static func json(
    _ body: JSON, to url: String, accept: String = "application/json", more: [HTTPHeader] = []
  ) -> HTTPRequest {
    var bytes: [UInt8] = []
    body.write(into: &bytes)
    return HTTPRequest(
      .post, url,
      headers: [HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", accept)]
        + more, body: bytes)
  }
}

extension HTTPResponse {
  /// The body as JSON, with invalid UTF-8 and lone surrogates repaired.
  func json() throws(ReplyFailure) -> JSON {
    guard !body.trimmingASCIISpace.isEmpty else { throw .malformed("the reply is empty") }
    do throws(JSONError) {
      return try JSON(parsing: body, repairsText: true)
    } catch {
      let start = ServerError.line(body.prefix(200))
      throw .malformed("the reply is no JSON: \(error.message) at byte \(error.offset): \(start)")
    }
  }
}
