def calm_stretch(heights, tolerance):
    best, start = [0, 0], 0
    for end in range(len(heights)):
        while max(heights[start : end + 1]) - min(heights[start : end + 1]) > tolerance:
            start += 1
        if end + 1 - start >= best[1]:
            best = [start, end + 1 - start]
    return best
