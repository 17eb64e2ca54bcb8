/// A value of a programming language, as plain data: what goes into a tested function and comes out.
///
/// Only exact built-in types; anything else a submission returns is `opaque` and equals nothing.
/// The JSON form is in docs/problem-format.md.
public indirect enum TypedValue: Sendable, Hashable {
  case none
  case bool(Bool)
  /// An integer of any size, in decimal digits with an optional minus sign.
  case int(String)
  case float(Double)
  case text(String)
  case bytes([UInt8])
  case list([TypedValue])
  case tuple([TypedValue])
  case set([TypedValue])
  case frozenset([TypedValue])
  case dictionary([Entry])
  case complex(real: Double, imaginary: Double)
  /// Something that is no plain data, by the name of its type.
  case opaque(String)

  public struct Entry: Sendable, Hashable {
    public var key: TypedValue
    public var value: TypedValue

    public init(_ key: TypedValue, _ value: TypedValue) {
      self.key = key
      self.value = value
    }
  }
}

extension TypedValue {
  /// Reads the JSON form; `nil` for an unknown `$` form or a malformed one.
  public init?(json: JSON) {
    switch json {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .number(let text):
      if text.utf8.allSatisfy({ $0 &- 48 < 10 || $0 == UInt8(ascii: "-") }) {
        self = .int(text == "-0" ? "0" : text)
      } else {
        guard let value = Double(text) else { return nil }
        self = .float(value)
      }
    case .string(let text): self = .text(text)
    case .array(let elements):
      guard let values = TypedValue.values(elements) else { return nil }
      self = .list(values)
    case .object(let members):
      if members.count == 1, let only = members.first, only.key.hasPrefix("$") {
        guard let value = TypedValue.tagged(only.key, only.value) else { return nil }
        self = value
      } else {
        var entries: [Entry] = []
        for member in members {
          guard let value = TypedValue(json: member.value) else { return nil }
          entries.append(Entry(.text(member.key), value))
        }
        self = .dictionary(entries)
      }
    }
  }

  private static func values(_ elements: [JSON]) -> [TypedValue]? {
    var values: [TypedValue] = []
    values.reserveCapacity(elements.count)
    for element in elements {
      guard let value = TypedValue(json: element) else { return nil }
      values.append(value)
    }
    return values
  }

  private static func tagged(_ tag: String, _ json: JSON) -> TypedValue? {
    switch tag {
    case "$tuple": json.array.flatMap(values).map(TypedValue.tuple)
    case "$set": json.array.flatMap(values).map(TypedValue.set)
    case "$frozenset": json.array.flatMap(values).map(TypedValue.frozenset)
    case "$dict": entries(json)
    case "$bytes": json.string.flatMap(bytes)
    case "$complex": complex(json)
    case "$float": json.string.flatMap { Double($0) }.map(TypedValue.float)
    case "$opaque": json.string.map(TypedValue.opaque)
    default: nil
    }
  }

  private static func entries(_ json: JSON) -> TypedValue? {
    guard let pairs = json.array else { return nil }
    var entries: [Entry] = []
    for pair in pairs {
      guard let two = pair.array, two.count == 2, let key = TypedValue(json: two[0]),
        let value = TypedValue(json: two[1])
      else { return nil }
      entries.append(Entry(key, value))
    }
    return .dictionary(entries)
  }

  private static func complex(_ json: JSON) -> TypedValue? {
    guard let parts = json.array, parts.count == 2, let real = part(parts[0]),
      let imaginary = part(parts[1])
    else { return nil }
    return .complex(real: real, imaginary: imaginary)
  }

  /// A part of a complex number: a number, or text where it is not finite.
  private static func part(_ json: JSON) -> Double? {
    json.double ?? json.string.flatMap { Double($0) }
  }

  private static func bytes(_ digits: String) -> TypedValue? {
    let digits = Array(digits.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { return nil }
      bytes.append(byte)
    }
    return .bytes(bytes)
  }

  /// The JSON form.
  public var json: JSON {
    switch self {
    case .none: .null
    case .bool(let value): .bool(value)
    case .int(let digits): .number(digits)
    case .float(let value):
      value.isFinite ? .number("\(value)") : ["$float": .string("\(value)")]
    case .text(let text): .string(text)
    case .bytes(let bytes):
      [
        "$bytes": .string(
          bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())
      ]
    case .list(let values): .array(values.map(\.json))
    case .tuple(let values): ["$tuple": .array(values.map(\.json))]
    case .set(let values): ["$set": .array(values.map(\.json))]
    case .frozenset(let values): ["$frozenset": .array(values.map(\.json))]
    case .dictionary(let entries): TypedValue.json(of: entries)
    case .complex(let real, let imaginary):
      ["$complex": .array([TypedValue.json(ofPart: real), TypedValue.json(ofPart: imaginary)])]
    case .opaque(let type): ["$opaque": .string(type)]
    }
  }

  private static func json(ofPart value: Double) -> JSON {
    value.isFinite ? .number("\(value)") : .string("\(value)")
  }

  /// Text keys make an object, unless it could be mistaken for a `$` form.
  private static func json(of entries: [Entry]) -> JSON {
    var members: [JSON.Member] = []
    for entry in entries {
      guard case .text(let key) = entry.key, !key.hasPrefix("$") else {
        return ["$dict": .array(entries.map { .array([$0.key.json, $0.value.json]) })]
      }
      members.append(JSON.Member(key, entry.value.json))
    }
    return .object(members)
  }
}
