def fill_lockers(weights, *, capacity=10, limit=None):
    lockers = []
    for weight in weights:
        if weight > capacity:
            continue
        if lockers and sum(lockers[-1]) + weight <= capacity:
            lockers[-1].append(weight)
        elif limit is None or len(lockers) < limit:
            lockers.append([weight])
    return lockers
