def calm_stretch(heights, tolerance):
    best = [0, 0]
    for start in range(len(heights)):
        low = high = heights[start]
        length = 0
        for height in heights[start:]:
            low, high = min(low, height), max(high, height)
            if high - low > tolerance:
                break
            length += 1
        if length > best[1]:
            best = [start, length]
    return best
