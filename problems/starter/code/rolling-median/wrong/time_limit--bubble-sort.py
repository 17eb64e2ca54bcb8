def rolling_median(readings, width):
    medians = []
    for i in range(len(readings) - width + 1):
        run = list(readings[i : i + width])
        for end in range(len(run) - 1, 0, -1):
            for j in range(end):
                if run[j] > run[j + 1]:
                    run[j], run[j + 1] = run[j + 1], run[j]
        medians.append((run[(width - 1) // 2] + run[width // 2]) / 2)
    return medians
