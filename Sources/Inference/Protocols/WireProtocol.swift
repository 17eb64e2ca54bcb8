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

  /// Where the server lists its models; `nil` if it has no such list.
  func modelsURL(at endpoint: Endpoint) -> String?
}

extension WireProtocol {
  public func authorization(_ key: Secret) -> HTTPHeader {
    key.header("Authorization", prefix: "Bearer ")
  }

  public func modelsURL(at endpoint: Endpoint) -> String? { nil }
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
  static func json(_ body: JSON, to url: String) -> HTTPRequest {
    var bytes: [UInt8] = []
    body.write(into: &bytes)
    return HTTPRequest(
      .post, url,
      headers: [
        HTTPHeader("Content-Type", "application/json"), HTTPHeader("Accept", "application/json"),
      ], body: bytes)
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
