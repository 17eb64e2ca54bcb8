from itertools import groupby


def shorten(pattern):
    parts = []
    for letter, run in groupby(pattern):
        length = sum(1 for _ in run)
        parts.append((str(length) if length > 1 else "") + letter)
    return "".join(parts)
