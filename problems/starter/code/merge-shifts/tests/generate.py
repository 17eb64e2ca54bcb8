"""Prints one argument list a line: odd little cases, random ones, and two long days."""

import json
import random

rng = random.Random(20240611)


def emit(shifts):
    print(json.dumps({"args": [shifts]}))


emit([[0, 1], [0, 1], [0, 1]])
emit([[0, 10], [10, 11], [12, 13], [11, 12]])
emit([[0, 1000], [1, 2], [3, 4], [999, 1000]])
for _ in range(12):
    shifts = []
    for _ in range(rng.randint(1, 12)):
        start = rng.randint(0, 60)
        shifts.append([start, start + rng.randint(1, 9)])
    emit(shifts)

# A thousand shifts that never meet come first, then a thousand that all touch.
apart = [[3 * i, 3 * i + 1] for i in range(1000)]
chain = [[5000 + 2 * i, 5002 + 2 * i] for i in range(1000)]
rng.shuffle(chain)
emit(apart + chain)

many = []
for _ in range(4000):
    start = rng.randint(0, 40000)
    many.append([start, start + rng.randint(1, 12)])
emit(many)
