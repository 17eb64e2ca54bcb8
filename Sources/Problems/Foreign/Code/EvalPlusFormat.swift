import Grading

/// EvalPlus' HumanEval+ and MBPP+ as released: inputs, and the solution that gives the outputs.
///
/// `{task_id, prompt, entry_point, canonical_solution, base_input, plus_input, atol, contract,
/// assertion?}`. The outputs are not in the file: the reference solution gives them, once, in the sandbox
/// (``ComputedTests``), and the test code compares as EvalPlus does.
enum EvalPlusFormat: ForeignFormat {
  static func recognises(_ record: JSON) -> Bool {
    record.has("task_id", "entry_point", "canonical_solution", "base_input", "plus_input")
  }

  static func problem(_ fields: Fields, _ context: MappingContext) -> MappedProblem? {
    guard let id = fields.needed("task_id"), let prompt = fields.needed("prompt"),
      let entryPoint = fields.needed("entry_point"),
      let solution = fields.needed("canonical_solution"),
      let inputs = inputs(fields, "base_input"), let more = inputs_plus(fields)
    else { return nil }
    guard !(inputs + more).isEmpty else {
      fields.fail("there is no input", mend: "add one to “base_input”")
      return nil
    }
    let isMBPP = id.hasPrefix("Mbpp/")
    let tolerance = fields["atol"]?.value.double ?? 0
    guard tolerance.isFinite, tolerance >= 0 else {
      fields.fail("“atol” is no tolerance", mend: "write a number from 0 on")
      return nil
    }
    let contract = isMBPP ? "" : fields.optional("contract") ?? ""
    var problem = MappedProblem(
      .evalplus, id: id, kind: .harness, statement: "Complete the function `\(entryPoint)`.")
    problem.set(.language, "python")
    problem.set(.entryPoint, entryPoint)
    problem.set(.starterCode, prompt)
    problem.set(
      .harness,
      EvalPlusTestCode(
        id: id, entryPoint: entryPoint, reference: prompt + contract + solution,
        inputs: inputs + more, baseCount: inputs.count, tolerance: tolerance
      ).text)
    problem.set(
      .deferredTests,
      [
        "form": .string(DeferredTests.Form.computed.rawValue),
        "program": .string(EvalPlusTestCode.program),
      ])
    problem.set(.limits, ["cpu": .string("20s")])
    problem.accept(prompt + solution, language: "python")
    problem.keep("base_inputs", .int(inputs.count))
    problem.keep("plus_inputs", .int(more.count))
    return problem
  }

  private static func inputs_plus(_ fields: Fields) -> [JSON]? { inputs(fields, "plus_input") }

  private static func inputs(_ fields: Fields, _ name: String) -> [JSON]? {
    // A task without further inputs has an empty mapping here.
    if fields[name]?.value.members?.isEmpty == true { return [] }
    guard let inputs = fields[name]?.value.array, inputs.allSatisfy({ $0.array != nil }) else {
      fields.fail("“\(name)” is no list of lists of arguments", mend: "mend it")
      return nil
    }
    return inputs
  }
}

/// The test code of one task.
struct EvalPlusTestCode {
  let id: String
  let entryPoint: String
  let reference: String
  let inputs: [JSON]
  let baseCount: Int
  let tolerance: Double

  /// Prints the results of the reference solution, for ``ComputedTests``.
  static let program = "write_results()\n"

  /// Python; the inputs are JSON in a text, since they hold NaN and integers of any size.
  ///
  /// Each of the results is `(0, value)`; `(1,)` where the input breaks the task's contract; `(2,)` where
  /// the result is no plain data, so that the reference is run again beside the submission's call.
  var text: String {
    """
    RESULTS = \(ComputedTests.place)
    import copy
    import json
    import math
    import sys

    if hasattr(sys, "set_int_max_str_digits"):
        sys.set_int_max_str_digits(0)
    INPUTS = json.loads(\(JSON.string(JSON.array(inputs).text).text))
    BASE = \(baseCount)
    TOLERANCE = \(tolerance)
    REFERENCE = \(JSON.string(reference).text)


    def reference():
        names = {"__name__": "reference"}
        exec(REFERENCE, names)
        return names[\(JSON.string(entryPoint).text)]


    def repaired(arguments):
    \(Self.indented(repair))


    def literal(value, depth=0):
        if depth > 60:
            raise TypeError("nested too deeply")
        kind = type(value)
        if kind in (bool, bytes, type(None)):
            return repr(value)
        if kind is str:
            return ascii(value)
        if kind is int:
            return hex(value)
        if kind is float:
            return repr(value) if math.isfinite(value) else f'float("{value}")'
        if kind is complex:
            return f"complex({literal(value.real)}, {literal(value.imag)})"
        if kind in (list, tuple, set, frozenset):
            parts = "".join(literal(part, depth + 1) + "," for part in value)
            return f"[{parts}]" if kind is list else f"{kind.__name__}([{parts}])"
        if isinstance(value, dict):
            return "{" + "".join(
                f"{literal(key, depth + 1)}:{literal(part, depth + 1)},"
                for key, part in value.items()) + "}"
        raise TypeError("no plain data")


    def write_results():
        run = reference()
        out, sys.stdout = sys.stdout, open("/dev/null", "w")
        out.write("[")
        for raw in INPUTS:
            try:
                result = "(0, " + literal(run(*copy.deepcopy(repaired(raw)))) + ")"
            except AssertionError:
                result = "(1,)"
            except TypeError as error:
                if str(error) not in ("no plain data", "nested too deeply"):
                    raise
                result = "(2,)"
            out.write(result + ",\\n")
        out.write("]")


    def floats(value):
        return isinstance(value, float) or (
            isinstance(value, (list, tuple)) and len(value) > 0
            and all(isinstance(part, float) for part in value))


    def near(out, wanted, tolerance):
        if isinstance(wanted, (list, tuple)):
            return len(out) == len(wanted) and all(
                near(a, b, tolerance) for a, b in zip(out, wanted))
        if isinstance(wanted, bool) or not isinstance(wanted, (int, float, complex)):
            return out == wanted
        if wanted != wanted:
            return False
        return out == wanted or abs(out - wanted) <= tolerance + 1e-7 * abs(wanted)


    def agrees(arguments, out, wanted, tolerance):
        exact = out == wanted
    \(Self.indented(oracle))
        if exact or tolerance == 0:
            return bool(exact)
        return type(out) == type(wanted) and near(out, wanted, tolerance)


    def check(candidate):
        again = None
        tolerance = TOLERANCE
        for number, (raw, known) in enumerate(zip(INPUTS, RESULTS)):
            arguments = repaired(raw)
            if known[0] == 1:
                continue
            if known[0] == 2:
                again = again or reference()
                wanted = again(*copy.deepcopy(arguments))
            else:
                wanted = known[1]
            if number == BASE:
                tolerance = TOLERANCE
            # Once a result was of floats, EvalPlus compares the rest of the task with a tolerance too.
            if tolerance == 0 and floats(wanted):
                tolerance = 1e-6
            out = candidate(*copy.deepcopy(arguments))
            part = "base" if number < BASE else "plus"
            index = number if number < BASE else number - BASE
            assert agrees(arguments, out, wanted, tolerance), f"{part} input {index}"

    """
  }

  private static func indented(_ text: String) -> String {
    text.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
  }

  /// How results are compared where equality does not do.
  private var oracle: String {
    guard id.hasPrefix("Mbpp/") else {
      return entryPoint == "find_zero"
        ? "return abs(sum(c * math.pow(out, i) for i, c in enumerate(arguments[0]))) <= TOLERANCE"
        : "pass"
    }
    return switch entryPoint {
    case "are_equivalent": "exact = True"
    case "sum_div": "exact = exact or out == 0"
    case "surface_Area":
      """
      base, height = arguments
      slant = math.sqrt((base / 2) ** 2 + height ** 2)
      exact = exact or abs(out - round(base ** 2 + 2 * base * slant)) <= TOLERANCE
      """
    case "digit_distance_nums":
      """
      a, b = (str(number) for number in arguments)
      width = max(len(a), len(b))
      pairs = zip(a.zfill(width), b.zfill(width))
      exact = exact or out == sum(abs(int(x) - int(y)) for x, y in pairs)
      """
    case "similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly",
      "larg_nnum", "intersection_array", "find_dissimilar", "Diff":
      "exact = set(out) == set(wanted)"
    case "check_str", "text_match_three", "text_starta_endb":
      """
      wanted = wanted if isinstance(wanted, bool) else wanted is not None
      exact = out == wanted if isinstance(out, bool) else wanted == (out is not None)
      """
    default: "pass"
    }
  }

  /// JSON has neither tuples nor sets nor complex numbers: what the arguments of a task were.
  private var repair: String {
    guard id.hasPrefix("Mbpp/"), let number = Int(id.dropFirst(5)) else {
      return "return arguments"
    }
    return switch number {
    case 2, 116, 132, 143, 222, 261, 273, 394, 399, 421, 424, 429, 470, 560, 579, 596, 616, 630,
      726, 740, 744, 809:
      "return [tuple(part) for part in arguments]"
    case 63, 64, 70, 94, 120, 237, 272, 299, 400, 409, 417, 438, 473, 614, 780:
      "return [[tuple(inner) for inner in part] for part in arguments]"
    case 75, 413, 444, 753:
      "return [[tuple(part) for part in arguments[0]], arguments[1]]"
    case 106, 750: "return [arguments[0], tuple(arguments[1])]"
    case 115:
      "return [[set(p) if isinstance(p, list) and len(p) else {} for p in arguments[0]]]"
    case 124: "return [float(arguments[0]), complex(arguments[1])]"
    case 250, 405, 446, 617, 720, 763, 808: "return [tuple(arguments[0]), arguments[1]]"
    case 259, 401, 445:
      "return [tuple(tuple(inner) for inner in part) for part in arguments]"
    case 278:
      "return [tuple(tuple(p) if isinstance(p, list) else p for p in arguments[0])]"
    case 307: "return [tuple(arguments[0]), arguments[1], arguments[2]]"
    case 722: "return [{k: tuple(v) for k, v in arguments[0].items()}] + arguments[1:]"
    case 252: "return [complex(arguments[0])]"
    case 580, 615, 791:
      """
      def frozen(value):
          return tuple(map(frozen, value)) if isinstance(value, list) else value
      return frozen(arguments)
      """
    default: "return arguments"
    }
  }
}
