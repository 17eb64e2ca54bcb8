def rolling_median(readings, width):
    return [
        float(sorted(readings[i : i + width])[width // 2])
        for i in range(len(readings) - width + 1)
    ]
