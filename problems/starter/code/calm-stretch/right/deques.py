from collections import deque


def calm_stretch(heights, tolerance):
    """Two pointers; each deque holds indices whose heights rise (or fall) strictly."""
    rising, falling = deque(), deque()
    start, best = 0, [0, 0]
    for end, height in enumerate(heights):
        while rising and heights[rising[-1]] >= height:
            rising.pop()
        while falling and heights[falling[-1]] <= height:
            falling.pop()
        rising.append(end)
        falling.append(end)
        while heights[falling[0]] - heights[rising[0]] > tolerance:
            start += 1
            if rising[0] < start:
                rising.popleft()
            if falling[0] < start:
                falling.popleft()
        if end + 1 - start > best[1]:
            best = [start, end + 1 - start]
    return best
