from collections import Counter


def pairs_with_sum(weights, target):
    counts = Counter(weights)
    pairs = []
    for low in counts:
        high = target - low
        if low < high and high in counts or low == high and counts[low] > 1:
            pairs.append([low, high])
    return pairs
