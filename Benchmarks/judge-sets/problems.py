"""Writes 164 problems of HumanEval's form, made from 21 ideas with eight parameters each.

    problems.py > PROBLEMS.jsonl

The expected results are computed by the solutions: these problems measure a judge, not a model.
"""
import itertools
import json

# name, parameters, what it does, body (K is the parameter), arguments of the calls
IDEAS = [
    ("above", "numbers: list", "the sum of the numbers above K",
     "    return sum(n for n in numbers if n > K)\n", [([1, 5, 9, 2],), ([],), ([-3, 40, 7],)]),
    ("every", "items: list", "every K-th item, from the first",
     "    return items[::K]\n", [([1, 2, 3, 4, 5, 6],), ([],), (["a", "b", "c"],)]),
    ("multiples", "low: int, high: int", "how many multiples of K lie in low..high",
     "    return sum(1 for n in range(low, high + 1) if n % K == 0)\n", [(1, 50), (7, 7), (9, 3)]),
    ("rotate", "items: list", "the items rotated left by K",
     "    if not items:\n        return []\n    cut = K % len(items)\n    return items[cut:] + items[:cut]\n",
     [([1, 2, 3, 4, 5],), ([],), ([9],)]),
    ("shift", "text: str", "small letters shifted by K in the alphabet",
     "    out = []\n    for c in text:\n        if 'a' <= c <= 'z':\n"
     "            c = chr((ord(c) - 97 + K) % 26 + 97)\n        out.append(c)\n    return ''.join(out)\n",
     [("hello, world",), ("",), ("xyz ABC",)]),
    ("digits", "number: int", "the digits of a number in base K + 1, most significant first",
     "    out = []\n    while number:\n        number, digit = divmod(number, K + 1)\n"
     "        out.append(digit)\n    return out[::-1] or [0]\n", [(1000,), (0,), (17,)]),
    ("largest", "numbers: list", "the K largest numbers, largest first",
     "    return sorted(numbers, reverse=True)[:K]\n", [([3, 1, 4, 1, 5, 9, 2, 6],), ([2],), ([],)]),
    ("windows", "numbers: list", "the sums of all windows of length K",
     "    return [sum(numbers[i:i + K]) for i in range(len(numbers) - K + 1)]\n",
     [([1, 2, 3, 4, 5],), ([1],), ([5, 5, 5, 5, 5, 5, 5, 5, 5],)]),
    ("power", "base: int, modulus: int", "base to the power K, modulo modulus",
     "    return pow(base, K, modulus)\n", [(3, 1000), (10, 7), (0, 5)]),
    ("longer", "words: list", "the words with more than K letters, in order",
     "    return [word for word in words if len(word) > K]\n",
     [(["a", "quick", "brown", "fox", "is"],), ([],), (["incomprehensible"],)]),
    ("chunks", "items: list", "the items in chunks of K, the last may be shorter",
     "    return [items[i:i + K] for i in range(0, len(items), K)]\n",
     [([1, 2, 3, 4, 5, 6, 7],), ([],), (["x"],)]),
    ("repeat", "text: str", "each letter K times",
     "    return ''.join(c * K for c in text)\n", [("abc",), ("",), ("no no",)]),
    ("seen", "items: list", "the items that occur at least K times, in order of their first occurrence",
     "    counts = {}\n    for item in items:\n        counts[item] = counts.get(item, 0) + 1\n"
     "    return [item for item, count in counts.items() if count >= K]\n",
     [([1, 2, 1, 3, 1, 2, 2, 2],), ([],), (["a", "a"],)]),
    ("steps", "stairs: int", "in how many ways stairs can be climbed with steps of 1..K",
     "    ways = [1]\n    for n in range(1, stairs + 1):\n        ways.append(sum(ways[max(0, n - K):n]))\n"
     "    return ways[stairs]\n", [(10,), (0,), (25,)]),
    ("near", "numbers: list", "whether two of the numbers differ by less than K",
     "    ordered = sorted(numbers)\n    return any(b - a < K for a, b in zip(ordered, ordered[1:]))\n",
     [([10, 30, 20],), ([1],), ([5, 100, 8],)]),
    ("clip", "numbers: list", "the numbers clipped to -K..K",
     "    return [max(-K, min(K, n)) for n in numbers]\n", [([-9, 0, 9, 3],), ([],), ([100],)]),
    ("sieve", "limit: int", "the numbers from 2 to limit with exactly K prime factors",
     "    out = []\n    for n in range(2, limit + 1):\n        rest, count, d = n, 0, 2\n"
     "        while rest > 1:\n            while rest % d == 0:\n                rest //= d\n"
     "                count += 1\n            d += 1\n        if count == K:\n            out.append(n)\n"
     "    return out\n", [(60,), (2,), (100,)]),
    ("columns", "rows: list", "the sum of column K modulo the width of each row, over all rows",
     "    return sum(row[K % len(row)] for row in rows if row)\n",
     [([[1, 2, 3], [4, 5, 6]],), ([],), ([[7], [8, 9]],)]),
    ("pairs", "numbers: list", "the pairs of positions whose numbers add up to K",
     "    return [(i, j) for i in range(len(numbers)) for j in range(i + 1, len(numbers))\n"
     "            if numbers[i] + numbers[j] == K]\n", [([1, 2, 3, 4, 5],), ([],), ([0, 8, 4, 4],)]),
    ("groups", "words: list", "the words by their length modulo K + 1",
     "    out = {}\n    for word in words:\n        out.setdefault(len(word) % (K + 1), []).append(word)\n"
     "    return out\n", [(["a", "bb", "cc", "dddd"],), ([],), (["seven"],)]),
    ("collatz", "number: int", "how many steps a number takes to 1, at most K * 20",
     "    count = 0\n    while number != 1 and count < K * 20:\n"
     "        number = number // 2 if number % 2 == 0 else 3 * number + 1\n        count += 1\n    return count\n",
     [(27,), (1,), (97,)]),
]


def problem(number, idea, parameter):
    name, parameters, text, body, calls = idea
    entry = "%s_%d" % (name, parameter)
    body = body.replace("K", str(parameter))
    prompt = "def %s(%s):\n    \"\"\"Returns %s.\"\"\"\n" % (
        entry, parameters, text.replace("K", str(parameter)))
    names = {}
    exec(prompt + body, names)
    lines = ["    assert candidate(%s) == %r" % (", ".join(map(repr, arguments)),
                                               names[entry](*arguments)) for arguments in calls]
    return {"task_id": "Judge/%d" % number, "prompt": prompt, "entry_point": entry,
            "canonical_solution": body, "test": "def check(candidate):\n" + "\n".join(lines) + "\n"}


def main():
    made = itertools.product(IDEAS, range(1, 9))
    for number, (idea, parameter) in enumerate(itertools.islice(made, 164)):
        print(json.dumps(problem(number, idea, parameter)))


main()
