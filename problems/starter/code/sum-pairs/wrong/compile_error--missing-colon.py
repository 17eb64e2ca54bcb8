def pairs_with_sum(weights, target):
    seen = set()
    for weight in weights
        seen.add(weight)
    return [[a, target - a] for a in seen if target - a in seen]
