"""Any shortest list of coins is right, so the harness computes only its length."""


def fewest(amount, coins):
    best = [0] + [None] * amount
    for total in range(1, amount + 1):
        known = [best[total - c] for c in coins if c <= total and best[total - c] is not None]
        best[total] = min(known) + 1 if known else None
    return best[amount]


def verify(candidate, amount, coins):
    change = candidate(amount, list(coins))
    number = fewest(amount, coins)
    if number is None:
        assert change is None, f"{amount} cannot be paid with {coins}"
        return
    assert isinstance(change, (list, tuple)), "the change is not a list"
    assert all(type(coin) is int and coin in coins for coin in change), "unknown coins"
    assert sum(change) == amount, "the coins do not add up"
    assert len(change) == number, "fewer coins are enough"


def check(candidate):
    verify(candidate, 6, [1, 3, 4])
    verify(candidate, 7, [2, 4])
    verify(candidate, 0, [5])
    verify(candidate, 0, [])
    verify(candidate, 3, [])
    verify(candidate, 3, [5, 7])
    verify(candidate, 48, [1, 10, 24, 25])
    verify(candidate, 63, [21, 25, 10, 5, 1])
    for amount in range(1, 60):
        verify(candidate, amount, [4, 9, 15])
        verify(candidate, amount, [11, 7, 1])
    verify(candidate, 5000, [3, 71, 199])
    verify(candidate, 4999, [2, 1000, 4])
