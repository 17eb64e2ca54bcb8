def fill_lockers(weights, capacity=10):
    lockers = []
    for weight in weights:
        if weight > capacity:
            continue
        for locker in lockers:
            if sum(locker) + weight <= capacity:
                locker.append(weight)
                break
        else:
            lockers.append([weight])
    return lockers
