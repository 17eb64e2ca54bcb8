def fill_lockers(weights, *, capacity=10, limit=None):
    lockers = []
    for weight in weights:
        if weight > capacity:
            continue
        for locker in lockers:
            if sum(locker) + weight <= capacity:
                locker.append(weight)
                break
        else:
            if not limit or len(lockers) < limit:
                lockers.append([weight])
    return lockers
