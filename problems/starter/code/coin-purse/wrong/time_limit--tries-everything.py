def make_change(amount, coins):
    if amount == 0:
        return []
    best = None
    for coin in coins:
        if coin <= amount:
            rest = make_change(amount - coin, coins)
            if rest is not None and (best is None or len(rest) + 1 < len(best)):
                best = rest + [coin]
    return best
