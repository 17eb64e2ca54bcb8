/// Names a request by all that decides what may come back: protocol, model, parameters, messages and the
/// attempt's number. Where the server listens is no part of it.
///
/// The number is, so repeats never share a completion: several attempts at a problem are several draws.
public struct RequestFingerprint: Sendable {
  private let common: SHA256
  /// Up to the system text, which most requests share, so that it is hashed once.
  private let latest = Locked<(system: String?, digest: SHA256)?>(nil)

  /// - Parameter parameters: As they are sent.
  public init(protocolName: String, model: String, parameters: JSON) {
    var common = SHA256()
    common.update(
      SHA256.hex(JSON.array([.string(protocolName), .string(model), parameters]).text))
    self.common = common
  }

  /// The name of one request: 32 lower-case hexadecimal digits.
  public func digest(of request: ModelRequest) -> String {
    var digest = digest(upTo: request.prompt.system)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(request.prompt.text.utf8.count + 64)
    JSON.array([
      .string(request.prompt.text), .strings(request.prompt.images), .int(request.id.number),
    ]).write(into: &bytes)
    bytes[0] = UInt8(ascii: ",")  // the list goes on
    digest.update(bytes)
    return String(digest.hex.prefix(32))
  }

  private func digest(upTo system: String?) -> SHA256 {
    if let known = latest.withLock({ $0?.system == system ? $0?.digest : nil }) { return known }
    var digest = common
    var bytes = [UInt8(ascii: "[")]
    JSON.optional(system).write(into: &bytes)
    digest.update(bytes)
    latest.withLock { $0 = (system, digest) }
    return digest
  }
}
