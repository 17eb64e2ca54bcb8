def plan_rounds(count, before):
    plan, number = [0] * count, 0
    left = set(range(count))
    while left:
        ready = [m for m in sorted(left) if not any(b == m and a in left for a, b in before)]
        if not ready:
            return None
        number += 1
        plan[ready[0]] = number
        left.remove(ready[0])
    return plan
