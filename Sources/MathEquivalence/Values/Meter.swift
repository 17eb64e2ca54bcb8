/// Why a step could not be finished. No case is a verdict on the answer.
enum Stop: Error, Equatable {
  /// The fuel of this comparison is spent.
  case fuel
  /// A form, a value or a precision beyond the limits of the exact stage.
  case tooLarge
  /// The operation has no value here: division by zero, logarithm of zero, a wrong number of arguments.
  case undefined
  /// A notation this module reads but cannot evaluate.
  case unsupported
}

/// The fuel of one comparison. Counting work instead of time gives the same verdict on every machine.
final class Meter {
  private(set) var fuel: Int

  init(fuel: Int, reserve: Int = 0) {
    self.fuel = fuel
    self.reserve = reserve
  }

  func spend(_ units: Int) throws(Stop) {
    fuel -= units
    if fuel < 0 { throw .fuel }
  }

  private var reserve: Int

  /// How deep the evaluation stands, and may stand: a level takes up to 8 KiB of the stack.
  private var depth = 0
  private static let depthLimit = 40

  func descend() throws(Stop) {
    guard depth < Meter.depthLimit else { throw .tooLarge }
    depth += 1
  }

  func ascend() { depth -= 1 }

  /// Gives a later stage the chance to decide what an exact stage was too slow for, once.
  func useReserve() {
    fuel = max(fuel, 0) + reserve
    reserve = 0
  }
}
