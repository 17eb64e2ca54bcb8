def count_fences(posts, colours):
    if posts == 0:
        return 1
    different, same = colours, 0
    for _ in range(posts - 1):
        different, same = (different + same) * (colours - 1) % 1_000_000_007, different
    return (different + same) % 1_000_000_007
