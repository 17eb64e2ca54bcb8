def pairs_with_sum(weights, target):
    ordered = sorted(weights)
    left, right = 0, len(ordered) - 1
    pairs = []
    while left < right:
        low, high = ordered[left], ordered[right]
        if low + high < target:
            left += 1
        elif low + high > target:
            right -= 1
        else:
            if not pairs or pairs[-1][0] != low:
                pairs.append([low, high])
            left += 1
            right -= 1
    return pairs
