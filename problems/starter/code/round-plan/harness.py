"""Any plan that keeps the wishes and needs the fewest rounds is right."""

import random


def fewest_rounds(count, before):
    """The length of the longest chain, or None if there is a circle."""
    rounds = [1] * count
    for _ in range(count + 1):
        changed = False
        for a, b in before:
            if rounds[b] <= rounds[a]:
                rounds[b] = rounds[a] + 1
                changed = True
        if not changed:
            return max(rounds, default=0)
    return None


def verify(candidate, count, before):
    plan = candidate(count, [list(pair) for pair in before])
    fewest = fewest_rounds(count, before)
    if fewest is None:
        assert plan is None, "a contradiction was not noticed"
        return
    assert isinstance(plan, (list, tuple)), "the plan is not a list"
    assert len(plan) == count, "the plan has not one round for each match"
    assert all(type(number) is int for number in plan), "a round is not an integer"
    assert all(1 <= number <= fewest for number in plan), "there are too many rounds"
    assert all(plan[a] < plan[b] for a, b in before), "a wish was not kept"


def check(candidate):
    verify(candidate, 3, [[0, 2], [1, 2]])
    verify(candidate, 2, [[0, 1], [1, 0]])
    verify(candidate, 0, [])
    verify(candidate, 1, [])
    verify(candidate, 1, [[0, 0]])
    verify(candidate, 5, [[4, 3], [3, 2], [2, 1], [1, 0]])
    verify(candidate, 4, [[0, 1], [0, 1], [1, 2], [0, 2], [3, 2]])
    verify(candidate, 5, [[0, 1], [1, 2], [2, 3], [3, 1]])

    rng = random.Random(12)
    for _ in range(60):
        count = rng.randint(2, 9)
        order = list(range(count))
        rng.shuffle(order)
        before = []
        for _ in range(rng.randint(0, 14)):
            i, j = sorted(rng.sample(range(count), 2))
            before.append([order[i], order[j]])
        if before and rng.random() < 0.15:
            before.append(before[0][::-1])
        verify(candidate, count, before)
