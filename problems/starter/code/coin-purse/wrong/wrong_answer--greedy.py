def make_change(amount, coins):
    change = []
    for coin in sorted(coins, reverse=True):
        while coin <= amount:
            change.append(coin)
            amount -= coin
    return change if amount == 0 else None
