def merge_shifts(shifts):
    stretches = [list(shift) for shift in shifts]
    changed = True
    while changed:
        changed = False
        for i in range(len(stretches)):
            for j in range(i + 1, len(stretches)):
                a, b = stretches[i], stretches[j]
                if a[0] <= b[1] and b[0] <= a[1]:
                    stretches[i] = [min(a[0], b[0]), max(a[1], b[1])]
                    del stretches[j]
                    changed = True
                    break
            if changed:
                break
    return sorted(stretches)
