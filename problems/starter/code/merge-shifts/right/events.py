def merge_shifts(shifts):
    """Counts people: arrivals before departures in the same minute."""
    events = []
    for start, end in shifts:
        events.append((start, 0))
        events.append((end, 1))
    events.sort()

    present, opened, stretches = 0, None, []
    for minute, leaving in events:
        if not leaving:
            if present == 0:
                opened = minute
            present += 1
        else:
            present -= 1
            if present == 0:
                stretches.append((opened, minute))
    return tuple([list(stretch) for stretch in stretches])
