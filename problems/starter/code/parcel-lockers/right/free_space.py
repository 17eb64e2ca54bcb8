def fill_lockers(weights, *, capacity=10, limit=None):
    free, contents = [], []
    for weight in weights:
        place = next((i for i, room in enumerate(free) if room >= weight), None)
        if place is None:
            full_house = limit is not None and len(free) >= limit
            if weight > capacity or full_house:
                continue
            place = len(free)
            free.append(capacity)
            contents.append([])
        free[place] -= weight
        contents[place].append(weight)
    return contents
