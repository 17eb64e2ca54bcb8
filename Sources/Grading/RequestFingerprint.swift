/// Names a request by all that decides what may come back: protocol, model, parameters, messages and the
/// attempt's number. Where the server listens is no part of it.
///
/// The number is, so repeats never share a completion: several attempts at a problem are several draws.
public struct RequestFingerprint: Sendable, Hashable {
  private let common: String

  /// - Parameter parameters: As they are sent.
  public init(protocolName: String, model: String, parameters: JSON) {
    common = SHA256.hex(
      JSON.array([.string(protocolName), .string(model), parameters]).text)
  }

  /// The name of one request: 32 lower-case hexadecimal digits.
  public func digest(of request: ModelRequest) -> String {
    var bytes = Array(common.utf8)
    JSON.array([
      .optional(request.prompt.system), .string(request.prompt.text),
      .strings(request.prompt.images), .int(request.id.number),
    ]).write(into: &bytes)
    return String(SHA256.hex(bytes).prefix(32))
  }
}
