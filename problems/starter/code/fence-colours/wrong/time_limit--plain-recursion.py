def count_fences(posts, colours):
    if posts <= 2:
        return colours**posts
    return (colours - 1) * (count_fences(posts - 1, colours) + count_fences(posts - 2, colours))
