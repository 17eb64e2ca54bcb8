from statistics import median


def rolling_median(readings, width):
    runs = range(len(readings) - width + 1)
    return [round(median(readings[i : i + width]), 1) for i in runs]
