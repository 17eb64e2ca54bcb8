def make_change(amount, coins):
    # For each total, the coin that was added last; 0 stands for "nothing yet".
    last = [0] + [None] * amount
    reached = [0]
    while reached and last[amount] is None:
        following = []
        for total in reached:
            for coin in coins:
                if total + coin <= amount and last[total + coin] is None:
                    last[total + coin] = coin
                    following.append(total + coin)
        reached = following
    if last[amount] is None:
        return None
    change = []
    while amount:
        change.append(last[amount])
        amount -= last[amount]
    return change
