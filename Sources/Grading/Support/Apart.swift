/// A value that is kept apart from what it is a property of, behind one reference.
///
/// There are many attempts, each of many texts, and they are handed on by copying: that should cost as
/// little as what is looked at, not as much as all that an attempt has.
@propertyWrapper
public indirect enum Apart<Value> {
  case value(Value)

  public init(wrappedValue: Value) { self = .value(wrappedValue) }

  public var wrappedValue: Value {
    get {
      switch self {
      case .value(let value): value
      }
    }
    set { self = .value(newValue) }
  }
}

extension Apart: Sendable where Value: Sendable {}
extension Apart: Equatable where Value: Equatable {}
extension Apart: Hashable where Value: Hashable {}
