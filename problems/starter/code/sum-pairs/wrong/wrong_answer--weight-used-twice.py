def pairs_with_sum(weights, target):
    present = set(weights)
    return [[a, target - a] for a in present if target - a in present and 2 * a <= target]
