/// How prompts are gathered into shared requests.
public struct Batching: Sendable, Hashable {
  /// The most prompts in one request, at least 1.
  public var size: Int
  /// The longest that a prompt waits for others.
  public var wait: Duration

  public init(size: Int, wait: Duration = .milliseconds(20)) {
    precondition(size >= 1, "a batch has room for at least one prompt")
    self.size = size
    self.wait = wait
  }
}
