from bisect import bisect_left, insort


def calm_stretch(heights, tolerance):
    window, start, best = [], 0, (0, 0)
    for end in range(len(heights)):
        insort(window, heights[end])
        while window[-1] - window[0] > tolerance:
            del window[bisect_left(window, heights[start])]
            start += 1
        if len(window) > best[1]:
            best = (start, len(window))
    return best
