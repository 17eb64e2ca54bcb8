def merge_shifts(shifts):
    shifts = sorted(shifts)
    merged = [shifts[0][:]]
    for start, end in shifts[1:]:
        if start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])
    return merged
