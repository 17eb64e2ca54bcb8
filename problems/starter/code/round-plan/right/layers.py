def plan_rounds(count, before):
    needs = [0] * count
    followers = [[] for _ in range(count)]
    for a, b in before:
        needs[b] += 1
        followers[a].append(b)

    plan = [0] * count
    ready = [match for match in range(count) if needs[match] == 0]
    number = planned = 0
    while ready:
        number += 1
        planned += len(ready)
        next_ready = []
        for match in ready:
            plan[match] = number
            for follower in followers[match]:
                needs[follower] -= 1
                if needs[follower] == 0:
                    next_ready.append(follower)
        ready = next_ready
    return plan if planned == count else None
