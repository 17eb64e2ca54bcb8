"""Turns problems of HumanEval's form into calls with plain arguments and results.

    cases.py PROBLEMS.jsonl > CASES.jsonl

Kept are the problems whose every assertion is `assert candidate(<literals>) == <literal>`.
"""
import ast
import json
import sys


def typed(value):
    kind = type(value)
    if kind in (int, str, bool, type(None)):
        return value
    if kind is float:
        return value if value == value and abs(value) != float("inf") else {"$float": str(value)}
    if kind is list:
        return [typed(part) for part in value]
    if kind is tuple:
        return {"$tuple": [typed(part) for part in value]}
    if kind is set:
        return {"$set": [typed(part) for part in value]}
    if kind is dict:
        return {"$dict": [[typed(key), typed(part)] for key, part in value.items()]}
    raise ValueError(kind)


def call(statement):
    """Arguments and result of one assertion; raises ValueError if it has another form."""
    test = statement.test
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        asked, expected = test.left, test.comparators[0]
        if isinstance(asked, ast.Call) and getattr(asked.func, "id", "") == "candidate" \
                and not asked.keywords:
            arguments = [typed(ast.literal_eval(argument)) for argument in asked.args]
            return arguments, typed(ast.literal_eval(expected))
    raise ValueError("another form")


def is_trivial(statement):
    return isinstance(statement, ast.Assert) and isinstance(statement.test, ast.Constant)


def convert(problem):
    tree = ast.parse(problem["test"])
    check, = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "check"]
    pairs = []
    for statement in check.body:
        if is_trivial(statement) or isinstance(statement, (ast.Expr, ast.Pass)):
            continue
        if not isinstance(statement, ast.Assert):
            raise ValueError("more than assertions")
        pairs.append(call(statement))
    if not pairs:
        raise ValueError("no assertion")
    return {"id": problem["task_id"], "source": problem["prompt"] + problem["canonical_solution"],
            "entry_point": problem["entry_point"], "calls": [pair[0] for pair in pairs],
            "returns": [pair[1] for pair in pairs]}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        for line in file:
            try:
                print(json.dumps(convert(json.loads(line))))
            except (ValueError, SyntaxError):
                pass


main()
