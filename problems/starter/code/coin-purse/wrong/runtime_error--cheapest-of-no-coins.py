def make_change(amount, coins):
    smallest = min(coins)
    best = [[]] + [None] * amount
    for total in range(smallest, amount + 1):
        for coin in coins:
            if coin <= total and best[total - coin] is not None:
                if best[total] is None or len(best[total - coin]) + 1 < len(best[total]):
                    best[total] = best[total - coin] + [coin]
    return best[amount]
