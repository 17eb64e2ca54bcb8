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

  /// The farthest that a value within an expression lay from one since it was set to zero, in bits.
  var span = 0

  func note(span bits: Int) { span = max(span, bits) }

  /// How deep the evaluation stands, and may stand: a level takes up to 8 KiB of the stack.
  private var depth = 0
  private static let depthLimit = 40

  func descend() throws(Stop) {
    guard depth < Meter.depthLimit else { throw .tooLarge }
    depth += 1
  }

  func ascend() { depth -= 1 }

  /// Long products that were computed before: the same ones come at every point.
  ///
  /// Their fuel is spent each time, so that what is remembered changes no decision.
  private var products: [Product: Ball] = [:]
  private static let productLimit = 64

  /// The product of whole numbers, from `low` on in steps, at a precision.
  struct Product: Hashable {
    let low: Int
    let high: Int
    let step: Int
    let bits: Int
  }

  /// The product, as it was computed before or by `compute`.
  func product(
    _ product: Product, _ compute: () throws(Stop) -> Ball
  ) throws(Stop) -> Ball {
    if let known = products[product] { return known }
    let result = try compute()
    if products.count < Meter.productLimit { products[product] = result }
    return result
  }

  /// Gives a later stage the chance to decide what an exact stage was too slow for, once.
  func useReserve() {
    fuel = max(fuel, 0) + reserve
    reserve = 0
  }
}
