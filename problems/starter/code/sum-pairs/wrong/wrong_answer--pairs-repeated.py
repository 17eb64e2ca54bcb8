def pairs_with_sum(weights, target):
    seen, pairs = set(), []
    for weight in weights:
        if target - weight in seen:
            pairs.append(sorted([weight, target - weight]))
        seen.add(weight)
    return pairs
