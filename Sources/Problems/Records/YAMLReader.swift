import Grading
import Yams

/// Reads YAML 1.2 (core schema) as JSON values whose lines can be told.
///
/// libyaml bounds the nesting of what it parses; repeated aliases, which let a short file stand for
/// an endless one, are bounded here.
enum YAMLReader {
  static let fileLimit = 8 << 20
  static let depthLimit = 100
  /// How many nodes and bytes aliases may add to those that the file has.
  static let aliasedNodes = 100_000
  static let aliasedBytes = 16 << 20

  /// Reads a file's text; `nil` if it holds no document.
  static func record(of text: String, path: String) throws(ProblemError) -> Record? {
    if let line = AliasedKeys.suspect(in: text) {
      throw ProblemError(
        path: path, line: line, message: "the file uses aliases within keys",
        mend: "write the keys out")
    }
    guard let root = try node(of: text, path: path) else { return nil }
    var conversion = Conversion(
      source: Source(path: path, lines: .yaml(root)),
      nodesLeft: text.utf8.count + aliasedNodes, bytesLeft: text.utf8.count + aliasedBytes)
    let value = try conversion.json(root, depth: 0)
    return Record(value: value, place: Place(source: conversion.source))
  }

  private static func node(of text: String, path: String) throws(ProblemError) -> Node? {
    do {
      // The basic resolver leaves scalars alone; the default one runs regular expressions.
      return try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
    } catch {
      throw problem(from: error, text: text, path: path)
    }
  }

  private static func problem(
    from error: any Error, text: String, path: String
  ) -> ProblemError {
    guard let error = error as? YamlError else {
      return ProblemError(path: path, message: "the file is not YAML: \(error)")
    }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let within = context.map { ", \($0.text) of line \($0.mark.line)" } ?? ""
      return ProblemError(
        path: path, line: mark.line, message: "not YAML: \(problem)\(within)",
        mend: hint(problem))
    case .reader(let problem, let offset, _, _):
      let line = offset.map { text.prefix($0).reduce(1) { $0 + ($1.isNewline ? 1 : 0) } }
      return ProblemError(
        path: path, line: line, message: "not YAML: \(problem)",
        mend: "remove the character, or write it as an escape in double quotation marks")
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.map { "“\($0)”" }.joined(separator: ", ")
      return ProblemError(
        path: path, line: context.mark.line, field: keys.first,
        message: "\(names) stands twice in one mapping", mend: "keep one of them")
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return ProblemError(path: path, message: "the file is not YAML")
    }
  }

  private static func hint(_ problem: String) -> String {
    if problem.contains("mapping values are not allowed") {
      return "put a text that holds “: ” in quotation marks"
    }
    if problem.contains("another document") { return "remove the line “---”" }
    if problem.contains("cannot start any token") {
      return "put the text in quotation marks; indent with spaces"
    }
    return "put text with special characters in quotation marks, and check the indentation"
  }
}

/// Turns nodes into values, within bounds.
private struct Conversion {
  let source: Source
  var nodesLeft: Int
  var bytesLeft: Int

  mutating func json(_ node: Node, depth: Int) throws(ProblemError) -> JSON {
    nodesLeft -= 1
    guard depth <= YAMLReader.depthLimit else {
      throw failure(node, "nested more than \(YAMLReader.depthLimit) levels deep", "flatten it")
    }
    guard nodesLeft > 0, bytesLeft > 0 else {
      throw failure(node, "aliases make the file too large", "write out less with “*”")
    }
    switch node {
    case .scalar(let scalar): return try value(of: scalar, node)
    case .sequence(let sequence):
      var elements: [JSON] = []
      elements.reserveCapacity(sequence.count)
      for element in sequence { elements.append(try json(element, depth: depth + 1)) }
      return .array(elements)
    case .mapping(let mapping): return try object(mapping, depth: depth)
    case .alias: throw failure(node, "an alias that stands for nothing", "remove it")
    }
  }

  private mutating func object(
    _ mapping: Node.Mapping, depth: Int
  ) throws(ProblemError) -> JSON {
    var members: [JSON.Member] = []
    members.reserveCapacity(mapping.count)
    var seen: Set<String> = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw failure(key, "a key that is no text", "write the key as text")
      }
      guard seen.insert(scalar.string).inserted else {
        throw failure(key, "“\(scalar.string)” stands twice in one mapping", "keep one of them")
      }
      bytesLeft -= scalar.string.utf8.count
      members.append(JSON.Member(scalar.string, try json(value, depth: depth + 1)))
    }
    return .object(members)
  }

  private mutating func value(
    of scalar: Node.Scalar, _ node: Node
  ) throws(ProblemError) -> JSON {
    bytesLeft -= scalar.string.utf8.count
    let tag = scalar.tag.rawValue
    switch tag {
    case "" where scalar.style == .plain: return YAMLScalar.json(scalar.string)
    case "", "!", "tag:yaml.org,2002:str": return .string(scalar.string)
    case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool",
      "tag:yaml.org,2002:null":
      return YAMLScalar.json(scalar.string)
    default: throw failure(node, "the tag “\(tag)” is not known", "remove the tag")
    }
  }

  private func failure(_ node: Node, _ message: String, _ mend: String) -> ProblemError {
    ProblemError(path: source.path, line: node.mark?.line, message: message, mend: mend)
  }
}
