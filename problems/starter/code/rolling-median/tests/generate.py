"""Prints one argument list a line: ties, negative readings, and long runs."""

import json
import random

rng = random.Random(77)


def emit(readings, width):
    print(json.dumps({"args": [readings, width]}))


emit([2, 2, 2, 2], 3)
emit([1e9, -1e9, 1e9, -1e9, 0.5], 4)
emit([7], 7)
for width in (1, 2, 3, 4, 5, 8):
    emit([round(rng.uniform(-20, 20), 3) for _ in range(12)], width)
    emit([rng.randint(0, 3) for _ in range(15)], width)
emit([round(rng.gauss(3, 1), 4) for _ in range(3000)], 301)
emit([rng.randint(-50, 50) for _ in range(3000)], 500)
