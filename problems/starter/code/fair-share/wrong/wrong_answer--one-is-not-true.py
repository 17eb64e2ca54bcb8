def can_share(weights):
    total = sum(weights)
    reachable = 1
    for weight in weights:
        reachable |= reachable << weight
    return 0 if total % 2 else reachable >> total // 2 & 1
