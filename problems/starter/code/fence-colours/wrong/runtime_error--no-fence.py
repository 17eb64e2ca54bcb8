def count_fences(posts, colours):
    ways = [None] * posts
    ways[0] = colours
    for i in range(1, posts):
        ways[i] = colours**2 if i == 1 else (colours - 1) * (ways[i - 1] + ways[i - 2])
    return ways[-1]
