/// A JSON value that keeps the order of keys and the digits of numbers.
///
/// Numbers stay as written, so that an integer of a hundred digits survives. Problem sets, server
/// replies, parameters and evidence all pass through this type.
/// Source: RFC 8259.
public indirect enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A number exactly as written, for example `1`, `-0.50` or `6e23`.
  case number(String)
  case string(String)
  case array([JSON])
  /// Members in the order written; keys are unique.
  case object([Member])

  /// A key and its value.
  public struct Member: Sendable, Hashable {
    public var key: String
    public var value: JSON

    public init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }
}

extension JSON {
  public static func int(_ value: Int) -> JSON { .number(String(value)) }

  /// A number from a finite double; what is not finite becomes `null`.
  public static func double(_ value: Double) -> JSON {
    guard value.isFinite else { return .null }
    if value == value.rounded(), abs(value) < 1e15 { return .number(String(Int(value))) }
    return .number("\(value)")
  }

  /// A string, or `null` for `nil`.
  public static func optional(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }

  /// An integer, or `null` for `nil`.
  public static func optional(_ value: Int?) -> JSON { value.map(JSON.int) ?? .null }

  /// A number, or `null` for `nil`.
  public static func optional(_ value: Double?) -> JSON { value.map(JSON.double) ?? .null }

  public static func strings(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}

extension JSON {
  /// The member of that name; `nil` if there is none or this is no object.
  public subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The element at that position; `nil` if there is none or this is no array.
  public subscript(index: Int) -> JSON? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  public var isNull: Bool { self == .null }

  public var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  public var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The number as an integer, if it is written as one and fits.
  public var int: Int? {
    guard case .number(let text) = self else { return nil }
    if let value = Int(text) { return value }
    guard let value = Double(text), value == value.rounded(), abs(value) < 1e15 else { return nil }
    return Int(value)
  }

  public var double: Double? {
    guard case .number(let text) = self else { return nil }
    return Double(text)
  }

  public var array: [JSON]? {
    guard case .array(let elements) = self else { return nil }
    return elements
  }

  public var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// What kind of value this is, for error messages.
  public var typeName: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "text"
    case .array: "a list"
    case .object: "a mapping"
    }
  }

  /// The object with `value` under `key`: in its place if the key is there, else at the end.
  public func setting(_ key: String, to value: JSON) -> JSON {
    var members = self.members ?? []
    if let index = members.firstIndex(where: { $0.key == key }) {
      members[index].value = value
    } else {
      members.append(Member(key, value))
    }
    return .object(members)
  }
}
