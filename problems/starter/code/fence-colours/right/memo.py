from functools import lru_cache


def count_fences(posts, colours):
    @lru_cache(maxsize=None)
    def ways(n):
        if n <= 2:
            return colours**n
        return (colours - 1) * (ways(n - 1) + ways(n - 2))

    for n in range(posts):
        ways(n)
    return ways(posts)
