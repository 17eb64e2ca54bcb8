def can_share(weights):
    half, odd = divmod(sum(weights), 2)
    if odd:
        return False
    sums = {0}
    for weight in weights:
        sums |= {total + weight for total in sums if total + weight <= half}
    return half in sums
