"""Prints one argument list a line: short paths, and long ones with long calm stretches."""

import json
import random

rng = random.Random(58)


def emit(heights, tolerance):
    print(json.dumps({"args": [heights, tolerance]}))


for length in range(1, 19):
    emit([rng.randint(0, 9) for _ in range(length)], rng.randint(0, 6))
emit([rng.randint(0, 40) for _ in range(20000)], 40)
emit([i // 10 for i in range(20000)], 900)
walk, height = [], 0
for _ in range(20000):
    height += rng.randint(-3, 3)
    walk.append(height)
emit(walk, 120)
