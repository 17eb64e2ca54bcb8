"""Prints one argument list a line: random strings, and long ones of a regular kind."""

import json
import random

rng = random.Random(31)


def tidy(size):
    """A random tidy string of `size` pairs."""
    text, open_ = [], []
    for left in range(2 * size, 0, -1):
        if open_ and (len(open_) == left or rng.random() < 0.5):
            text.append(open_.pop())
        else:
            pair = rng.choice(["()", "[]"])
            text.append(pair[0])
            open_.append(pair[1])
    return "".join(text)


def emit(text):
    print(json.dumps({"args": [text]}))


for length in range(1, 13):
    emit("".join(rng.choice("()[]") for _ in range(length)))
for size in (2, 5, 9):
    emit(tidy(size) + "]" + tidy(size - 1))
    emit("(" + tidy(size) + "[" + tidy(3))
emit("(" * 30000)
emit("([" * 7000 + "])" * 6999)
emit(tidy(7000) + ")" + tidy(7900))
