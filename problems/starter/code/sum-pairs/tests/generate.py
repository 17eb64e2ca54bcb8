"""Prints one argument list a line: small crowded lists and one long one."""

import json
import random

rng = random.Random(4)


def emit(weights, target):
    print(json.dumps({"args": [weights, target]}))


emit([0], 0)
emit([0, 0], 0)
emit([-1, -1, -1], -2)
for _ in range(14):
    weights = [rng.randint(-6, 9) for _ in range(rng.randint(2, 14))]
    emit(weights, rng.randint(-4, 12))
emit([rng.randint(-9_000_000, 9_000_000) for _ in range(14900)] + list(range(50)) * 2, 49)
