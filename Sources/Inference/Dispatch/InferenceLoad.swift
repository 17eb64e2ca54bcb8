/// How busy a model is: for showing progress and for the summary.
public struct InferenceLoad: Sendable, Hashable {
  public var inFlight: Int
  /// Requests that wait for room at an endpoint.
  public var waiting: Int
  public var endpoints: [EndpointLoad]

  public struct EndpointLoad: Sendable, Hashable {
    public var endpoint: String
    public var inFlight: Int
    /// What the controller allows; `nil` with a fixed number.
    public var limit: Int?
    /// Where the controller settled.
    public var knee: ConcurrencyController.Measure?
    public var unloaded: ConcurrencyController.Measure?
    /// Whether it failed so often that it is only probed.
    public var isResting: Bool
  }
}
