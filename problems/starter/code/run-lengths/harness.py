import random


def lengthen(notation):
    """The pattern of a short notation."""
    pattern, number = "", ""
    for char in notation:
        if char.isdigit():
            number += char
        else:
            pattern += char * int(number or "1")
            number = ""
    assert number == "", "a number without a stitch"
    return pattern


def check(candidate):
    assert candidate("kkkkp") == "4kp"
    assert candidate("kpKK") == "kp2K"
    assert candidate("") == ""
    assert candidate("k") == "k"
    assert candidate("k" * 12) == "12k"
    assert candidate("abab") == "abab"
    assert candidate("aabbaa") == "2a2b2a"

    rng = random.Random(8)
    for length in range(40):
        pattern = "".join(rng.choice("kkkpY") for _ in range(length))
        notation = candidate(pattern)
        assert isinstance(notation, str), "the notation is not a string"
        assert lengthen(notation) == pattern, "the notation stands for another pattern"
        runs = [char for i, char in enumerate(pattern) if i == 0 or pattern[i - 1] != char]
        assert [char for char in notation if char.isalpha()] == runs, "a run was torn apart"
