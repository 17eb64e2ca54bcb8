def make_change(amount, coins):
    best = [0] + [None * amount
    for coin in coins:
        pass
    return best
