from statistics import median


def rolling_median(readings, width):
    scale = max(abs(reading) for reading in readings)
    runs = range(len(readings) - width + 1)
    return [median(readings[i : i + width]) if scale else 0.0 for i in runs]
