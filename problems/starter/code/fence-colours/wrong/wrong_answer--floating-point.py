def count_fences(posts, colours):
    if posts == 0:
        return 1
    different, same = float(colours), 0.0
    for _ in range(posts - 1):
        different, same = (different + same) * (colours - 1), different
    return int(different + same) if different < 1e300 else 0
