import Grading

/// LiveCodeBench code generation: `{question_title, question_content, platform, question_id,
/// contest_id, contest_date, starter_code, difficulty, public_test_cases, private_test_cases,
/// metadata}`.
///
/// The tests are JSON in texts; the private ones may be compressed, and stay so until the problem is
/// marked: unpacked, all of them take twelve gigabytes.
enum LiveCodeBenchFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("question_id", "question_content", "public_test_cases")
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let id = fields.needed("question_id"), let statement = fields.needed("question_content"),
      let shown = fields.packed("public_test_cases")?.array
    else { return nil }
    let name = fields.has("metadata") ? fields.packed("metadata")?["func_name"]?.string : nil
    let isFunction =
      shown.first?["testtype"]?.string == "functional" || shown.isEmpty && name != nil
    let tests: [JSON]
    do throws(PackedTests.Failure) {
      tests = try shown.enumerated().map { index, test throws(PackedTests.Failure) in
        try PackedTests.native(test, isFunction: isFunction, name: "public \(index + 1)")
      }
    } catch {
      fields.fail("“public_test_cases”: \(error.message)", mend: "mend the test")
      return nil
    }
    var problem = MappedProblem(
      .livecodebench, id: id, kind: isFunction ? .function : .program, statement: statement)
    problem.set(.title, fields.optional("question_title"))
    problem.set(.language, "python")
    if isFunction {
      guard let name else {
        fields.fail("“metadata” names no “func_name”", mend: "functional tests need it")
        return nil
      }
      problem.set(.entryPoint, name)
    }
    problem.set(.starterCode, fields.optional("starter_code"))
    problem.set(.tests, .array(tests))
    if let hidden = fields.optional("private_test_cases"), hidden != "[]" {
      problem.set(
        .deferredTests,
        ["form": .string(DeferredTests.Form.packed.rawValue), "data": .string(hidden)])
    }
    // Values and numbers are compared as Python's `==` does.
    problem.set(.checker, ["floats": .array([.number("0"), .number("0")])])
    problem.set(.limits, ["cpu": .string("6s")])
    problem.set(.preamble, preamble)
    problem.set(.difficulty, fields.optional("difficulty"))
    problem.set(.date, fields.optional("contest_date").flatMap(ForeignDate.day))
    problem.set(.tags, [fields.optional("platform")].compactMap { $0 })
    problem.keep("contest_id", "platform", from: fields)
    return problem
  }

  /// What published grades of this set are made with: names of the standard library without imports.
  static let preamble = """
    from string import *
    from re import *
    from datetime import *
    from collections import *
    from heapq import *
    from bisect import *
    from copy import *
    from math import *
    from random import *
    from statistics import *
    from itertools import *
    from functools import *
    from operator import *
    from typing import *
    from builtins import *
    import string, re, datetime, collections, heapq, bisect, copy, math, random, statistics
    import itertools, functools, operator, io, sys, json
    """
}
