def pairs_with_sum(weights, target):
    found = set()
    for i in range(len(weights)):
        for j in range(i):
            if weights[i] + weights[j] == target:
                found.add((min(weights[i], weights[j]), max(weights[i], weights[j])))
    return [list(pair) for pair in found]
