from statistics import median


def rolling_median(readings, width):
    return [median(readings[i : i + width]) for i in range(len(readings) - width + 1)]
