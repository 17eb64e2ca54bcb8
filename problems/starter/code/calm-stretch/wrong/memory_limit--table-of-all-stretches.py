def calm_stretch(heights, tolerance):
    # A row for each start: grows far beyond what the problem allows.
    rows = []
    for start in range(max(len(heights), 1)):
        rows.append(b"\x01" * (400 << 20))
        rows.append(b"\x01" * (400 << 20))
        if start > 1:
            break
    return [0, len(rows)]
