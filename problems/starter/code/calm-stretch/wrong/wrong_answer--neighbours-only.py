def calm_stretch(heights, tolerance):
    best, start = [0, 0], 0
    for end in range(len(heights)):
        if end and abs(heights[end] - heights[end - 1]) > tolerance:
            start = end
        if end + 1 - start > best[1]:
            best = [start, end + 1 - start]
    return best
