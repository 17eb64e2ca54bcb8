"""Prints one argument list a line: random sessions, short ones first."""

import json
import random

rng = random.Random(1905)
WORDS = ["a", "bc", "def", "", ":", "x:y", "undo", "é", " "]


def session(length):
    commands = []
    for _ in range(length):
        kind = rng.random()
        if kind < 0.5:
            commands.append("type:" + rng.choice(WORDS))
        elif kind < 0.75:
            commands.append("erase:" + str(rng.randint(0, 4)))
        else:
            commands.append("undo")
    return commands


for length in list(range(1, 16)) + [200, 1000]:
    print(json.dumps({"args": [session(length)]}, ensure_ascii=False))
