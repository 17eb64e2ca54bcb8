from bisect import bisect_left, insort


def rolling_median(readings, width):
    if len(readings) < width:
        return []
    window = sorted(readings[:width])
    medians = []
    for i in range(width, len(readings) + 1):
        low, high = window[(width - 1) // 2], window[width // 2]
        medians.append((low + high) / 2)
        if i < len(readings):
            del window[bisect_left(window, readings[i - width])]
            insort(window, readings[i])
    return medians
