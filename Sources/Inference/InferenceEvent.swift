public import Grading

/// What happens to an attempt on its way, for showing progress.
public enum InferenceEvent: Sendable, Hashable {
  /// A try was sent; tries are numbered from 1.
  case sent(AttemptID, try: Int, endpoint: String)
  /// A try failed and there will be another.
  case retrying(AttemptID, try: Int, wait: Duration, reason: String)
  /// A try is over, however it ended.
  case tried(TryRecord)
  case answered(AttemptID, tries: Int, milliseconds: Double)
  case failed(AttemptID, Fault)
}
